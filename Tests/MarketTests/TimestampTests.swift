import Market
import Testing

@Suite struct TimestampTests {
  /// Milliseconds by Python: `int(datetime.fromisoformat(text).timestamp() * 1000)`.
  @Test(arguments: [
    ("1970-01-01", 0), ("2017-11-13", 1_510_531_200_000), ("2017-11-13T05:00Z", 1_510_549_200_000),
    ("2017-11-13T05:00:07Z", 1_510_549_207_000), ("2017-11-13T05:00:07.1Z", 1_510_549_207_100),
    ("2017-11-13T05:00:07.12Z", 1_510_549_207_120), ("2017-11-13T05:00:07.123Z", 1_510_549_207_123),
    ("2024-02-29T23:59:59.999Z", 1_709_251_199_999), ("1969-12-31T23:59:59.999Z", -1),
    ("2000-02-29T00:00Z", 951_782_400_000), ("0001-01-01", -62_135_596_800_000),
    ("9999-12-31T23:59:59.999Z", 253_402_300_799_999),
  ])
  func `a UTC time of any allowed form is read`(text: String, milliseconds: Int64) {
    #expect(Timestamp(text)?.milliseconds == milliseconds)
  }

  @Test(arguments: [
    "", "2017", "2017-11", "2017-11-1", "17-11-13", "2017-13-01", "2017-00-10", "2017-02-29", "1900-02-29",
    "2017-04-31", "2017-11-00", "2017/11/13", "20171113", "2017-11-13Z", "2017-11-13T", "2017-11-13T05Z",
    "2017-11-13T05:00", "2017-11-13T05:00:00", "2017-11-13T05:00:00+00:00", "2017-11-13T24:00Z", "2017-11-13T05:60Z",
    "2017-11-13T05:00:60Z", "2017-11-13T05:00:0Z", "2017-11-13T05:00:00.Z", "2017-11-13T05:00:00.1234Z",
    "2017-11-13T05:00:00,5Z", "2017-11-13T05-00Z", "2017-11-13t05:00Z", "2017-11-13T05:00z", "2017-11-13T5:000Z",
    " 2017-11-13", "2017-11-13 ", "2017-11-13T05:00:00ZZ", "+017-11-13", "２017-11-13", "2017-11-1３",
    "2017-11-13T05:00:00.-1Z", "1510531200", "2017-11-13T05:00:00.1x3Z",
  ])
  func `a text that is not wholly a UTC time is refused`(text: String) {
    #expect(Timestamp(text) == nil)
  }

  @Test(arguments: [
    (0, "1970-01-01T00:00:00Z"), (-1, "1969-12-31T23:59:59.999Z"), (1_510_549_207_120, "2017-11-13T05:00:07.120Z"),
    (1_510_549_207_001, "2017-11-13T05:00:07.001Z"), (-62_167_219_200_000, "0000-01-01T00:00:00Z"),
    (253_402_300_800_000, "+10000-01-01T00:00:00Z"), (-62_167_219_200_001, "-0001-12-31T23:59:59.999Z"),
  ])
  func `a time is written to the second, or to the millisecond where it has any`(milliseconds: Int64, text: String) {
    #expect(Timestamp(milliseconds: milliseconds).description == text)
  }

  @Test func `the distant past and future can be written`() {
    #expect("\(Timestamp.distantPast)".hasPrefix("-") && "\(Timestamp.distantFuture)".hasPrefix("+"))
  }

  @Test(arguments: [11, 12, 13] as [UInt64])
  func `what is written reads back`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<5_000 {
      let milliseconds = Int64.random(in: -62_167_219_200_000..<253_402_300_800_000, using: &generator)
      // Whole seconds and whole milliseconds alike.
      for instant in [milliseconds, milliseconds / 1000 * 1000].map(Timestamp.init(milliseconds:)) {
        #expect(Timestamp(instant.description) == instant)
      }
    }
  }

  @Test func `durations are counted in whole milliseconds, the rest cut off`() {
    #expect(Duration.seconds(90).inMilliseconds == 90_000)
    #expect(Duration.microseconds(1_999).inMilliseconds == 1)
    #expect(Duration.microseconds(-1_999).inMilliseconds == -1)
    #expect(Timestamp(milliseconds: 5) + .milliseconds(7) == Timestamp(milliseconds: 12))
    #expect(Timestamp(milliseconds: 5) - .milliseconds(7) == Timestamp(milliseconds: -2))
  }

  @Test(
    arguments: [(0, 0), (1, 0), (59_999, 0), (60_000, 1), (-1, -1), (-60_000, -1), (-60_001, -2)] as [(Int64, Int64)])
  func `quotients are rounded towards the past`(milliseconds: Int64, minutes: Int64) {
    #expect(milliseconds.flooredQuotient(by: .millisecondsPerMinute) == minutes)
  }
}
