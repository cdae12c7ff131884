package import Market

extension ReportPage {
  /// How results came about: month by month, fall by fall, trade by trade. Shares throughout.
  package struct Course: Equatable, Sendable {
    /// One for each of ``ReportPage/accounts``, by the same names.
    package var accounts: [Account]
    /// Days of its calendar that a window of ``ReportPage/Account/rollingSharpe`` has.
    package var window: Int

    package init(accounts: [Account], window: Int) { (self.accounts, self.window) = (accounts, window) }

    package struct Account: Equatable, Sendable {
      package var name: String
      /// Days that the account was measured on.
      package var days: Int
      /// By variant: one for each year of the run.
      package var years: [[Year]]
      /// By variant, the deepest first.
      package var falls: [[Fall]]
      /// By variant.
      package var trades: [Trades]
      /// Between the bins of ``Trades/bins``, basis points; empty without trades.
      package var edges: [Double]

      package init(
        name: String, days: Int, years: [[Year]], falls: [[Fall]], trades: [Trades], edges: [Double]
      ) {
        precondition(trades.allSatisfy { edges.isEmpty || $0.bins.count == edges.count + 1 }, "a bin on each side")
        (self.name, self.days, self.years, self.falls) = (name, days, years, falls)
        (self.trades, self.edges) = (trades, edges)
      }
    }

    /// Returns of a year's months and of all of it.
    package struct Year: Equatable, Sendable {
      package var year: Int
      /// January to December; nil where the run has no day.
      package var months: [Return?]
      package var whole: Return

      package init(year: Int, months: [Return?], whole: Return) {
        precondition(months.count == 12, "a year has twelve months")
        (self.year, self.months, self.whole) = (year, months, whole)
      }
    }

    package struct Return: Equatable, Sendable {
      /// Nil where the account had nothing left to return on.
      package var value: Double?
      /// Less the reference's; nil for the reference itself and where there is none.
      package var difference: Double?
      /// Whether the run has all of the month or year.
      package var isWhole: Bool

      package init(_ value: Double?, difference: Double? = nil, isWhole: Bool) {
        (self.value, self.difference, self.isWhole) = (value, difference, isWhole)
      }
    }

    /// A fall from a peak until it was reached again.
    package struct Fall: Equatable, Sendable {
      /// A share of the peak, above zero.
      package var depth: Double
      package var peak: CivilDate
      package var trough: CivilDate
      /// Nil where that did not come within the run.
      package var recovery: CivilDate?
      /// From the peak to the recovery, or to the end of the run.
      package var days: Double

      package init(depth: Double, peak: CivilDate, trough: CivilDate, recovery: CivilDate?, days: Double) {
        (self.depth, self.peak, self.trough, self.recovery) = (depth, peak, trough, recovery)
        self.days = days
      }
    }

    /// The closed trades of one variant, all seeds together; returns of what was put in, after costs.
    package struct Trades: Equatable, Sendable {
      package var count: Int
      package var hitRate: Double?
      package var mean: Double?
      package var median: Double?
      package var averageWin: Double?
      package var averageLoss: Double?
      package var longestLosingStreak: Int
      /// Seconds.
      package var medianHolding: Double?
      /// How many trades lie between the edges, and beyond them on either side.
      package var bins: [Int]

      package init(
        count: Int, hitRate: Double?, mean: Double?, median: Double?, averageWin: Double?, averageLoss: Double?,
        longestLosingStreak: Int, medianHolding: Double?, bins: [Int]
      ) {
        (self.count, self.hitRate, self.mean, self.median) = (count, hitRate, mean, median)
        (self.averageWin, self.averageLoss) = (averageWin, averageLoss)
        (self.longestLosingStreak, self.medianHolding, self.bins) = (longestLosingStreak, medianHolding, bins)
      }
    }
  }
}
