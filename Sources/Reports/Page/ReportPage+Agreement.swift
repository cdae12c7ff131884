extension ReportPage {
  /// Where variants answer otherwise than the reference, and what tests say of it.
  package struct Agreement: Equatable, Sendable {
    /// Indices of the variants that are compared: the columns.
    package var variants: [Int]
    package var groups: [Group]
    /// A row a statistic, a value a column.
    package var figures: [MetricsRow]
    /// Each seed and each window alone.
    package var replications: [Replication] = []

    /// A part of the run that could have been all of it.
    package struct Replication: Equatable, Sendable {
      /// `seed` or `window`. Neighbours of the same are shown together.
      package var by: String
      package var label: String
      /// By column.
      package var cells: [Cell]

      package struct Cell: Equatable, Sendable {
        package var flips: Agreement.Cell?
        /// Difference of the annual return, a share; nil of too few days.
        package var money: Double?
        package var interval: Interval?

        package init(flips: Agreement.Cell?, money: Double?, interval: Interval?) {
          self.flips = flips
          self.money = money
          self.interval = interval
        }
      }

      package init(by: String, label: String, cells: [Cell]) {
        self.by = by
        self.label = label
        self.cells = cells
      }
    }

    /// Ticks that have something in common.
    package struct Group: Equatable, Sendable {
      /// What the ticks are told apart by: `volatility`. Neighbours of the same are shown together.
      package var by: String
      package var label: String
      package var ticks: Int
      /// By column.
      package var cells: [Cell]

      package init(by: String, label: String, ticks: Int, cells: [Cell]) {
        self.by = by
        self.label = label
        self.ticks = ticks
        self.cells = cells
      }
    }

    /// Share of the group's ticks that flip.
    package struct Cell: Equatable, Sendable {
      package var rate: Double
      package var interval: Interval?

      package init(rate: Double, interval: Interval?) {
        self.rate = rate
        self.interval = interval
      }
    }

    package init(variants: [Int], groups: [Group], figures: [MetricsRow]) {
      self.variants = variants
      self.groups = groups
      self.figures = figures
    }
  }
}
