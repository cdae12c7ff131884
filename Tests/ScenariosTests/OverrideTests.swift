import Market
import Replay
import Scenarios
import Testing

/// `--set KEY=VALUE`.
@Suite struct OverrideTests {
  @Test func `an override changes a value, adds one, and reaches into lists`() throws {
    let yaml = "risk: { leverage: 2 }\nsizing:"
    let scenario = try read(
      yaml,
      overrides: [
        "risk.leverage=3", "venue.fee=5 bp", "sizing.stop={ atr: 2 }", "data.0.from=2018-01-01",
        "data.0.override.risk.drawdown.limit=off", "seed=7",
      ])
    let settings = scenario.panels[0].settings
    #expect(settings.risk.maximumLeverage == 3)
    #expect(settings.venue.takerFee == 0.0005)
    #expect(settings.sizing.stop == .averageTrueRange(multiple: 2, minimum: 0.01, maximum: 0.05))
    #expect(settings.risk.maximumDrawdown == nil)
    #expect(scenario.panels[0].from == Timestamp("2018-01-01"))
    #expect(scenario.seed == 7)
  }

  @Test func `the last of two overrides wins`() throws {
    #expect(try read("", overrides: ["seed=7", "seed=8"]).seed == 8)
  }

  @Test func `a rule that is off can be set again`() throws {
    let settings = try settings("risk: { drawdown: off }", overrides: ["risk.drawdown.limit=9 %"])
    #expect(settings.risk.maximumDrawdown == 0.09)
  }

  @Test(arguments: [
    ("seed", "--set: seed: expected KEY=VALUE, such as risk.daily_trades=12."),
    ("=5", "--set: =5: expected KEY=VALUE, such as risk.daily_trades=12."),
    ("seed=", "--set: seed=: the value is empty. Write one after the '='."),
    ("seed=[1", "--set: seed=[1: the value is not valid YAML."),
    ("risk..leverage=1", "--set: risk..leverage=1: a part of the key is empty. Write it as in risk.drawdown.limit."),
    (
      "data.1.from=2018-01-01",
      "--set: data.1.from=2018-01-01: there is no such place in a.yaml: a part of the key holds one value only, or is "
        + "no number of its list (from 0)."
    ),
    (
      "name.x=1",
      "--set: name.x=1: there is no such place in a.yaml: a part of the key holds one value only, or is "
        + "no number of its list (from 0)."
    ),
    ("risk.leverag=1", "--set: risk.leverag: unknown key. Did you mean 'leverage'?"),
    ("seed=many", "--set: seed: expected a whole number, found 'many'."),
    ("risk={ leverage: 0 }", "--set: risk.leverage: '0' is out of range: use 0.01 to 1000."),
    ("models.variants=[{ name: A }]", "--set: models.variants[0]: the key 'card' is missing. Add it."),
  ])
  func `a fault of an override does not point into the file`(change: String, message: String) throws {
    #expect("\(try #require(refusal("", overrides: [change])))" == message)
  }
}
