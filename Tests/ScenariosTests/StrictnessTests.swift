import Scenarios
import Testing

/// What a scenario may not say, and how it is told: what was found, where, and what to do.
@Suite struct StrictnessTests {
  @Test(arguments: [
    ("riskk: {}", "4:1", "riskk", "unknown key. Did you mean 'risk'?"),
    ("risk: { daily_trade: 5 }", "4:9", "risk.daily_trade", "unknown key. Did you mean 'daily_trades'?"),
    ("risk:\n  drawdown:\n    limt: 5 %", "6:5", "risk.drawdown.limt", "unknown key. Did you mean 'limit'?"),
    (
      "report: { log: full }", "4:11", "report.log",
      "unknown key. Known here: decision_log, label_horizon, margins, null_traders, null_block,"
        + " attribution."
    ),
    (
      "pipeline: { feed: { outages: [{ from: 2018-01-01, until: 2018-01-02, to: 2018-01-02 }] } }", "4:51",
      "pipeline.feed.outages[0].until", "unknown key. Known here: from, to."
    ),
    ("? [a, b]\n: 1", "4:3", "", "expected a key, found a list or keys and values."),
  ])
  func `an unknown key is refused at any depth`(yaml: String, place: String, key: String, problem: String) throws {
    let fault = try #require(refusal(yaml))
    #expect("\(fault.line):\(fault.column)" == place)
    #expect(fault.key == key)
    #expect(fault.problem == problem)
  }

  @Test(arguments: [
    (
      "strategy: { kind: sma-cross, lookback: 5 }", "strategy.lookback",
      "unknown key. Known here: kind, positions, fast, slow."
    ),
    ("strategy: { kind: buy-and-hold, fast: 5 }", "strategy.fast", "unknown key. Known here: kind, positions."),
    ("data: [{ series: BTCUSD 1h, form: 2018-01-01 }]", "data[0].form", "unknown key. Did you mean 'from'?"),
    (
      "data: [{ series: BTCUSD 1h, override: { strategy: {} } }]", "data[0].override.strategy",
      "unknown key. Known here: clock, pipeline, volatility, risk, sizing, venue."
    ),
  ])
  func `a strategy and a series know their own keys only`(change: String, key: String, problem: String) throws {
    let parts = change.split(separator: ": ", maxSplits: 1)
    let fault = try #require(refusal("", overrides: ["\(parts[0])=\(parts[1])"]))
    #expect(fault.key == key)
    #expect(fault.problem == problem)
  }

  @Test(arguments: [
    ("risk: 5", "4:7", "risk: expected keys and values, found '5'."),
    ("risk: [a]", "4:7", "risk: expected keys and values, found a list."),
    ("risk:", "4:6", "risk: expected keys and values, found nothing."),
    ("seed: many", "4:7", "seed: expected a whole number, found 'many'."),
    ("seed: 1.5", "4:7", "seed: expected a whole number, found '1.5'."),
    ("seed: {}", "4:7", "seed: expected one value, found keys and values."),
    ("seed:", "4:6", "seed: the value is empty. Write one, or remove the key."),
    ("description: ''", "4:14", "description: the value is empty. Write one, or remove the key."),
    ("risk: { leverage: big }", "4:19", "risk.leverage: expected a number, found 'big'."),
    ("risk: { daily_trades: 'off' }", "4:23", "risk.daily_trades: expected a whole number, found 'off'."),
    ("risk: { daily_trades: ~ }", "4:23", "risk.daily_trades: expected a whole number, found '~'."),
    (
      "risk: { kill_switch: { flatten: maybe } }", "4:33",
      "risk.kill_switch.flatten: expected true or false, found 'maybe'."
    ),
    ("pipeline: { feed: { outages: none } }", "4:30", "pipeline.feed.outages: expected a list, found 'none'."),
    (
      "venue: { intrabar: pesimistic }", "4:20",
      "venue.intrabar: 'pesimistic' is not known. Did you mean 'pessimistic'? Known: pessimistic, path, optimistic."
    ),
    (
      "sizing: { rule: all-in }", "4:17",
      "sizing.rule: 'all-in' is not known. Use one of risk_per_trade, volatility_target, half_kelly, fixed_fraction."
    ),
  ])
  func `a value of another kind is refused`(yaml: String, place: String, message: String) throws {
    let fault = try #require(refusal(yaml))
    #expect("\(fault)" == "a.yaml:\(place): \(message)")
  }

  @Test(arguments: [
    ("clock: { decide_every: 0 }", "0 is out of range: use 1 to 10000."),
    ("pipeline: { minimum_confidence: 101 }", "101 is out of range: use 0 to 100."),
    ("volatility: { window: 99 }", "99 is out of range: use 100 to 100000."),
    ("volatility: { decay: 1 }", "'1' is out of range: use 0.5 to 0.9999."),
    ("risk: { leverage: 0 }", "'0' is out of range: use 0.01 to 1000."),
    ("risk: { drawdown: { limit: 101 % } }", "'101 %' is out of range: use 0.1 to 100 percent."),
    ("risk: { concentration: -5 % }", "'-5 %' is out of range: use 0.1 to 100000 percent."),
    ("venue: { fee: 11 % }", "'11 %' is out of range: use 0 to 10 percent."),
    ("venue: { balance: 0 }", "'0' is out of range: use 1 to 1000000000."),
    ("seed: -1", "-1 is out of range: use 0 to 9223372036854775807."),
    ("seed: 9223372036854775808", "expected a whole number, found '9223372036854775808'."),
  ])
  func `a value out of range is refused with the range`(yaml: String, problem: String) throws {
    #expect(try #require(refusal(yaml)).problem == problem)
  }

  @Test(arguments: [
    ("data: [{ series: BTCUSD 1h }]\nstrategy: { kind: breakout }", "1:1", "", "the key 'name' is missing. Add it."),
    ("name: a\nstrategy: { kind: breakout }", "1:1", "", "the key 'data' is missing. Add it."),
    ("name: a\ndata: [{ series: BTCUSD 1h }]", "1:1", "", "the key 'strategy' is missing. Add it."),
    (
      "name: a\ndata: [{ files: [] }]\nstrategy: { kind: breakout }", "2:8", "data[0]",
      "the key 'series' is missing. Add it."
    ),
    (
      "name: a\ndata: [{ series: BTCUSD 1h }]\nstrategy: { fast: 5 }", "3:11", "strategy",
      "the key 'kind' is missing. Add it."
    ),
    (
      "name: a\ndata: [{ series: BTCUSD 1h }]\nstrategy: { kind: language-model }", "3:11", "strategy",
      "a language model decides, but the key 'models' is missing. Add it."
    ),
  ])
  func `a missing key is named`(yaml: String, place: String, key: String, problem: String) throws {
    let fault = try #require(refusal(in: yaml))
    #expect("\(fault.line):\(fault.column)" == place)
    #expect(fault.key == key)
    #expect(fault.problem == problem)
  }

  @Test(arguments: [
    ("seed: 1\nseed: 2", "a.yaml:4:1: the key 'seed' stands twice. Keep one."),
    ("!x seed: 1\nseed: 2", "a.yaml:5:1: seed: the key stands twice. Keep one."),
    ("risk: { leverage: 1, leverage: 2 }", "a.yaml:4:9: the key 'leverage' stands twice. Keep one."),
  ])
  func `a key may stand once`(yaml: String, message: String) throws {
    #expect("\(try #require(refusal(yaml)))" == message)
  }

  @Test(arguments: ["description: ${HOME}", "seed: ${SEED}", "venue: { fee: '${FEE}' }"])
  func `a variable is refused where no secret stands`(yaml: String) throws {
    #expect(
      try #require(refusal(yaml)).problem
        == "'${…}' stands for secrets only, and this key holds none. Write the value itself.")
  }

  @Test(arguments: [
    ("name=Big Test", "name", "'Big Test' names a folder: use up to 80 of a-z, 0-9, '-' and '_'."),
    ("name=..", "name", "'..' names a folder: use up to 80 of a-z, 0-9, '-' and '_'."),
    ("data=[]", "data", "the list is empty. Name at least one series, such as 'BTCUSD 1h'."),
    (
      "data=[{ series: BTCUSD 1h }, { series: BTCUSD 4h }]", "data[1]",
      "BTCUSD is named twice. Name each instrument once."
    ),
    (
      "data.0={ series: BTCUSD 1h, from: 2018-01-02, to: 2018-01-02 }", "data[0].to",
      "the window ends at 2018-01-02T00:00:00Z, which is not after its start 2018-01-02T00:00:00Z."
    ),
    ("strategy={ kind: sma-cross, fast: 50, slow: 10 }", "strategy", "fast (50) must be shorter than slow (10)."),
    (
      "strategy={ kind: rsi-reversion, oversold: 70, overbought: 30 }", "strategy",
      "oversold must lie below overbought."
    ),
    ("sizing.stop={ atr: 2, minimum: 6 % }", "sizing.stop", "the minimum is above the maximum. Swap them."),
    (
      "models.variants=[{ name: A, card: a }]", "models",
      "the strategy 'sma-cross' asks no model. Remove 'models', or use kind: language-model."
    ),
  ])
  func `values that contradict one another are refused`(change: String, key: String, problem: String) throws {
    let fault = try #require(refusal("", overrides: [change]))
    #expect(fault.key == key)
    #expect(fault.problem == problem)
  }

  @Test func `an instrument that is not known is told apart from a slip`() throws {
    let fault = try #require(refusal("", overrides: ["data.0.series=BTCUSB 1h"]))
    #expect(fault.problem.hasPrefix("the instrument 'BTCUSB' is not known. Did you mean 'BTCUSD'? Known: BTCUSD,"))
    let series = try #require(refusal("", overrides: ["data.0.series=BTCUSD 2h"]))
    #expect(series.problem == "\"2h\" in \"BTCUSD 2h\" is not a timeframe. Use one of 1m, 5m, 15m, 30m, 1h, 4h, 1d.")
  }

  @Test(arguments: [
    ("models.variants=[]", "models.variants", "the list is empty. Name at least one variant."),
    ("models.reference=C", "models.reference", "'C' is none of the variants (A, B)."),
    ("models.seeds=[]", "models.seeds", "name at least one seed, and each once."),
    ("models.seeds=[1, 1]", "models.seeds", "name at least one seed, and each once."),
    (
      "models.variants.1.name=A", "models.variants[1].name",
      "'A' is too like 'A': their folders would have one name. Rename one."
    ),
    (
      "models.variants.1.name=a", "models.variants[1].name",
      "'a' is too like 'A': their folders would have one name. Rename one."
    ),
    (
      "models.variants.1.name=../b", "models.variants[1].name",
      "'../b' names a folder: begin with a letter or digit, then up to 80 ASCII characters without '/'."
    ),
    (
      "models.failures={ timeout: 60 %, server_error: 50 % }", "models.failures",
      "the shares add up to more than 100 percent. Lower them."
    ),
    ("strategy.prompt.timeframes=[]", "strategy.prompt.timeframes", "name at least one timeframe, and each once."),
    (
      "strategy.prompt.timeframes=[1h, 1h]", "strategy.prompt.timeframes", "name at least one timeframe, and each once."
    ),
    (
      "strategy.prompt.timeframes=[1h, 2h]", "strategy.prompt.timeframes[1]",
      "'2h' is not known. Did you mean '1h'? Known: 1m, 5m, 15m, 30m, 1h, 4h, 1d."
    ),
  ])
  func `models and prompts that make no sense are refused`(change: String, key: String, problem: String) throws {
    let fault = try #require(refusal(in: ScenarioReadingTests.model, overrides: [change]))
    #expect(fault.key == key)
    #expect(fault.problem == problem)
  }

  @Test func `a latency cost without a volatility forecast to reckon it from is refused`() throws {
    let changes = ["venue.latency_cost=1", "volatility.model=none"]
    let fault = try #require(refusal(in: ScenarioReadingTests.model, overrides: changes))
    #expect(fault.key == "data[0].series")
    #expect(fault.problem.hasPrefix("venue.latency_cost is reckoned from a volatility forecast"))
  }
}
