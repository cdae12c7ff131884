import Market
import Replay
import Scenarios
import Testing

/// What a scenario says besides the pipeline's settings: data, strategy, models, seed, report.
@Suite struct ScenarioReadingTests {
  @Test func `the shortest scenario names itself, a series and a strategy`() throws {
    let scenario = try read()
    #expect(scenario.name == "a")
    #expect(scenario.description == "")
    #expect(scenario.panels.map(\.series) == [try SeriesName("BTCUSD 1h")])
    #expect(scenario.panels[0].instrument == Instrument.named("BTCUSD"))
    #expect(scenario.strategy == .movingAverageCross(fast: 10, slow: 50))
    #expect(scenario.models == nil)
    #expect(scenario.seed == 1)
    #expect(scenario.report.decisionLog == .lean)
  }

  @Test func `each key at the top is read`() throws {
    let scenario = try read("description: What it shows.\nseed: 7\nreport: { decision_log: full }")
    #expect(scenario.description == "What it shows.")
    #expect(scenario.seed == 7)
    #expect(scenario.report.decisionLog == .full)
  }

  @Test(arguments: [("off", .off), ("first_seed", .firstSeed), ("all", .all)] as [(String, Scenario.Attribution)])
  func `the report says for which seeds profits are taken apart`(
    text: String, attribution: Scenario.Attribution
  ) throws {
    #expect(try read().report.attribution == .firstSeed)
    #expect(try read("report: { attribution: \(text) }").report.attribution == attribution)
  }

  @Test func `each key of a series is read`() throws {
    let scenario = try Scenario(
      yaml: """
        name: a
        data:
          - series: here:SOLUSD 5m
            files: [a.csv, b.csv.gz]
            from: 2018-04-04
            to: 2018-04-05T12:00Z
            synthetic: true
            bad_ranges: [{ from: 2018-04-04T01:00Z, to: 2018-04-04T02:00Z, reason: wrong hours }]
            instrument:
              { base: SOL, quote: EUR, calendar: crypto, price_tick: 0.01, lot_step: 0.001, minimum_order: 0.1 }
        strategy: { kind: always-hold }
        """, file: "a.yaml")
    let panel = try #require(scenario.panels.first)
    #expect(panel.series == (try SeriesName("here:SOLUSD 5m")))
    #expect(panel.files == ["a.csv", "b.csv.gz"])
    #expect(panel.from == Timestamp("2018-04-04"))
    #expect(panel.to == Timestamp("2018-04-05T12:00Z"))
    #expect(panel.isSynthetic)
    #expect(panel.badRanges.map(\.reason) == ["wrong hours"])
    #expect(panel.settings.quality.badRanges == panel.badRanges.map(\.period))
    #expect(
      panel.instrument
        == Instrument(
          symbol: "SOLUSD", base: "SOL", quote: "EUR", calendar: .alwaysOpen, priceTick: 1_000_000, lotStep: 100_000,
          minimumOrder: 10_000_000))
  }

  @Test(arguments: [
    ("kind: sma-cross, fast: 5, slow: 20", StrategyChoice.movingAverageCross(fast: 5, slow: 20)),
    ("kind: rsi-reversion", .relativeStrengthReversion(period: 14, oversold: 30, overbought: 70)),
    (
      "kind: rsi-reversion, period: 7, oversold: 20, overbought: 80",
      .relativeStrengthReversion(period: 7, oversold: 20, overbought: 80)
    ),
    ("kind: momentum", .momentum(lookback: 24, threshold: 0)),
    ("kind: momentum, lookback: 6, threshold: 1 %", .momentum(lookback: 6, threshold: 0.01)),
    ("kind: breakout", .breakout(lookback: 20)),
    ("kind: breakout, lookback: 55", .breakout(lookback: 55)),
    ("kind: buy-and-hold", .buyAndHold),
    ("kind: always-hold", .alwaysHold),
  ])
  func `a strategy is read with its settings`(yaml: String, expected: StrategyChoice) throws {
    let scenario = try Scenario(
      yaml: "name: a\ndata: [{ series: BTCUSD 1h }]\nstrategy: { \(yaml) }", file: "a.yaml")
    #expect(scenario.strategy == expected)
  }

  static let model = """
    name: a
    data: [{ series: BTCUSD 1h }]
    strategy: { kind: language-model }
    models:
      variants: [{ name: A, card: big }, { name: B, card: small }]

    """

  @Test func `models have defaults`() throws {
    let scenario = try Scenario(yaml: Self.model, file: "a.yaml")
    #expect(
      scenario.strategy == .languageModel(PromptSettings(timeframes: [.oneHour, .fourHours, .oneDay], masked: false)))
    let models = try #require(scenario.models)
    #expect(models.variants.map(\.name) == ["A", "B"])
    #expect(models.variants.map(\.card) == ["big", "small"])
    #expect(models.reference == "A")
    #expect(models.seeds == [1])
    #expect(models.retries == 1)
    let failures = models.failures
    #expect([failures.timeout, failures.brokenReply, failures.serverError, failures.deviceError] == [0, 0, 0, 0])
  }

  @Test func `each key of models and prompt is read`() throws {
    let scenario = try Scenario(
      yaml: Self.model, file: "a.yaml",
      overrides: [
        "strategy.prompt={ timeframes: [1h, 1d], masked: true }", "models.reference=B", "models.seeds=[3, 1]",
        "models.retries=0",
        "models.failures={ timeout: 1 %, broken_reply: 2 %, server_error: 3 %, device_error: 4 % }",
      ])
    #expect(scenario.strategy == .languageModel(PromptSettings(timeframes: [.oneHour, .oneDay], masked: true)))
    let models = try #require(scenario.models)
    #expect(models.reference == "B")
    #expect(models.seeds == [3, 1])
    #expect(models.retries == 0)
    let failures = models.failures
    #expect(
      [failures.timeout, failures.brokenReply, failures.serverError, failures.deviceError] == [0.01, 0.02, 0.03, 0.04])
  }

  @Test func `an anchor saves writing a section twice`() throws {
    let scenario = try Scenario(
      yaml: """
        name: a
        data:
          - { series: BTCUSD 1h, override: { venue: &costs { fee: 5 bp } } }
          - { series: ETHUSD 1h, override: { venue: *costs } }
        strategy: { kind: sma-cross }
        """, file: "a.yaml")
    #expect(scenario.panels.map(\.settings.venue.takerFee) == [0.0005, 0.0005])
  }
}
