import Market
import Testing

/// Expected values: Python's zoneinfo, see Fixtures/make_new_york_offsets.py.
@Suite struct NewYorkTimeTests {
  @Test func `the offset changes at every instant at which the time zone database changes it`() throws {
    let changes = try Fixture.rows("new_york_transitions.csv")
    #expect(changes.count == 189)
    for (index, change) in changes.enumerated() {
      let instant = try #require(Timestamp(change[0]))
      let seconds = try #require(Int64(change[1]))
      #expect(NewYorkTime.offset(at: instant) == seconds * 1000, "\(instant)")
      guard index > 0 else { continue }
      let before = Timestamp(milliseconds: instant.milliseconds - 1)
      #expect(NewYorkTime.offset(at: before) == Int64(changes[index - 1][1]).map { $0 * 1000 }, "\(before)")
    }
  }

  @Test func `what the clocks show is the instant that the time zone database says`() throws {
    let rows = try Fixture.rows("new_york_clocks.csv")
    #expect(rows.count == 2568)
    for row in rows {
      let clock = try #require(Timestamp(row[0]))
      let milliseconds = Int(clock.millisecondsOfDay)
      let instant = NewYorkTime.instant(
        on: clock.date, hour: milliseconds / 3_600_000, minute: milliseconds / 60_000 % 60,
        second: milliseconds / 1000 % 60)
      #expect(instant == Timestamp(row[1]), "\(row)")
    }
  }

  @Test func `clock and instant agree in both directions outside the skipped hours`() throws {
    for row in try Fixture.rows("new_york_clocks.csv").suffix(500) {
      let clock = try #require(Timestamp(row[0]))
      let instant = try #require(Timestamp(row[1]))
      #expect(NewYorkTime.date(at: instant) == clock.date)
      #expect(NewYorkTime.millisecondsOfDay(at: instant) == clock.millisecondsOfDay)
    }
  }
}
