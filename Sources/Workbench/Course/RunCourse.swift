import Comparison
import Market
import Scenarios

/// How results came about: month by month, fall by fall, trade by trade.
struct RunCourse: Sendable {
  /// By variant, then book.
  let accounts: [[Account]]
  /// By book, the same for all variants; nil where nobody closed a trade.
  let bins: [ReturnBins?]

  /// One variant on one account: the mean over the seeds' accounts, and the trades of all of them.
  struct Account: Sendable {
    let days: Int
    /// The end of the last day.
    let end: Timestamp
    let months: MonthlyReturns
    /// The deepest first.
    let drawdowns: [Drawdown]
    /// Nil where the run is shorter than a window.
    let rollingSharpe: RollingSharpeRatio?
    let trades: TradeDistribution
  }

  /// Days of an account's calendar in a window of the rolling Sharpe ratio.
  static let window = 90
  /// Drawdowns that are listed of each account.
  static let deepest = 5

  init(_ results: RunResults) {
    let run = results.run
    let accounts = results.accounts.map { variant in
      variant.map { account in
        let (books, curve) = (run.books(of: account.book), account.curve)
        return Account(
          days: curve.dayCount, end: curve.points.last?.time ?? books.start,
          months: MonthlyReturns(of: curve, calendar: books.calendar, window: run.window(of: account.book)),
          drawdowns: Array(curve.drawdownEpisodes.prefix(Self.deepest)),
          rollingSharpe: books.annualisation.daysPerYear(of: curve).flatMap {
            RollingSharpeRatio(of: curve, window: Self.window, daysPerYear: $0)
          }, trades: TradeDistribution(account.records.map(\.closed)))
      }
    }
    self.accounts = accounts
    bins = run.books.indices.map { book in ReturnBins(over: accounts.map { $0[book].trades.returns }) }
  }
}

extension ScenarioRun {
  /// From the first of its panels' windows to the end of the last.
  fileprivate func window(of book: Book) -> Range<Timestamp> {
    let windows = book.panels.map { panels[$0].window }
    guard let from = windows.map(\.lowerBound).min(), let until = windows.map(\.upperBound).max() else {
      preconditionFailure("an account has an instrument")
    }
    return from..<until
  }
}
