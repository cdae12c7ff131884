extension ReportPage {
  /// Accounts beside those of traders that know nothing; returns are shares.
  package struct NullTraders: Equatable, Sendable {
    /// Orders of each account's decisions that were played, and how many decisions stayed together in them.
    package var orders: Int
    package var block: Int
    package var rows: [Row]

    package init(orders: Int, block: Int, rows: [Row]) {
      (self.orders, self.block, self.rows) = (orders, block, rows)
    }

    package struct Row: Equatable, Sendable {
      package var variant: Int
      package var account: String
      package var own: Double
      /// The 5 % quantile, the median and the 95 % quantile; nil where every such account was lost.
      package var shuffled: [Double]?
      package var probability: Double
      package var exposureMatched: Double
      /// Basis points of what was traded: the fee at which nothing would have been left, and the one that was paid.
      package var breakEvenFee: Double?
      package var paidFee: Double?

      package init(
        variant: Int, account: String, own: Double, shuffled: [Double]?, probability: Double, exposureMatched: Double,
        breakEvenFee: Double?, paidFee: Double?
      ) {
        (self.variant, self.account, self.own, self.shuffled) = (variant, account, own, shuffled)
        (self.probability, self.exposureMatched) = (probability, exposureMatched)
        (self.breakEvenFee, self.paidFee) = (breakEvenFee, paidFee)
      }
    }
  }
}
