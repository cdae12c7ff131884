/// What a strategy or a model wants.
public enum Action: UInt8, CaseIterable, Sendable {
  case hold = 0
  case buy = 1
  case sell = 2

  /// `HOLD`, `BUY` or `SELL`, as prompts, replies and files write it.
  public var name: String {
    switch self {
    case .hold: "HOLD"
    case .buy: "BUY"
    case .sell: "SELL"
    }
  }

  /// The action of that exact name.
  public init?(name: String) {
    guard let action = Action.allCases.first(where: { $0.name == name }) else { return nil }
    self = action
  }
}

/// An action and how sure its author is.
@frozen public struct Decision: Hashable, Sendable {
  public var action: Action
  /// 0 to 100.
  public var confidence: UInt8

  /// A decision; `confidence` is 0 to 100.
  @inlinable @inline(__always)
  public init(_ action: Action, confidence: UInt8) {
    self.action = action
    self.confidence = confidence
  }
}
