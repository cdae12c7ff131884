package import Market

/// How many units an opening gets, and why.
package struct Sizing: Equatable, Sendable {
  package enum Cap: UInt8, Sendable {
    case none
    case concentration
    case leverage
    case valueAtRisk
    case buyingPower

    package var name: String {
      switch self {
      case .none: ""
      case .concentration: "concentration"
      case .leverage: "leverage"
      case .valueAtRisk: "value_at_risk"
      case .buyingPower: "buying_power"
      }
    }

    /// Where a tick ends when the limit refuses it; nil where it only ever shrinks.
    var stage: Stage? {
      switch self {
      case .concentration: .concentration
      case .leverage: .leverage
      case .valueAtRisk: .valueAtRisk
      case .none, .buyingPower: nil
      }
    }
  }

  package var rule: SizingSettings.Rule
  /// What the rule looked at: equity, price, and its share, forecast or Kelly fraction.
  package var equity: Double
  package var price: Double
  package var input: Double
  /// The limit that made it smaller than the rule wanted.
  package var cap: Cap
  package var quantity: FixedPoint
  /// Distances of the protective orders as shares of the entry price.
  package var stopDistance: Double?
  package var targetDistance: Double?
}

/// What sizing needs to know of the moment. Money is the account's currency, prices are the instrument's quote currency.
package struct SizingInputs: Sendable {
  var side: Side
  var equity: Double
  var cash: Double
  /// The worse side of the last quote.
  var price: Double
  /// Account currency for a unit of quote currency.
  var rate: Double
  var averageTrueRange: Double?
  /// Percent a year.
  var annualVolatility: Double?
  /// The position's worst day in twenty, a share; nil while too few days are known.
  var worstDay: Double?
  var dailyReturns: DailyReturns
  var neighbours: Neighbours

  @inline(__always)
  init(
    side: Side, equity: Double, cash: Double, price: Double, rate: Double, averageTrueRange: Double?,
    annualVolatility: Double?, worstDay: Double?, dailyReturns: DailyReturns, neighbours: Neighbours
  ) {
    self.side = side
    self.equity = equity
    self.cash = cash
    self.price = price
    self.rate = rate
    self.averageTrueRange = averageTrueRange
    self.annualVolatility = annualVolatility
    self.worstDay = worstDay
    self.dailyReturns = dailyReturns
    self.neighbours = neighbours
  }

  /// Alone on an account in the quote currency.
  package init(
    side: Side, equity: Double, cash: Double, price: Double, averageTrueRange: Double? = nil,
    annualVolatility: Double? = nil, worstDay: Double? = nil
  ) {
    self.init(
      side: side, equity: equity, cash: cash, price: price, rate: 1, averageTrueRange: averageTrueRange,
      annualVolatility: annualVolatility, worstDay: worstDay, dailyReturns: DailyReturns(), neighbours: Neighbours())
  }

  /// Account currency that a unit costs.
  fileprivate var unitCost: Double { price * rate }
}

/// Turns an opening into a quantity: the rule's, or less where a cap binds, rounded down to the lot step.
package struct Sizer: Sendable {
  package enum Outcome: Equatable, Sendable {
    case sized(Sizing)
    case refused(Stage)
  }

  private let settings: SizingSettings
  private let risk: RiskSettings
  private let instrument: Instrument
  private let isSpot: Bool
  private let takerFee: FixedPoint
  private let feeRate: Double
  private let slippage: Double
  /// Returns of the last 50 closed trades, oldest first.
  private var recentTrades: [Double] = []

  package init(_ settings: PipelineSettings, instrument: Instrument) {
    self.settings = settings.sizing
    risk = settings.risk
    self.instrument = instrument
    isSpot = settings.positions == .longFlat
    // As the venue charges it: to the eighth decimal.
    takerFee = FixedPoint(settings.venue.takerFee)
    feeRate = takerFee.doubleValue
    slippage = settings.venue.slippage
  }

  var needsAverageTrueRange: Bool {
    if case .averageTrueRange = settings.stop { true } else { false }
  }

  var needsVolatility: Bool { settings.rule == .volatilityTarget }

  @inline(__always)
  package mutating func learn(_ trade: Trade) {
    guard settings.rule == .halfKelly else { return }
    recentTrades.append(trade.returnOnNotional)
    if recentTrades.count > Self.kellyWindow { recentTrades.removeFirst() }
  }

  static let kellyWindow = 50
  static let kellyMinimum = 30

  /// A few roundings of 2^-53 stand behind every number of units: 29 shares may come out as 28.999999999999996.
  private static let roundingAllowance = 1 + 8 * Double.ulpOfOne

  package func size(_ inputs: SizingInputs) -> Outcome {
    guard inputs.equity > 0 else { return .refused(.tooSmall) }
    let stop = stopDistance(inputs)
    let (wanted, input) = wantedUnits(inputs, stop: stop.assumed)
    let limits = limits(inputs)
    var units = wanted
    var cap = Sizing.Cap.none
    for index in limits.indices where limits[index].units * Self.roundingAllowance < units {
      if risk.onExcess == .reject, let stage = limits[index].cap.stage { return .refused(stage) }
      (units, cap) = limits[index]
    }
    var quantity = roundedToLots(units)
    if isSpot, cost(quantity, at: inputs.price) > FixedPoint(inputs.cash / inputs.rate) {
      // Notional and fee are each rounded to 1e-8, upwards it may be.
      quantity = roundedToLots(buyingPower(inputs.cash - 2e-8, inputs))
    }
    guard quantity.units > 0, quantity.units >= instrument.minimumOrder else { return .refused(.tooSmall) }
    let sizing = Sizing(
      rule: settings.rule, equity: inputs.equity, price: inputs.price, input: input, cap: cap, quantity: quantity,
      stopDistance: stop.order,
      targetDistance: stop.order.flatMap { distance in
        settings.takeProfitMultiple.map { $0 * distance }
      })
    return .sized(sizing)
  }

  /// A sizing that has to share the account with others, and gets this share of what it wanted.
  func cut(_ sizing: Sizing, to share: Double, by cap: Sizing.Cap) -> Outcome {
    var cut = sizing
    cut.quantity = roundedToLots(sizing.quantity.doubleValue * share)
    cut.cap = cap
    guard cut.quantity.units > 0, cut.quantity.units >= instrument.minimumOrder else { return .refused(.tooSmall) }
    return .sized(cut)
  }

  private func stopDistance(_ inputs: SizingInputs) -> (assumed: Double, order: Double?) {
    switch settings.stop {
    case .fraction(let fraction):
      return (fraction, fraction)
    case .averageTrueRange(let multiple, let minimum, let maximum):
      let range = inputs.averageTrueRange ?? 0
      let distance = min(max(multiple * range / inputs.price, minimum), maximum)
      return (distance, distance)
    case .none(let assumed):
      return (assumed, nil)
    }
  }

  /// Units that the rule wants, and the figure it used.
  private func wantedUnits(_ inputs: SizingInputs, stop: Double) -> (units: Double, input: Double) {
    let unitsPerShare = inputs.equity / inputs.unitCost
    switch settings.rule {
    case .riskPerTrade:
      return (unitsPerShare * settings.riskPerTrade / stop, settings.riskPerTrade)
    case .volatilityTarget:
      let forecast = inputs.annualVolatility ?? .infinity
      return (unitsPerShare * settings.targetVolatility / (forecast / 100), forecast)
    case .halfKelly:
      let fraction = min(halfKelly, settings.kellyCap)
      return (unitsPerShare * fraction, fraction)
    case .fixedFraction:
      return (unitsPerShare * settings.fraction, settings.fraction)
    }
  }

  /// Half of Kelly's fraction p - (1 - p) / b of the last closed trades (Kelly 1956, with b the ratio of the average win
  /// to the average loss); zero until 30 have closed, and never negative.
  private var halfKelly: Double {
    guard recentTrades.count >= Self.kellyMinimum else { return 0 }
    let wins = recentTrades.filter { $0 > 0 }
    let losses = recentTrades.filter { $0 < 0 }
    guard !wins.isEmpty else { return 0 }
    let winRate = Double(wins.count) / Double(recentTrades.count)
    guard !losses.isEmpty else { return winRate / 2 }
    let averageWin = wins.reduce(0, +) / Double(wins.count)
    let averageLoss = -losses.reduce(0, +) / Double(losses.count)
    return max(0, (winRate - (1 - winRate) * averageLoss / averageWin) / 2)
  }

  private typealias Limit = (units: Double, cap: Sizing.Cap)

  /// The account after the trade and its fee must keep within each limit: with share `s` of the equity that is left,
  /// `units x price <= s x (equity - units x price x fee)`. In the order in which `reject` names them.
  private func limits(_ inputs: SizingInputs) -> InlineArray<4, Limit> {
    func units(_ share: Double, besides notional: Double = 0) -> Double {
      max(0, share * inputs.equity - notional) / (inputs.unitCost * (1 + share * feeRate))
    }
    let valueAtRisk = risk.maximumValueAtRisk.flatMap { valueAtRiskUnits($0, inputs) }
    return [
      (units(risk.maximumLeverage, besides: inputs.neighbours.notional), .leverage),
      (units(risk.maximumConcentration), .concentration),
      (valueAtRisk ?? .infinity, .valueAtRisk),
      (isSpot ? buyingPower(inputs.cash, inputs) : .infinity, .buyingPower),
    ]
  }

  /// The most units with which the tail of the whole account stays within `limit`, a share of the equity that is left
  /// after the fee; nil where too few days are known.
  private func valueAtRiskUnits(_ limit: Double, _ inputs: SizingInputs) -> Double? {
    guard let tail = inputs.neighbours.tail else {
      guard let worstDay = inputs.worstDay, worstDay > 0 else { return nil }
      let share = limit / worstDay
      return share * inputs.equity / (inputs.unitCost * (1 + share * feeRate))
    }
    // No order is larger than what leverage allows: from there down.
    let most = risk.maximumLeverage * inputs.equity
    let notional = Double(inputs.side.sign) * most
    let share = tail.largestShare(
      of: [(notional, inputs.dailyReturns)], within: limit * (inputs.equity - most * feeRate))
    return share * most / inputs.unitCost
  }

  /// Units that the cash pays for, slippage and fee included: only a market that moves away makes it fall short.
  private func buyingPower(_ cash: Double, _ inputs: SizingInputs) -> Double {
    cash / (fillPrice(inputs.price).doubleValue * inputs.rate * (1 + feeRate))
  }

  /// Quote currency that the venue would charge for it at the quote that is known.
  func cost(_ sizing: Sizing) -> Double { cost(sizing.quantity, at: sizing.price).doubleValue }

  private func cost(_ quantity: FixedPoint, at price: Double) -> FixedPoint {
    let notional = fillPrice(price) * quantity
    return notional + notional * takerFee
  }

  private func fillPrice(_ price: Double) -> FixedPoint { FixedPoint(price * (1 + slippage)) }

  private func roundedToLots(_ units: Double) -> FixedPoint {
    guard units > 0 else { return .zero }
    // Beyond 9e18 no ledger can follow; the caps keep real orders far below.
    let whole = Int64(min(units * 1e8 * Self.roundingAllowance, 9e18))
    return FixedPoint(units: whole - whole % instrument.lotStep)
  }

  // MARK: Without a known balance

  /// The origin's order when it knew no balance: 10 USD of crypto, 1 USD of anything else, six decimals half to even.
  static func legacySignal(_ instrument: Instrument, price: Double) -> FixedPoint {
    let dollars = instrument.calendar == .alwaysOpen ? 10.0 : 1.0
    let micro = (dollars / price * 1e6).rounded(.toNearestOrEven)
    return FixedPoint(units: Int64(micro) * 100)
  }
}
