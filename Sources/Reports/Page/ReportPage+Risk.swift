extension ReportPage {
  /// Backtests of risk figures; shares and p-values.
  package struct Risk: Equatable, Sendable {
    package var forecasts: [Forecast] = []
    package var accounts: [Account] = []
    package var drawdowns: [Drawdown] = []
    /// Sentences on what the tables leave out.
    package var notes: [String] = []

    package init() {}

    /// One instrument at one level.
    package struct Forecast: Equatable, Sendable {
      package var instrument: String
      package var level: Double
      package var days: Int
      package var exceptions: Int
      package var expected: Double
      /// In their order: coverage, independence, both.
      package var coverage: [Double?]
      /// Acerbi and Szekely's Z1 and Z2 with their p-values.
      package var severity: [Double?]
      package var shortfall: [Double?]

      package init(
        instrument: String, level: Double, days: Int, exceptions: Int, expected: Double, coverage: [Double?],
        severity: [Double?], shortfall: [Double?]
      ) {
        (self.instrument, self.level, self.days, self.exceptions) = (instrument, level, days, exceptions)
        (self.expected, self.coverage, self.severity, self.shortfall) = (expected, coverage, severity, shortfall)
      }
    }

    /// One variant's account, all seeds.
    package struct Account: Equatable, Sendable {
      package var variant: Int
      package var account: String
      /// Means a seed.
      package var days: Double
      package var exceptions: Double
      package var expected: Double
      /// Seeds whose coverage is rejected at 5 %, of those with exposed days.
      package var rejected: Int
      package var seeds: Int

      package init(
        variant: Int, account: String, days: Double, exceptions: Double, expected: Double, rejected: Int, seeds: Int
      ) {
        (self.variant, self.account, self.days, self.exceptions) = (variant, account, days, exceptions)
        (self.expected, self.rejected, self.seeds) = (expected, rejected, seeds)
      }
    }

    /// One variant's account: means over the seeds.
    package struct Drawdown: Equatable, Sendable {
      package var variant: Int
      package var account: String
      package var observed: Double
      /// 5, 25, 50, 75 and 95 of 100 resamples stay below.
      package var quantiles: [Double]
      package var position: Double
      package var blockDays: Double

      package init(
        variant: Int, account: String, observed: Double, quantiles: [Double], position: Double, blockDays: Double
      ) {
        (self.variant, self.account, self.observed) = (variant, account, observed)
        (self.quantiles, self.position, self.blockDays) = (quantiles, position, blockDays)
      }
    }
  }
}
