import Market
import Replay
import Testing

/// Each limit on a size at its last unit: what is wanted is the limit, or a hair more.
@Suite struct LimitBoundaryTests {
  /// 10,000 in the account, the price 100, four hours a candle.
  enum Limit: CaseIterable {
    case leverage, concentration, valueAtRisk, buyingPower

    /// Share of the equity that is just allowed: 5, 0.25, 0.05 over a worst day of an eighth, all of it.
    var share: Double {
      switch self {
      case .leverage: 5
      case .concentration: 0.25
      case .valueAtRisk: 0.4
      case .buyingPower: 1
      }
    }

    var cap: Sizing.Cap {
      switch self {
      case .leverage: .leverage
      case .concentration: .concentration
      case .valueAtRisk: .valueAtRisk
      case .buyingPower: .buyingPower
      }
    }

    var stage: Stage? {
      switch self {
      case .leverage: .leverage
      case .concentration: .concentration
      case .valueAtRisk: .valueAtRisk
      case .buyingPower: nil
      }
    }

    /// All other limits far away; those of the contract where this one is.
    func set(_ settings: inout PipelineSettings) {
      settings.positions = self == .buyingPower ? .longFlat : .longShort
      settings.risk.maximumLeverage = self == .leverage ? 5 : 20
      settings.risk.maximumConcentration = self == .concentration ? 0.25 : 20
      settings.risk.maximumValueAtRisk = self == .valueAtRisk ? 0.05 : nil
    }
  }

  /// So many days at 100, except for those that fall by an eighth and are made good for on the next day. The returns of
  /// `days - 1` days are known at the first tick after them, which buys.
  private func play(
    days: Int = 61, dips: [Int] = [5, 25, 45], _ settings: PipelineSettings
  ) throws -> (stage: Stage, sizing: Sizing?) {
    let closes = (0..<days * 6 + 2).map { dips.contains($0 / 6) ? 87.5 : 100 }
    let candles = CandleColumns(closes: closes, from: .monday, .fourHours)
    let run = try ReplayScene(candles, timeframe: .fourHours, settings: settings)
      .played(by: .plan([days * 6: .buy], .fourHours))
    return (run.stages[days * 6], run.orders.first?.sizing)
  }

  private func wanting(_ fraction: Double, within limit: Limit) -> PipelineSettings {
    var settings = PipelineSettings.halfIn
    settings.sizing.fraction = fraction
    limit.set(&settings)
    return settings
  }

  @Test(arguments: Limit.allCases)
  func `a size at the limit is no excess, a hair more is cut to it and says so`(limit: Limit) throws {
    let atLimit = try play(wanting(limit.share, within: limit))
    #expect(atLimit.stage == .ordered)
    #expect(atLimit.sizing?.cap == Sizing.Cap.none)
    #expect(atLimit.sizing?.quantity == FixedPoint(100 * limit.share))
    // A share of 1e-10 of the equity is one unit of 1e-8 of the coin.
    let beyond = try play(wanting(limit.share + 1e-10, within: limit))
    #expect(beyond.stage == .ordered)
    #expect(beyond.sizing?.cap == limit.cap)
    #expect(beyond.sizing?.quantity == FixedPoint(100 * limit.share))
  }

  @Test(arguments: Limit.allCases)
  func `where excess is rejected the limit itself passes, a hair more names its rule`(limit: Limit) throws {
    var settings = wanting(limit.share, within: limit)
    settings.risk.onExcess = .reject
    #expect(try play(settings).stage == .ordered)
    settings.sizing.fraction = limit.share + 1e-10
    // Want of cash only ever shrinks.
    #expect(try play(settings).stage == limit.stage ?? .ordered)
  }

  @Test func `when all three are broken leverage is named first, then concentration, then value at risk`() throws {
    var settings = wanting(10, within: .leverage)
    settings.risk.onExcess = .reject
    settings.risk.maximumConcentration = 0.25
    settings.risk.maximumValueAtRisk = 0.05
    #expect(try play(settings).stage == .leverage)
    settings.risk.maximumLeverage = 10
    #expect(try play(settings).stage == .concentration)
    settings.risk.maximumConcentration = 10
    #expect(try play(settings).stage == .valueAtRisk)
    settings.risk.maximumValueAtRisk = nil
    #expect(try play(settings).stage == .ordered)
  }

  // MARK: Value at risk

  @Test func `of sixty days the third worst counts, not the second`() throws {
    let settings = wanting(1, within: .valueAtRisk)
    #expect(try play(dips: [5, 25, 45], settings).sizing?.cap == .valueAtRisk)
    #expect(try play(dips: [5, 25], settings).sizing?.cap == Sizing.Cap.none)
  }

  @Test func `a day counts for sixty days, and on the next no more`() throws {
    let settings = wanting(1, within: .valueAtRisk)
    // Day 1 is the first that has a return.
    #expect(try play(days: 61, dips: [1, 25, 45], settings).sizing?.cap == .valueAtRisk)
    #expect(try play(days: 62, dips: [1, 25, 45], settings).sizing?.cap == Sizing.Cap.none)
    // Sixty-one days would ask for the fourth worst.
    #expect(try play(days: 62, dips: [5, 25, 45], settings).sizing?.cap == .valueAtRisk)
  }

  @Test func `twenty days make a quantile, nineteen do not`() throws {
    let settings = wanting(1, within: .valueAtRisk)
    #expect(try play(days: 21, dips: [5], settings).sizing?.cap == .valueAtRisk)
    #expect(try play(days: 20, dips: [5], settings).sizing?.cap == Sizing.Cap.none)
  }

  // MARK: Orders on their way

  @Test(arguments: [(2.0, Sizing.Cap.none), (2 + 1e-10, .leverage)] as [(Double, Sizing.Cap)])
  func `leverage counts what is still on its way`(fraction: Double, cap: Sizing.Cap) throws {
    func scene(_ name: String, _ fraction: Double) -> ReplayScene {
      var settings = wanting(fraction, within: .leverage)
      settings.venue.latency = 5_400_000
      let coin = Instrument(
        symbol: "\(name)USD", base: name, quote: "USD", calendar: .alwaysOpen, priceTick: 1, lotStep: 1,
        minimumOrder: 1_000)
      return ReplayScene(CandleColumns(flat: 100, count: 5, from: .monday), instrument: coin, settings: settings)
    }
    // Three times the equity is sent at 01:00 and arrives at 02:30; the second order is sized at 02:00.
    let runs = try [scene("AAA", 3), scene("BBB", fraction)].playedTogether(by: [.plan([0: .buy]), .plan([1: .buy])])
    #expect(runs[0].rows[1].position == 0)
    #expect(runs[1].orders.first?.sizing?.cap == cap)
    #expect(runs[1].orders.first?.quantity == FixedPoint(200))
  }
}
