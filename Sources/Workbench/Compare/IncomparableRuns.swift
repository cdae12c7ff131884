/// Why two finished runs must not be laid side by side.
package struct IncomparableRuns: Error, Equatable, CustomStringConvertible {
  package var first: String
  package var other: String
  package var reason: Reason

  init(_ first: String, _ other: String, _ reason: Reason) {
    (self.first, self.other, self.reason) = (first, other, reason)
  }

  package enum Reason: Equatable, Sendable {
    case nothing
    case version(String, String)
    case noAccounts
    case instruments([String], [String])
    case series([String], [String])
    case noCandles(String)
    case window(String, String, String)
    case candles(String, String, String)
    case currency(String, String, String)
    case balance(String, Double, Double, String)
    case variants(first: [String], other: [String])
    case noMoney(String)
  }

  package var description: String { "'\(other)' cannot be compared with '\(first)': \(explanation)" }

  private var explanation: String {
    func list(_ names: [String]) -> String { names.joined(separator: ", ") }
    return switch reason {
    case .nothing: "there is nothing to compare. Name two runs."
    case .version(let own, let other):
      "it was made by version \(other), the first by \(own), and a difference could be the program's. Run one of them "
        + "again."
    case .noAccounts: "a manifest.json does not say what the accounts began with. Run that scenario again."
    case .instruments(let own, let other):
      "it trades \(list(other)), the first \(list(own)). Compare runs of the same instruments."
    case .series(let own, let other):
      "it trades on \(list(other)), the first on \(list(own)). Compare runs of the same series."
    case .noCandles(let series): "a manifest.json does not list the candles of \(series). Run that scenario again."
    case .window(let series, let own, let other):
      "of \(series) it played \(other), the first \(own). Give both scenarios the same window."
    case .candles(let series, let own, let other):
      "the candles of \(series) differ in the same window: SHA-256 \(other.prefix(12))..., of the first "
        + "\(own.prefix(12)).... Run both from one store."
    case .currency(let account, let own, let other):
      "its account of \(account) is in \(other), the first's in \(own). Give both the same currency."
    case .balance(let account, let own, let other, let currency):
      "its account of \(account) began with \(other) \(currency), the first's with \(own). Give both the same balance."
    case .variants(let own, let other):
      "it has no variant of the first: it has \(list(other)), the first \(list(own)). Compare runs that share one."
    case .noMoney(let variant):
      "an account of \(variant) stood at or below zero, so it has no daily returns. Compare the trades instead."
    }
  }
}
