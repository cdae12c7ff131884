import Market

/// By what share of the price a fill that takes liquidity is worse than the quote. Limit orders never slip.
package enum SlippageModel: Equatable, Sendable {
  case none
  case share(Double)
  /// `k x sigma`, sigma the day's volatility.
  case volatility(Double)
  /// `Y x sigma x sqrt(Q / V)`, Q the order's units, V those of an average day: Torre, "BARRA Market Impact Model
  /// Handbook" (1997); Almgren, Thum, Hauptmann and Li, "Direct Estimation of Equity Market Impact", Risk 18 (2005) find
  /// the power 0.6 where this takes the customary half. Y is of order one.
  case squareRootImpact(Double)
  /// `c x (Q / v)^2`, v the units that traded during the candle.
  case volumeShare(Double)

  /// No fill is worse than by this share: beyond it no such model means anything.
  package static let largest = 0.5

  @inline(__always)
  func share(of quantity: FixedPoint, volume: Double, _ market: MarketConditions) -> Double {
    switch self {
    case .none: 0
    case .share(let share): share
    default: modelled(quantity.doubleValue, volume, market)
    }
  }

  @inline(never)
  private func modelled(_ quantity: Double, _ volume: Double, _ market: MarketConditions) -> Double {
    let share =
      switch self {
      case .none: 0.0
      case .share(let share): share
      case .volatility(let multiple): multiple * market.dailyVolatility
      case .squareRootImpact(let multiple):
        multiple * market.dailyVolatility * Self.part(quantity, of: market.averageDailyVolume).squareRoot()
      case .volumeShare(let coefficient):
        coefficient * Self.part(quantity, of: volume) * Self.part(quantity, of: volume)
      }
    return min(share, Self.largest)
  }

  /// At most one: what is known of these laws ends where an order is all there is. So does a market that did not trade.
  private static func part(_ quantity: Double, of volume: Double) -> Double {
    volume > quantity ? quantity / volume : 1
  }

  package var readsVolatility: Bool {
    switch self {
    case .volatility, .squareRootImpact: true
    case .none, .share, .volumeShare: false
    }
  }

  package var readsDailyVolume: Bool {
    if case .squareRootImpact = self { true } else { false }
  }
}

/// What slippage has to know of the day.
package struct MarketConditions: Equatable, Sendable {
  /// A fraction: 0.03 is 3 % a day.
  package var dailyVolatility: Double
  /// Base units.
  package var averageDailyVolume: Double

  @inline(__always)
  package init(dailyVolatility: Double = 0, averageDailyVolume: Double = 0) {
    self.dailyVolatility = dailyVolatility
    self.averageDailyVolume = averageDailyVolume
  }
}
