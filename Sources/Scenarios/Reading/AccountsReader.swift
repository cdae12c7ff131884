import Market
import Replay

/// Reads what `venue` says of the accounts, which holds for the whole scenario.
struct AccountsReader {
  private(set) var accounts = Scenario.Accounts.separate
  private(set) var currency: String?
  private var place: Value?

  /// What the instruments of one account have in common, because it is the account's.
  private static let shared = [
    (
      section: "risk",
      keys: [
        "kill_switch", "drawdown", "daily_trades", "cooldown", "correlation", "volatility", "leverage",
        "value_at_risk", "on_excess",
      ]
    ),
    (section: "venue", keys: ["balance"]),
  ]

  mutating func read(_ section: inout Section) throws(ScenarioError) {
    if let value = section.value("accounts") {
      accounts = try value.choice(Scenario.Accounts.self)
      place = value
    }
    currency = try section.value("currency")?.text()
  }

  /// Refuses what one instrument cannot say for itself.
  func check(override: Value) throws(ScenarioError) {
    for key in ["accounts", "currency"] {
      guard let value = override.member("venue")?.member(key) else { continue }
      throw value.error("'\(key)' holds for the whole scenario. Move it to the scenario's venue.")
    }
    guard accounts == .shared else { return }
    for (section, keys) in Self.shared {
      for key in keys {
        guard let value = override.member(section)?.member(key) else { continue }
        throw value.error(
          "the instruments share one account, and with it '\(key)'. Move it to the scenario's \(section).")
      }
    }
  }

  /// Refuses instruments that cannot share an account.
  func check(_ panels: [Scenario.Panel]) throws(ScenarioError) {
    guard accounts == .shared, let place else { return }
    guard panels.count > 1 else {
      throw place.error("data names one series, which has nothing to share. Name another, or remove 'accounts'.")
    }
    guard panels.allSatisfy({ $0.settings.venue.balance != nil }) else {
      throw place.error("a balance that is not known cannot be shared out. Set venue.balance, or remove 'accounts'.")
    }
    var quotes: [String] = []
    for panel in panels where !quotes.contains(panel.instrument.quote) { quotes.append(panel.instrument.quote) }
    guard currency != nil || quotes.count == 1 else {
      throw place.error(
        "the instruments are quoted in \(quotes.joined(separator: ", ").shortened), and the account can have one "
          + "currency. Name it with venue.currency.")
    }
  }
}
