extension ReportPage {
  /// Equity over time of every variant, on one instrument or on all of them together.
  package struct Account: Equatable, Sendable {
    /// A panel's name, or what it sums up: `both`.
    package var name: String
    package var currency: String
    /// Milliseconds since 1970, rising; all columns have this length. One point a day is enough for a long run.
    package var times: [Int64]
    /// By variant; quote currency.
    package var equity: [[Double]]
    /// By variant; shares, zero or below, the deepest since the point before.
    package var drawdown: [[Double]]
    /// By variant: cumulative profit less the reference's as a share of the starting equity; empty without a reference.
    package var difference: [[Double]] = []
    /// By variant: what chance alone would do to ``difference``; nil where that is not known, empty without a reference.
    package var chance: [Chance?] = []
    package var buyAndHold: [Double]?
    /// Nil where the account has fewer days than a window.
    package var rollingSharpe: RollingSharpe?

    package init(name: String, currency: String, times: [Int64], equity: [[Double]], drawdown: [[Double]]) {
      precondition((equity + drawdown).allSatisfy { $0.count == times.count }, "columns of one length")
      self.name = name
      self.currency = currency
      self.times = times
      self.equity = equity
      self.drawdown = drawdown
    }
  }

  /// The Sharpe ratio of the last days, day after day.
  package struct RollingSharpe: Equatable, Sendable {
    /// Milliseconds since 1970, rising; all columns have this length.
    package var times: [Int64]
    /// By variant; NaN where it is not defined.
    package var values: [[Double]]

    package init(times: [Int64], values: [[Double]]) {
      precondition(values.allSatisfy { $0.count == times.count }, "columns of one length")
      (self.times, self.values) = (times, values)
    }
  }

  /// Between what chance alone, without any true difference, leaves 95 of 100 paths at each time by itself.
  package struct Chance: Equatable, Sendable {
    /// For each of the account's times; shares of the starting equity.
    package var low: [Double]
    package var high: [Double]
    /// Mean length of the blocks that were drawn, days.
    package var blockLength: Double
    package var resamples: Int
    package var seed: String

    package init(low: [Double], high: [Double], blockLength: Double, resamples: Int, seed: String) {
      precondition(low.count == high.count, "columns of one length")
      self.low = low
      self.high = high
      self.blockLength = blockLength
      self.resamples = resamples
      self.seed = seed
    }
  }

  /// The reference's answers by the variant's, on the same prompts.
  package struct FlipMatrix: Equatable, Sendable {
    /// Index of the variant.
    package var variant: Int
    /// A panel's name, or what it sums up.
    package var scope: String
    /// Ticks: rows are the reference's BUY, HOLD, SELL, columns the variant's; nine values.
    package var ticks: [Int]
    /// Mean 24-bar mark-out of the variant's answer less the reference's, basis points; nil where there is none.
    package var markouts: [Double?]

    package init(variant: Int, scope: String, ticks: [Int], markouts: [Double?]) {
      precondition(ticks.count == 9 && markouts.count == 9, "a flip matrix has nine cells")
      self.variant = variant
      self.scope = scope
      self.ticks = ticks
      self.markouts = markouts
    }
  }

  /// Where the ticks of a variant went.
  package struct Funnel: Equatable, Sendable {
    package var variant: Int
    package var scope: String
    package var ticks: Int
    /// In the order of the pipeline; what became orders comes last.
    package var stages: [FunnelStage]
    /// All that gates stopped taken together, by ``ReportPage/markoutBars``; nil where nothing was.
    package var stopped: [Markout?] = []

    package init(variant: Int, scope: String, ticks: Int, stages: [FunnelStage]) {
      self.variant = variant
      self.scope = scope
      self.ticks = ticks
      self.stages = stages
    }
  }

  /// One line of a funnel.
  package struct FunnelStage: Equatable, Sendable {
    package enum Kind: String, Sendable {
      /// Stopped by a gate.
      case stopped
      /// Nothing to do: a HOLD, or a decision for the position that is held already.
      case held
      /// Became an order.
      case traded
    }

    package var name: String
    package var kind: Kind
    package var ticks: Int
    /// How far the market moved in favour of the decisions, by ``ReportPage/markoutBars``; nil where nothing was decided
    /// or nothing had a direction.
    package var markouts: [Markout?]

    package init(name: String, kind: Kind, ticks: Int, markouts: [Markout?] = []) {
      self.name = name
      self.kind = kind
      self.ticks = ticks
      self.markouts = markouts
    }
  }

  /// A mean mark-out in basis points, with half its 95 % interval where that is known.
  package struct Markout: Equatable, Sendable {
    package var mean: Double
    package var halfWidth: Double?

    package init(_ mean: Double, halfWidth: Double? = nil) {
      self.mean = mean
      self.halfWidth = halfWidth
    }
  }

  /// Metrics of one scope: a row a metric, a column a variant, buy-and-hold beside them.
  package struct MetricsTable: Equatable, Sendable {
    package var scope: String
    package var columns: [String]
    package var rows: [MetricsRow]

    package init(scope: String, columns: [String], rows: [MetricsRow]) {
      precondition(rows.allSatisfy { $0.values.count == columns.count }, "a value for every column")
      self.scope = scope
      self.columns = columns
      self.rows = rows
    }
  }

  /// One metric of every column.
  package struct MetricsRow: Equatable, Sendable {
    package var name: String
    package var unit: Unit
    /// Nil where it is not defined: a Sharpe ratio without variance.
    package var values: [Double?]
    /// How it is computed, in a few words.
    package var note: String?

    package init(_ name: String, _ unit: Unit, _ values: [Double?], note: String? = nil) {
      self.name = name
      self.unit = unit
      self.values = values
      self.note = note
    }
  }
}
