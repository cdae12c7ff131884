import Market
import Replay
import Testing

/// Six weeks of hourly forex with everything that can stop a tick: gaps, repeats, bad candles, outages, weekends.
private func troubledScene() -> ReplayScene {
  var candles = CandleColumns(walk: 24 * 42, seed: 77, from: .at("2024-02-26"), price: 1.1, step: 0.004)
  for index in 200..<210 {
    for column in [\CandleColumns.open, \.high, \.low, \.close] { candles[keyPath: column][index] = 1.1 }
    candles.volume[index] = 0
  }
  for index in [50, 51, 300, 420] { candles.low[index] = 0 }
  candles = candles.keeping { $0 < .at("2024-03-13") || $0 >= .at("2024-03-13T12:00Z") }
  let hours = TradingCalendar.forex.sessions(covering: .at("2024-02-26")..<(.at("2024-04-08")))
  var scene = ReplayScene(candles.keeping(where: hours.isOpen), instrument: .euro)
  scene.settings = PipelineSettings()
  scene.settings.volatility.window = 150
  scene.settings.feed.delay = 5_000
  scene.settings.feed.outages = [.at("2024-03-20T07:00Z")..<(.at("2024-03-20T15:00Z"))]
  scene.settings.venue.takerFee = 0.0002
  scene.settings.venue.spread = 0.0001
  return scene
}

@Suite struct FunnelTests {
  @Test func `every tick ends at one stage, and the funnel counts them`() async throws {
    let scene = troubledScene()
    let respondent = RecordingRespondent()
    let run = try await scene.played(
      by: .languageModel(PromptSettings(timeframes: [.oneHour], masked: false)), asking: respondent)
    #expect(run.rows.count == run.funnel.ticks)
    #expect(run.funnel.ticks == run.rows.count)
    for stage in Stage.allCases {
      #expect(run.funnel[stage] == run.rows.count { $0.stage == stage }, "\(stage.name)")
    }
    for action in Action.allCases {
      #expect(run.funnel[action] == run.rows.count { $0.stage.isAfterDecision && $0.action == action })
    }
    // The scene has in it what it says it has.
    for stage in [
      Stage.marketClosed, .stale, .frozen, .badCandle, .warmingUp, .warmingUpReopen, .hold, .lowConfidence, .ordered,
    ] { #expect(run.funnel[stage] > 0, "\(stage.name)") }
    // Whoever is asked is asked once a tick that no gate stopped.
    #expect(respondent.entries.map(\.time) == run.rows.filter(\.stage.isAfterDecision).map(\.time))
  }

  @Test func `a stage's name is written once and the order is the pipeline's`() {
    #expect(
      Stage.allCases.map(\.name) == [
        "market_closed", "clock_skew", "stale", "frozen", "bad_candle", "warming_up", "warming_up:reopen", "hold",
        "model_failure", "low_confidence", "already_in_position", "already_flat", "risk:kill_switch", "risk:drawdown",
        "risk:daily_trades", "risk:volatility", "risk:correlation", "risk:cooldown", "signal_only", "too_small",
        "risk:leverage", "risk:concentration", "risk:value_at_risk", "ordered",
      ])
  }

  @Test func `the earlier stage answers where several would`() throws {
    // Frozen and bad at once; closed, frozen and bad at once.
    var candles = CandleColumns(flat: 1.1, count: 60, from: .at("2024-01-12"), .oneHour)
    for index in 10..<60 {
      candles.low[index] = 0
      candles.volume[index] = 0
    }
    let run = try ReplayScene(candles, instrument: .euro).played(deciding: Decision(.buy, confidence: 100))
    #expect(run.stage(at: .at("2024-01-12T11:00Z")) == .badCandle)
    #expect(run.stage(at: .at("2024-01-12T13:00Z")) == .frozen)
    #expect(run.stage(at: .at("2024-01-12T22:00Z")) == .marketClosed)
    // A stopped feed is stale before it is bad.
    var stopped = ReplayScene(candles.slice(0..<11))
    stopped.window = .at("2024-01-12")..<(.at("2024-01-12T16:00Z"))
    #expect(
      try stopped.played(deciding: Decision(.buy, confidence: 100)).stages.suffix(4) == [
        .badCandle, .stale, .stale, .stale,
      ])
  }
}

@Suite struct SameInputSameOutputTests {
  static let strategies: [StrategyChoice] = [
    .movingAverageCross(fast: 5, slow: 20), .relativeStrengthReversion(period: 14, oversold: 40, overbought: 60),
    .momentum(lookback: 10, threshold: 0.001), .breakout(lookback: 20), .buyAndHold, .alwaysHold,
    .languageModel(PromptSettings(timeframes: [.oneHour, .fourHours], masked: false)),
  ]

  @Test(arguments: strategies.indices)
  func `two runs are equal, whatever the size of the chunks`(strategy: Int) async throws {
    var scene = troubledScene()
    var runs: [PlayedRun] = []
    var prompts: [[RecordingRespondent.Entry]] = []
    for size in [4_096, 4_096, 1, 37] {
      scene.chunkSize = size
      let respondent = RecordingRespondent()
      runs.append(try await scene.played(by: Self.strategies[strategy], asking: respondent))
      prompts.append(respondent.entries)
    }
    #expect(runs.dropFirst().allSatisfy { $0 == runs[0] })
    #expect(prompts.dropFirst().allSatisfy { $0 == prompts[0] })
    #expect(runs[0].rows.count > 900)
  }
}

@Suite struct NoLookaheadTests {
  /// Everything that closes after `instant` another market: prices, volumes, and nothing where a candle was bad.
  private func perturbed(_ candles: CandleColumns, after instant: Timestamp, _ timeframe: Timeframe) -> CandleColumns {
    var other = candles
    var generator = SeededGenerator(seed: 5)
    for index in 0..<candles.count where candles.openTime[index] + timeframe.milliseconds > instant.milliseconds {
      let factor = Double.random(in: 0.95...1.05, using: &generator)
      for column in [\CandleColumns.open, \.high, \.low, \.close] { other[keyPath: column][index] *= factor }
      other.volume[index] = Double.random(in: 1...1_000, using: &generator)
    }
    return other
  }

  private static let asker = StrategyChoice.languageModel(
    PromptSettings(timeframes: [.oneHour, .fourHours], masked: false))

  @Test(arguments: [170, 391, 640, 777, 900])
  func `what is decided at a tick does not hang on candles after it`(tick: Int) async throws {
    for strategy in [StrategyChoice.movingAverageCross(fast: 5, slow: 20), Self.asker] {
      let scene = troubledScene()
      let respondent = RecordingRespondent()
      let run = try await scene.played(by: strategy, asking: respondent)
      let now = run.rows[tick].time
      // The feed's delay lies between a tick and the last close that it knows.
      let known = now - .milliseconds(scene.settings.feed.delay)
      var other = scene
      other.candles = perturbed(scene.candles, after: known, .oneHour)
      let otherRespondent = RecordingRespondent()
      let otherRun = try await other.played(by: strategy, asking: otherRespondent)

      #expect(otherRun.rows.prefix(tick + 1) == run.rows.prefix(tick + 1))
      #expect(otherRespondent.entries.prefix { $0.time <= now } == respondent.entries.prefix { $0.time <= now })
      #expect(
        otherRun.orders.filter { $0.submitted <= now }.map(Submission.init)
          == run.orders.filter { $0.submitted <= now }.map(Submission.init))
      #expect(otherRun.forecasts.filter { $0.time <= now } == run.forecasts.filter { $0.time <= now })
      #expect(otherRun.fills.filter { $0.time < known } == run.fills.filter { $0.time < known })
      // The other market is another one.
      #expect(otherRun.rows.suffix(50) != run.rows.suffix(50))
    }
  }

  /// What an order was when it was sent.
  private struct Submission: Equatable {
    var side: Side
    var purpose: Order.Purpose
    var quantity: FixedPoint
    var submitted: Timestamp
    var arrives: Timestamp
    var sizing: Sizing?

    init(_ order: Order) {
      (side, purpose, quantity) = (order.side, order.purpose, order.quantity)
      (submitted, arrives, sizing) = (order.submitted, order.arrives, order.sizing)
    }
  }

  @Test func `a tape that is cut off gives the same ticks up to the cut`() async throws {
    let scene = troubledScene()
    let respondent = RecordingRespondent()
    let run = try await scene.played(by: Self.asker, asking: respondent)
    let cut = run.rows[500].time
    var short = scene
    short.candles = scene.candles.keeping { $0 + .seconds(3_605) <= cut }
    short.window = Timestamp(milliseconds: scene.candles.openTime[0])..<cut - .seconds(5)
    let shortRespondent = RecordingRespondent()
    let shortRun = try await short.played(by: Self.asker, asking: shortRespondent)
    #expect(shortRun.rows == Array(run.rows.prefix(501)))
    #expect(shortRespondent.entries == Array(respondent.entries.prefix { $0.time <= cut }))
  }
}
