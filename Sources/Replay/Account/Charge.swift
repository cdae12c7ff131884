package import Market

/// What changes an account's cash without a fill.
package struct Charge: Equatable, Sendable {
  package enum Kind: UInt8, CaseIterable, Sendable {
    case financing
    case liquidationFee
    /// A position's balance in quote currency, turned into the account's when the position had gone.
    case conversion

    package var name: String {
      switch self {
      case .financing: "financing"
      case .liquidationFee: "liquidation_fee"
      case .conversion: "conversion"
      }
    }
  }

  package var kind: Kind
  package var time: Timestamp
  /// Added to cash, account currency; negative when paid.
  package var amount: FixedPoint
  /// What a conversion took from the position's quote-currency balance; zero for the other kinds.
  package var quoteAmount: FixedPoint
  /// Account currency for a unit of quote currency.
  package var rate: Double

  package init(
    _ kind: Kind, time: Timestamp, amount: FixedPoint, quoteAmount: FixedPoint = .zero, rate: Double = 1
  ) {
    self.kind = kind
    self.time = time
    self.amount = amount
    self.quoteAmount = quoteAmount
    self.rate = rate
  }
}

extension FixedPoint {
  /// In the account's currency, rounded once; unchanged where the rate is one.
  @inline(__always)
  func converted(at rate: Double) -> FixedPoint { rate == 1 ? self : FixedPoint(doubleValue * rate) }
}
