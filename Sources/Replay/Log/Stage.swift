/// Where a tick ended: the gate that stopped it, or the order it led to. The order is the pipeline's.
package enum Stage: UInt8, CaseIterable, Sendable {
  case marketClosed
  case clockSkew
  case stale
  case frozen
  case badCandle
  case warmingUp
  case warmingUpReopen
  case hold
  case modelFailure
  case lowConfidence
  case alreadyInPosition
  case alreadyFlat
  case killSwitch
  case drawdown
  case dailyTrades
  case volatileMarket
  case correlation
  case cooldown
  case signalOnly
  case tooSmall
  case leverage
  case concentration
  case valueAtRisk
  case ordered

  /// As files write it.
  package var name: String {
    switch self {
    case .marketClosed: "market_closed"
    case .clockSkew: "clock_skew"
    case .stale: "stale"
    case .frozen: "frozen"
    case .badCandle: "bad_candle"
    case .warmingUp: "warming_up"
    case .warmingUpReopen: "warming_up:reopen"
    case .hold: "hold"
    case .modelFailure: "model_failure"
    case .lowConfidence: "low_confidence"
    case .alreadyInPosition: "already_in_position"
    case .alreadyFlat: "already_flat"
    case .killSwitch: "risk:kill_switch"
    case .drawdown: "risk:drawdown"
    case .dailyTrades: "risk:daily_trades"
    case .volatileMarket: "risk:volatility"
    case .correlation: "risk:correlation"
    case .cooldown: "risk:cooldown"
    case .signalOnly: "signal_only"
    case .tooSmall: "too_small"
    case .leverage: "risk:leverage"
    case .concentration: "risk:concentration"
    case .valueAtRisk: "risk:value_at_risk"
    case .ordered: "ordered"
    }
  }

  /// Whether somebody had decided by then.
  package var isAfterDecision: Bool { rawValue >= Stage.hold.rawValue }
}
