import LanguageModels
import Market
import Replay

/// All that one tick said: what it was made of, and what it came to.
struct TickRecord: Sendable {
  /// Of the account.
  var track: Int
  var row: DecisionRow
  /// Nil where a gate stopped the tick before anybody was asked.
  var made: TickReadings?
  /// Sent at this tick.
  var orders: [Order]

  var time: Timestamp { row.time }
}

/// One thing that a tick said otherwise than it should have.
package struct TickDifference: Equatable, Encodable, Sendable {
  /// `reading fast`, `forecast`, `prompt`, `decision`, `stage`, `order`, `account`.
  package var what: String
  package var expected: String
  package var found: String

  /// Whether it is made of candles alone, whatever the account holds.
  var isOfTheMarket: Bool { what == "price" || what == "forecast" || what.hasPrefix("reading") }
}

extension TickRecord {
  /// What `other`, the same tick played again, says otherwise, in the order in which one leads to the next.
  func differences(to other: TickRecord) -> [TickDifference] {
    var list: [TickDifference] = []
    func compare(_ what: String, _ expected: String, _ found: String) {
      if expected != found { list.append(TickDifference(what: what, expected: expected, found: found)) }
    }
    compare("price", "\(row.price)", "\(other.row.price)")
    for (own, their) in zip(made?.readings ?? [], other.made?.readings ?? [])
    where own.value.bitPattern != their.value.bitPattern || own.name != their.name {
      compare("reading \(own.name)", "\(own.value)", "\(their.value)")
    }
    compare("readings", "\(made?.readings.count ?? 0)", "\(other.made?.readings.count ?? 0)")
    compare("forecast", Self.text(made?.forecast), Self.text(other.made?.forecast))
    compare("prompt", Self.text(made?.question), Self.text(other.made?.question))
    compare("decision", "\(row.action.name) \(row.confidence)", "\(other.row.action.name) \(other.row.confidence)")
    compare("stage", row.stage.name, other.row.stage.name)
    compare("order", Self.text(orders), Self.text(other.orders))
    compare("account", "\(row.equity) \(row.position)", "\(other.row.equity) \(other.row.position)")
    return list
  }

  private static func text(_ value: Double?) -> String { value.map { "\($0)" } ?? "none" }

  private static func text(_ value: UInt64?) -> String { value.map { String($0, radix: 16) } ?? "none" }

  private static func text(_ orders: [Order]) -> String {
    orders.isEmpty
      ? "none" : orders.map { ([$0.described] + $0.grounds).joined(separator: ", ") }.joined(separator: "; ")
  }
}
