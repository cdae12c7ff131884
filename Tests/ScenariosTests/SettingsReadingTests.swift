import Market
import Replay
import Scenarios
import Testing

/// Each key of the pipeline's sections changes the setting that it names, and no other.
@Suite struct SettingsReadingTests {
  struct Case: CustomTestStringConvertible {
    var yaml: String
    var change: @Sendable (inout PipelineSettings) -> Void
    var testDescription: String { yaml }

    init(_ yaml: String, _ change: @escaping @Sendable (inout PipelineSettings) -> Void) {
      self.yaml = yaml
      self.change = change
    }
  }

  static let cases: [Case] = [
    Case("clock: { decide_every: 4 }") { $0.clock.decideEvery = 4 },
    Case("clock: { decision_offset: 78s }") { $0.clock.decisionOffset = 78_000 },
    Case("clock: { grid: new_york_17 }") { $0.clock.grid = .newYork },
    Case("clock: { when_closed: hold }") { $0.clock.whenClosed = .hold },
    Case("clock: { when_closed: queue_next_open }") { $0.clock.whenClosed = .queueNextOpen },
    Case("pipeline: { profile: legacy-ffe }") {
      $0.staleness.profile = .legacy
      $0.sizing.profile = .legacy
    },
    Case("pipeline: { minimum_confidence: 38 }") { $0.minimumConfidence = 38 },
    Case("pipeline: { feed: { delay: 5s } }") { $0.feed.delay = 5_000 },
    Case("pipeline: { feed: { clock_skew: 90s } }") { $0.feed.clockSkew = 90_000 },
    Case("pipeline: { feed: { outages: [{ from: 1970-01-02, to: 1970-01-02T01:00Z }] } }") {
      $0.feed.outages = [Timestamp(milliseconds: 86_400_000)..<Timestamp(milliseconds: 90_000_000)]
    },
    Case("pipeline: { staleness: { threshold: 30m } }") { $0.staleness.threshold = 1_800_000 },
    Case("pipeline: { staleness: { frozen_after: 5 } }") { $0.staleness.frozenAfter = 5 },
    Case("pipeline: { staleness: { frozen_after: off } }") { $0.staleness.frozenAfter = nil },
    Case("pipeline: { quality: { jump_limit: 30 % } }") { $0.quality.jumpLimit = 0.3 },
    Case("strategy_positions") { $0.positions = .longShort },
    Case("volatility: { model: ewma }") { $0.volatility.model = .ewma },
    Case("volatility: { model: none }") { $0.volatility.model = .none },
    Case("volatility: { window: 500 }") { $0.volatility.window = 500 },
    Case("volatility: { refit_every: 60 }") { $0.volatility.refitEvery = 60 },
    Case("volatility: { decay: 0.97 }") { $0.volatility.decay = 0.97 },
    Case("risk: { kill_switch: { loss: 3 % } }") { $0.risk.killSwitchLoss = 0.03 },
    Case("risk: { kill_switch: { loss: off } }") { $0.risk.killSwitchLoss = nil },
    Case("risk: { kill_switch: { gain: 10 % } }") { $0.risk.killSwitchGain = 0.1 },
    Case("risk: { kill_switch: { gain: off } }") { $0.risk.killSwitchGain = nil },
    Case("risk: { kill_switch: { flatten: true } }") { $0.risk.killSwitchFlattens = true },
    Case("risk: { kill_switch: off }") {
      $0.risk.killSwitchLoss = nil
      $0.risk.killSwitchGain = nil
    },
    Case("risk: { drawdown: { limit: 15 % } }") { $0.risk.maximumDrawdown = 0.15 },
    Case("risk: { drawdown: { limit: off } }") { $0.risk.maximumDrawdown = nil },
    Case("risk: { drawdown: { peak: since_start } }") { $0.risk.drawdownPeak = .sinceStart },
    Case("risk: { drawdown: off }") { $0.risk.maximumDrawdown = nil },
    Case("risk: { daily_trades: 12 }") { $0.risk.dailyTrades = 12 },
    Case("risk: { daily_trades: 0 }") { $0.risk.dailyTrades = 0 },
    Case("risk: { daily_trades: off }") { $0.risk.dailyTrades = nil },
    Case("risk: { daily_trades: false }") { $0.risk.dailyTrades = nil },
    Case("risk: { volatility: { limit: 8 % } }") { $0.risk.maximumDailyVolatility = 8 },
    Case("risk: { volatility: { limit: off } }") { $0.risk.maximumDailyVolatility = nil },
    Case("risk: { volatility: { confidence: 60 } }") { $0.risk.volatileConfidence = 60 },
    Case("risk: { volatility: off }") { $0.risk.maximumDailyVolatility = nil },
    Case("risk: { cooldown: 15m }") { $0.risk.rejectionCooldown = 900_000 },
    Case("risk: { leverage: 2 }") { $0.risk.maximumLeverage = 2 },
    Case("risk: { concentration: 50 % }") { $0.risk.maximumConcentration = 0.5 },
    Case("risk: { value_at_risk: 3 % }") { $0.risk.maximumValueAtRisk = 0.03 },
    Case("risk: { value_at_risk: off }") { $0.risk.maximumValueAtRisk = nil },
    Case("risk: { on_excess: reject }") { $0.risk.onExcess = .reject },
    Case("sizing: { rule: volatility_target }") { $0.sizing.rule = .volatilityTarget },
    Case("sizing: { rule: half_kelly }") { $0.sizing.rule = .halfKelly },
    Case("sizing: { rule: fixed_fraction }") { $0.sizing.rule = .fixedFraction },
    Case("sizing: { risk: 0.8 % }") { $0.sizing.riskPerTrade = 0.008 },
    Case("sizing: { target_volatility: 10 % }") { $0.sizing.targetVolatility = 0.1 },
    Case("sizing: { fraction: 10 % }") { $0.sizing.fraction = 0.1 },
    Case("sizing: { kelly_cap: 10 % }") { $0.sizing.kellyCap = 0.1 },
    Case("sizing: { stop: 4 % }") { $0.sizing.stop = .fraction(0.04) },
    Case("sizing: { stop: off }") { $0.sizing.stop = .none(assumed: 0.02) },
    Case("sizing: { stop: { atr: 3 } }") {
      $0.sizing.stop = .averageTrueRange(multiple: 3, minimum: 0.01, maximum: 0.05)
    },
    Case("sizing: { stop: { atr: 3, minimum: 2 %, maximum: 8 % } }") {
      $0.sizing.stop = .averageTrueRange(multiple: 3, minimum: 0.02, maximum: 0.08)
    },
    Case("sizing: { take_profit: 2 }") { $0.sizing.takeProfitMultiple = 2 },
    Case("sizing: { take_profit: off }") { $0.sizing.takeProfitMultiple = nil },
    Case("venue: { balance: 50000 }") { $0.venue.balance = FixedPoint(50_000) },
    Case("venue: { balance: off }") { $0.venue.balance = nil },
    Case("venue: { intrabar: path }") { $0.venue.intrabar = .path },
    Case("venue: { intrabar: optimistic }") { $0.venue.intrabar = .optimistic },
    Case("venue: { fee: 5 bp }") { $0.venue.takerFee = 0.0005 },
    Case("venue: { spread: 2 bp }") { $0.venue.spread = 0.0002 },
    Case("venue: { slippage: 1 bp }") { $0.venue.slippage = 0.0001 },
    Case("venue: { latency_cost: 1.5 }") { $0.venue.latencyCost = 1.5 },
    Case("venue: { latency: 250ms }") { $0.venue.latency = 250 },
  ]

  @Test func `without a section the defaults hold`() throws {
    #expect(try settings() == PipelineSettings())
  }

  @Test(arguments: cases)
  func `a key changes the setting that it names`(_ key: Case) throws {
    var expected = PipelineSettings()
    key.change(&expected)
    if key.yaml == "strategy_positions" {
      #expect(try settings("", overrides: ["strategy.positions=long_short"]) == expected)
    } else {
      #expect(try settings(key.yaml) == expected)
    }
    #expect(expected != PipelineSettings())
  }

  @Test func `an override is read on top of the scenario's settings`() throws {
    let scenario = try Scenario(
      yaml: """
        name: a
        data:
          - series: BTCUSD 1h
            override:
              venue: { fee: 5 bp }
              risk: { kill_switch: { loss: off } }
          - series: EURUSD 1h
        strategy: { kind: sma-cross }
        venue: { balance: 500, fee: 1 bp }
        risk: { kill_switch: { gain: 9 % } }
        """, file: "a.yaml")
    var common = PipelineSettings()
    common.venue.balance = FixedPoint(500)
    common.venue.takerFee = 0.0001
    common.risk.killSwitchGain = 0.09
    #expect(scenario.panels[1].settings == common)
    common.venue.takerFee = 0.0005
    common.risk.killSwitchLoss = nil
    #expect(scenario.panels[0].settings == common)
  }

  @Test func `an override can return to the standard profile`() throws {
    let own = try Scenario(
      yaml: """
        name: a
        data: [{ series: BTCUSD 1h, override: { pipeline: { profile: standard } } }]
        strategy: { kind: sma-cross }
        pipeline: { profile: legacy-ffe }
        """, file: "a.yaml")
    #expect(own.panels[0].settings == PipelineSettings())
  }

  @Test func `the legacy profile asks for 70, unless the scenario says otherwise`() throws {
    let yaml = """
      name: a
      data: [{ series: BTCUSD 1h, override: { pipeline: { profile: legacy-ffe } } }]
      strategy: { kind: sma-cross }
      pipeline: { minimum_confidence: 38 }
      """
    #expect(try Scenario(yaml: yaml, file: "a.yaml").panels[0].settings.minimumConfidence == 70)
    #expect(try settings("pipeline: { minimum_confidence: 38, profile: legacy-ffe }").minimumConfidence == 38)
  }
}
