import Replay
import Scenarios
import Testing

/// `venue.financing` and `venue.liquidation`.
@Suite struct MarginCostsTests {
  private let onMargin = "strategy.positions=long_short"

  @Test(arguments: [
    ("{ calendar: new_york_17, long: 5 %, short: 3 % }", Financing(.newYork17, longRate: 0.05, shortRate: 0.03)),
    ("{ calendar: utc_midnight, long: 0, short: -1 % }", Financing(.utcMidnight, longRate: 0, shortRate: -0.01)),
    (
      "{ calendar: every_8_hours, long: -11 %, short: 11 % }",
      Financing(.everyEightHours, longRate: -0.11, shortRate: 0.11)
    ),
    (
      "{ calendar: new_york_midnight, long: 8 %, short: 2 %, days_per_year: 360 }",
      Financing(.newYorkMidnight, longRate: 0.08, shortRate: 0.02, daysPerYear: 360)
    ),
  ])
  func `financing is read`(text: String, financing: Financing) throws {
    var expected = PipelineSettings()
    expected.positions = .longShort
    expected.venue.financing = financing
    #expect(try settings("venue: { financing: \(text) }", overrides: [onMargin]) == expected)
  }

  @Test(arguments: [
    ("{ maintenance: 5 % }", LiquidationRule(maintenance: 0.05)),
    ("{ maintenance: 5 %, fee: 1 % }", LiquidationRule(maintenance: 0.05, fee: 0.01)),
  ])
  func `liquidation is read`(text: String, rule: LiquidationRule) throws {
    var expected = PipelineSettings()
    expected.positions = .longShort
    expected.venue.liquidation = rule
    #expect(try settings("venue: { liquidation: \(text) }", overrides: [onMargin]) == expected)
  }

  @Test func `an instrument can do without what the scenario has`() throws {
    let yaml = "venue: { financing: { calendar: utc_midnight, long: 1, short: 1 }, liquidation: { maintenance: 5 % } }"
    let changes = [onMargin, "data.0.override.venue={ financing: off, liquidation: off }"]
    let venue = try settings(yaml, overrides: changes).venue
    #expect(venue.financing == nil)
    #expect(venue.liquidation == nil)
  }

  @Test(arguments: [
    ("venue: { financing: { calendar: utc_midnight, long: 1 %, short: 1 % } }", "4:21", "venue.financing"),
    ("venue: { liquidation: { maintenance: 5 % } }", "4:23", "venue.liquidation"),
  ])
  func `what is bought with cash is neither financed nor liquidated`(
    yaml: String, place: String, key: String
  ) throws {
    let fault = try #require(refusal(yaml))
    #expect(
      "\(fault)" == "a.yaml:\(place): \(key): long_flat buys with cash and borrows nothing. Remove it, or set "
        + "strategy.positions: long_short.")
  }

  @Test func `an override may not finance cash either`() throws {
    let fault = try #require(refusal("", overrides: ["data.0.override.venue.liquidation.maintenance=5 %"]))
    #expect(fault.key == "data[0].override.venue.liquidation")
    #expect(refusal("venue: { financing: off, liquidation: off }") == nil)
  }

  @Test(arguments: [
    ("financing: { long: 5 %, short: 3 % }", "venue.financing", "the key 'calendar' is missing. Add it."),
    (
      "financing: { calendar: new_york_17, long: 1001 %, short: 0 }", "venue.financing.long",
      "'1001 %' is out of range: use -1000 to 1000 percent."
    ),
    (
      "financing: { calendar: new_york_17, long: 0, short: 0, days_per_year: 30 }", "venue.financing.days_per_year",
      "'30' is out of range: use 250 to 366."
    ),
    ("liquidation: {}", "venue.liquidation", "the key 'maintenance' is missing. Add it."),
    (
      "liquidation: { maintenance: 100 % }", "venue.liquidation.maintenance",
      "'100 %' is out of range: use 0 to 99 percent."
    ),
  ])
  func `what makes no sense is refused`(yaml: String, key: String, problem: String) throws {
    let fault = try #require(refusal("venue: { \(yaml) }", overrides: [onMargin]))
    #expect(fault.key == key)
    #expect(fault.problem == problem)
  }
}
