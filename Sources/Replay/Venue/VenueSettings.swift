package import Market

/// What the simulated venue assumes. Shares are fractions, spans milliseconds, money is quote currency.
package struct VenueSettings: Equatable, Sendable {
  package enum Intrabar: String, CaseIterable, Sendable {
    case pessimistic
    case path
    case optimistic
  }
  /// Nil: the account's balance is not known, decisions are signals only.
  package var balance: FixedPoint? = FixedPoint(10_000)
  package var intrabar = Intrabar.pessimistic
  package var fees = FeeModel.none
  /// Declared spread as a share of price, used where no quotes are stored.
  package var spread = 0.0
  package var slippageModel = SlippageModel.none
  /// Share of a candle's volume that one order may take; nil: every order fills whole.
  package var participation: Double?
  /// `k` of the latency cost `k x sigma(1 s) x sqrt(seconds)`.
  package var latencyCost = 0.0
  /// What a strategy without a model needs from tick to arrival.
  package var latency: Int64 = 0
  /// What holding a position costs; nil: nothing.
  package var financing: Financing?
  /// When a margin account is closed out by force; nil: never.
  package var liquidation: LiquidationRule?

  package init() {}

  /// The plain case: every fill pays this share of its notional. Reads as what a first taker's fill pays at most.
  package var takerFee: Double {
    get { fees.largestShare }
    set { fees = newValue == 0 ? .none : .share(maker: newValue, taker: newValue) }
  }

  /// The plain case: every market and stop fill is worse by this share of price. Reads as zero where that depends on
  /// the order or the day.
  package var slippage: Double {
    get { if case .share(let share) = slippageModel { share } else { 0 } }
    set { slippageModel = newValue == 0 ? .none : .share(newValue) }
  }
}
