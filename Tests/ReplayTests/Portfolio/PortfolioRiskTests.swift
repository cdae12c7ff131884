import Market
import Replay
import Testing

/// The rules that look at several positions, each at its boundary.
@Suite struct PortfolioRiskTests {
  private static let names = ["AAA", "BBB", "CCC", "DDD"]

  private static func coin(_ name: String) -> Instrument {
    Instrument(
      symbol: "\(name)USD", base: name, quote: "USD", calendar: .alwaysOpen, priceTick: 1, lotStep: 1,
      minimumOrder: 1_000)
  }

  /// Daily closes of coins that all follow one walk, scaled by `loadings`; the rest is their own.
  private func closes(_ loadings: [Double], days: Int, seed: UInt64) -> [[Double]] {
    var generator = SeededGenerator(seed: seed)
    var prices = loadings.map { _ in [100.0] }
    for _ in 1..<days {
      let common = Double.random(in: -0.02...0.02, using: &generator)
      for index in loadings.indices {
        let own = Double.random(in: -0.02...0.02, using: &generator)
        let move = loadings[index] * common + (1 - loadings[index].magnitude) * own
        prices[index].append(prices[index][prices[index].count - 1] * (1 + move))
      }
    }
    return prices
  }

  private func play(
    _ closes: [[Double]], _ plans: [[Int: Action]], change: (inout PipelineSettings) -> Void
  ) throws -> [PlayedRun] {
    var settings = PipelineSettings.permissive
    settings.sizing.rule = .fixedFraction
    settings.sizing.fraction = 0.1
    settings.positions = .longShort
    change(&settings)
    let scenes = zip(Self.names, closes).map { name, closes in
      ReplayScene(
        CandleColumns(closes: closes, from: .monday, .oneDay), instrument: Self.coin(name), timeframe: .oneDay,
        settings: settings)
    }
    return try scenes.playedTogether(by: plans.map { .plan($0, .oneDay) })
  }

  @Test func `two positions that move with it stop a third`() throws {
    let closes = closes([1, 1, 1], days: 40, seed: 1)
    let runs = try play(closes, [[30: .buy], [31: .buy], [32: .buy]]) { $0.risk.correlationLimit = 0.7 }
    #expect(runs[0].stages[30] == .ordered && runs[1].stages[31] == .ordered)
    #expect(runs[2].stages[32] == .correlation)
  }

  @Test func `what moves against a position does not count, nor does a position the other way`() throws {
    let closes = closes([1, 1, 1], days: 40, seed: 1)
    let runs = try play(closes, [[30: .buy], [31: .sell], [32: .buy]]) { $0.risk.correlationLimit = 0.7 }
    #expect(runs[2].stages[32] == .ordered)
    let against = try play(self.closes([1, 1, -1], days: 40, seed: 1), [[30: .buy], [31: .buy], [32: .buy]]) {
      $0.risk.correlationLimit = 0.7
    }
    #expect(against[2].stages[32] == .ordered)
  }

  @Test func `the limit itself counts, a hair above it does not`() throws {
    let closes = closes([0.6, 0.6, 0.6], days: 60, seed: 3)
    let returns = closes.map { zip($0, $0.dropFirst()).map { $1 / $0 - 1 } }
    // The third decides at the close of day 40, the first close being that of day 0: 40 returns are known then.
    func correlation(_ a: [Double], _ b: [Double]) -> Double {
      let (a, b) = (a[0..<40], b[0..<40])
      let (meanA, meanB) = (a.reduce(0, +) / 40, b.reduce(0, +) / 40)
      let covariance = zip(a, b).reduce(0) { $0 + ($1.0 - meanA) * ($1.1 - meanB) }
      let (varianceA, varianceB) = (
        a.reduce(0) { $0 + ($1 - meanA) * ($1 - meanA) }, b.reduce(0) { $0 + ($1 - meanB) * ($1 - meanB) }
      )
      return covariance / (varianceA * varianceB).squareRoot()
    }
    let lower = min(correlation(returns[2], returns[0]), correlation(returns[2], returns[1]))
    #expect((0.1..<0.95).contains(lower))
    for (limit, stage) in [(lower * (1 - 1e-9), Stage.correlation), (lower * (1 + 1e-9), .ordered)] {
      let runs = try play(closes, [[30: .buy], [31: .buy], [40: .buy]]) { $0.risk.correlationLimit = limit }
      #expect(runs[2].stages[40] == stage)
    }
  }

  @Test func `with fewer than twenty common days nothing is held against an opening`() throws {
    let closes = closes([1, 1, 1], days: 40, seed: 1)
    for (day, stage) in [(19, Stage.ordered), (20, .correlation)] {
      let runs = try play(closes, [[16: .buy], [17: .buy], [day: .buy]]) { $0.risk.correlationLimit = 0.7 }
      #expect(runs[2].stages[day] == stage, "day \(day)")
    }
  }

  @Test func `value at risk is that of all positions together: a hedge lowers it`() throws {
    let closes = closes([1, 1], days: 50, seed: 5)
    func second(_ action: Action) throws -> Order? {
      let runs = try play(closes, [[40: .buy], [41: action]]) { settings in
        settings.sizing.fraction = 2
        settings.risk.maximumConcentration = 10
        settings.risk.maximumLeverage = 10
        settings.risk.maximumValueAtRisk = 0.05
        settings.risk.correlationLimit = nil
      }
      return runs[1].orders.first
    }
    // Twice the equity of what falls by up to 2 % a day takes most of the 5 %: more of it must shrink, its opposite not.
    let (bought, sold) = (try second(.buy), try second(.sell))
    let more = try #require(bought?.sizing)
    let hedge = try #require(sold?.sizing)
    #expect(more.cap == .valueAtRisk && hedge.cap == Sizing.Cap.none)
    #expect(hedge.quantity > more.quantity)
  }

  @Test func `the most that value at risk allows is just allowed`() throws {
    let closes = closes([0.5, 0.5], days: 50, seed: 8)
    let runs = try play(closes, [[40: .buy], [41: .buy]]) { settings in
      settings.sizing.fraction = 5
      settings.risk.maximumConcentration = 10
      settings.risk.maximumLeverage = 10
      settings.risk.maximumValueAtRisk = 0.05
      settings.risk.correlationLimit = nil
    }
    let sizing = try #require(runs[1].orders.first?.sizing)
    #expect(sizing.cap == .valueAtRisk)
    // The tail by hand: the returns of days 1 to 41 are known then, the third-worst of forty-one is their quantile.
    let held = runs[0].position.quantity.doubleValue * closes[0][41]
    let added = sizing.quantity.doubleValue * closes[1][41]
    let outcomes = (1...41).map { day in
      held * (closes[0][day] / closes[0][day - 1] - 1) + added * (closes[1][day] / closes[1][day - 1] - 1)
    }.sorted()
    #expect((-outcomes[2] - 0.05 * sizing.equity).magnitude < 1e-6 * sizing.equity)
  }

  @Test func `the kill switch counts the whole account and stops every instrument`() throws {
    // Half in each; the first falls by 5 %, which is 2.5 % of the account: above 2 %.
    let first = CandleColumns(closes: [100, 100, 95, 95, 95], from: .monday)
    let second = CandleColumns(flat: 50, count: 5, from: .monday)
    var settings = PipelineSettings.permissive
    settings.sizing.rule = .fixedFraction
    settings.sizing.fraction = 0.5
    settings.risk.maximumConcentration = 1
    settings.risk.killSwitchLoss = 0.02
    let scenes = [
      ReplayScene(first, instrument: Self.coin("AAA"), settings: settings),
      ReplayScene(second, instrument: Self.coin("BBB"), settings: settings),
    ]
    let runs = try scenes.playedTogether(by: [.plan([0: .buy]), .plan([2: .buy])])
    #expect(runs[1].stages[2] == .killSwitch)
    var flattening = scenes
    for index in flattening.indices { flattening[index].settings.risk.killSwitchFlattens = true }
    let flat = try flattening.playedTogether(by: [.plan([0: .buy]), .plan([0: .buy])])
    #expect(flat.allSatisfy { $0.fills.last?.cause == .killSwitch && $0.position.quantity == .zero })
  }
}
