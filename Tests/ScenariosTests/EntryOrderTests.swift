import Market
import Replay
import Scenarios
import Testing

/// `venue.entry` and `sizing.trailing_stop`.
@Suite struct EntryOrderTests {
  @Test(arguments: [
    ("{}", EntrySettings.Kind.market), ("{ type: market }", .market),
    ("{ type: limit, offset: 10 bp }", .limit(offset: 0.001)),
    ("{ type: stop, offset: 1 % }", .stop(offset: 0.01)),
    ("{ type: stop_limit, offset: 1 %, limit_offset: 5 bp }", .stopLimit(offset: 0.01, limitOffset: 0.0005)),
  ])
  func `each type is read with its offsets`(text: String, kind: EntrySettings.Kind) throws {
    var expected = PipelineSettings()
    expected.entry.kind = kind
    #expect(try settings("venue: { entry: \(text) }") == expected)
  }

  @Test(arguments: [
    ("gtc", TimeInForce.goodTillCancelled), ("gtd", .goodTillDate), ("ioc", .immediateOrCancel),
    ("fok", .fillOrKill), ("day", .day),
  ])
  func `each time in force is read`(text: String, expected: TimeInForce) throws {
    let entry = try settings("venue: { entry: { time_in_force: \(text) } }").entry
    #expect(entry.timeInForce == expected)
    #expect(entry.kind == .market)
    #expect(entry.lifetime == .millisecondsPerDay)
  }

  @Test func `a gtd order has a lifetime`() throws {
    let entry = try settings("venue: { entry: { time_in_force: gtd, lifetime: 4h } }").entry
    #expect(entry.lifetime == 14_400_000)
  }

  @Test(arguments: [
    (
      "{ offset: 10 bp }", "4:27", "offset",
      "a market order has no offset. Remove it, or set type: limit, stop or stop_limit."
    ),
    (
      "{ type: limit, offset: 1 bp, limit_offset: 5 bp }", "4:60", "limit_offset",
      "only a stop_limit order has a limit_offset. Remove it, or set type: stop_limit."
    ),
    (
      "{ limit_offset: 5 bp }", "4:33", "limit_offset",
      "only a stop_limit order has a limit_offset. Remove it, or set type: stop_limit."
    ),
    ("{ type: limit }", "4:17", "", "the key 'offset' is missing. Add it."),
    ("{ type: stop }", "4:17", "", "the key 'offset' is missing. Add it."),
    ("{ type: stop_limit, offset: 1 % }", "4:17", "", "the key 'limit_offset' is missing. Add it."),
    (
      "{ type: limit, offset: 50 % }", "4:40", "offset", "'50 %' is out of range: use 0 to 49 percent."
    ),
    (
      "{ lifetime: 4h }", "4:29", "lifetime",
      "only a gtd order has a lifetime. Remove it, or set time_in_force: gtd."
    ),
    (
      "{ time_in_force: day, lifetime: 4h }", "4:49", "lifetime",
      "only a gtd order has a lifetime. Remove it, or set time_in_force: gtd."
    ),
    (
      "{ time_in_force: gtd, lifetime: 0s }", "4:49", "lifetime", "the order would never stand. Use 1ms or more."
    ),
    (
      "{ type: trailing }", "4:25", "type", "'trailing' is not known. Use one of market, limit, stop, stop_limit."
    ),
  ])
  func `keys that the type does not have are refused`(
    text: String, place: String, key: String, problem: String
  ) throws {
    let fault = try #require(refusal("venue: { entry: \(text) }"))
    #expect("\(fault)" == "a.yaml:\(place): venue.entry\(key.isEmpty ? "" : ".\(key)"): \(problem)")
  }

  @Test func `an override replaces the whole order and leaves the trailing stop`() throws {
    let changes = [
      "venue.entry={ type: limit, offset: 1 %, time_in_force: day }", "sizing.trailing_stop=3 %",
      "data.0.override.venue.entry={ time_in_force: ioc }",
    ]
    var expected = EntrySettings()
    expected.timeInForce = .immediateOrCancel
    expected.trailingStop = 0.03
    #expect(try settings("", overrides: changes).entry == expected)
  }

  @Test func `a trailing stop is a share of price, or off`() throws {
    var expected = PipelineSettings()
    expected.entry.trailingStop = 0.03
    #expect(try settings("sizing: { trailing_stop: 3 % }") == expected)
    let changes = ["sizing.trailing_stop=3 %", "data.0.override.sizing.trailing_stop=off"]
    #expect(try settings("", overrides: changes) == PipelineSettings())
    #expect(
      try #require(refusal("sizing: { trailing_stop: 100 % }")).problem
        == "'100 %' is out of range: use 0.01 to 99 percent.")
  }
}
