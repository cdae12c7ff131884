import Market
import Replay
import Scenarios
import Testing

/// How shares, spans and instants may be written.
@Suite struct QuantityTests {
  @Test(arguments: [
    ("0.05", 0.05), ("5 %", 0.05), ("5%", 0.05), ("500 bp", 0.05), ("500bp", 0.05), ("  5   % ", 0.05), ("5e-2", 0.05),
    (".05", 0.05), ("'5 %'", 0.05), ("7 %", 0.07), ("0", 0), ("0 %", 0), ("10 %", 0.1),
  ])
  func `a share is a fraction, per cent or basis points`(text: String, expected: Double) throws {
    #expect(try settings("venue: { slippage: \(text) }").venue.slippage == expected)
  }

  @Test(arguments: [
    "five", "5 percent", "'%'", "bp", "5 %%", "nan", "nan %", "inf", "1e999", "5 % bp", "--5", "[5]", "{}",
  ])
  func `what is no share is refused`(text: String) throws {
    let fault = try #require(refusal("venue: { slippage: \(text) }"))
    #expect(fault.key == "venue.slippage")
    #expect(fault.problem.hasPrefix("expected"))
  }

  @Test(arguments: [
    ("250ms", 250), ("300s", 300_000), ("15m", 900_000), ("51.3 m", 3_078_000), ("2h", 7_200_000), ("1d", 86_400_000),
    ("0s", 0), ("1.5s", 1_500), ("400d", 34_560_000_000),
  ])
  func `a span has a unit`(text: String, milliseconds: Int64) throws {
    #expect(try settings("venue: { latency: \(text) }").venue.latency == milliseconds)
  }

  @Test(arguments: ["5", "s", "5 weeks", "five s", "5 M", "PT5M"])
  func `what is no span is refused`(text: String) throws {
    let fault = try #require(refusal("venue: { latency: \(text) }"))
    #expect(fault.problem == "expected a span such as 250ms, 300s, 15m, 2h or 1d, found '\(text)'.")
  }

  @Test(arguments: ["-5s", "401d", "1e300d", "nan s", "inf s"])
  func `a span lies between nothing and 400 days`(text: String) throws {
    let fault = try #require(refusal("venue: { latency: \(text) }"))
    #expect(fault.problem == "'\(text)' is out of range: use 0s to 400d.")
  }

  @Test(arguments: [
    ("2017-11-13", 1_510_531_200_000), ("2017-11-13T05:00Z", 1_510_549_200_000),
    ("2017-11-13T05:00:01Z", 1_510_549_201_000), ("2017-11-13 05:00:01.250Z", 1_510_549_201_250),
  ])
  func `an instant is a UTC date or time`(text: String, milliseconds: Int64) throws {
    let scenario = try read("", overrides: ["data.0.from=\(text)"])
    #expect(scenario.panels[0].from == Timestamp(milliseconds: milliseconds))
  }

  @Test(arguments: ["2017-13-01", "2017-02-29", "2017-11-13T05:00", "13.11.2017", "yesterday", "1510531200"])
  func `what is no instant is refused`(text: String) throws {
    let fault = try #require(refusal("", overrides: ["data.0.from=\(text)"]))
    #expect(fault.problem == "expected a UTC time such as 2017-11-13 or 2017-11-13T05:00:00Z, found '\(text)'.")
  }
}
