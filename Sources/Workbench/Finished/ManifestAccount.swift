import CandleStore
import Comparison
import Market

extension Manifest {
  /// What an account of the run began with: runs are comparable only where these are equal.
  struct Account: Codable, Equatable, Sendable {
    /// `BTCUSD`, or `BTCUSD+GBPUSD` of an account that holds both.
    var instrument: String
    /// The traded series: `coinbase:BTCUSD 1h`.
    var series: [String]
    var currency: String
    /// In the account's currency.
    var startingBalance: Double
    /// By which daily figures are made annual.
    var daysPerYear: Double

    /// The one whose rows of `equity.csv` are the account's.
    var firstInstrument: String { instrument.split(separator: "+").first.map(String.init) ?? instrument }
  }
}

extension RunResults {
  /// By book; what all variants share.
  var manifestAccounts: [Manifest.Account] {
    run.books.indices.map { index in
      let book = run.books[index]
      let curve = accounts.first?[index].curve ?? EquityCurve([])
      return Manifest.Account(
        instrument: run.name(of: book), series: book.panels.map { run.panels[$0].series.name.description },
        currency: run.currency(of: book), startingBalance: curve.points.first?.equity.doubleValue ?? 0,
        daysPerYear: run.books(of: book).annualisation.daysPerYear(of: curve) ?? 365)
    }
  }
}
