package import Market
package import ModelServers
package import Replay

/// What a scenario file says: which candles, which decisions, which pipeline, which model variants.
package struct Scenario: Equatable, Sendable {
  package var name: String
  package var description: String
  package var panels: [Panel]
  package var strategy: StrategyChoice
  package var models: ModelsSettings?
  package var seed: UInt64
  package var report: ReportSettings
  package var accounts = Accounts.separate
  /// Of the accounts; nil: the instruments' quote currency.
  package var currency: String?
  package var sweep: Sweep?
  package var walkForward: WalkForward?

  package enum Accounts: String, CaseIterable, Sendable {
    /// An account an instrument.
    case separate
    /// One for all.
    case shared
  }

  /// A series beside a panel's own.
  package struct Source: Equatable, Sendable {
    package var series: SeriesName
    package var instrument: Instrument
    package var files: [String]

    package init(series: SeriesName, instrument: Instrument, files: [String]) {
      self.series = series
      self.instrument = instrument
      self.files = files
    }
  }

  /// One instrument.
  package struct Panel: Equatable, Sendable {
    package var series: SeriesName
    package var instrument: Instrument
    /// Files that hold the series, imported where the store lacks it; relative to the scenario's folder.
    package var files: [String]
    package var from: Timestamp?
    package var to: Timestamp?
    /// Whether the candles were made up, which reports must say.
    package var isSynthetic: Bool
    package var badRanges: [BadRange]
    package var settings: PipelineSettings
    /// Candles of a shorter timeframe, which decide what happens inside a candle.
    package var finer: Source?
    /// The series that turns the instrument's quote currency into the account's.
    package var exchange: Source?

    /// All of a stored series, with the standard settings unless others are given.
    package init(
      series: SeriesName, instrument: Instrument, files: [String] = [], from: Timestamp? = nil, to: Timestamp? = nil,
      isSynthetic: Bool = false, badRanges: [BadRange] = [], settings: PipelineSettings = PipelineSettings()
    ) {
      self.series = series
      self.instrument = instrument
      self.files = files
      self.from = from
      self.to = to
      self.isSynthetic = isSynthetic
      self.badRanges = badRanges
      self.settings = settings
    }
  }

  /// A stretch of a series that is known to be wrong, and why.
  package struct BadRange: Equatable, Sendable {
    package var period: Range<Timestamp>
    package var reason: String
  }

  package struct ReportSettings: Equatable, Sendable {
    package var decisionLog = DecisionLog.lean
    package var attribution = Attribution.firstSeed
    /// Bars of the decision timeframe that a decision is judged over.
    package var labelHorizon = 24
    package var margins = Margins()
    /// Shuffled orders of each variant's decisions that its account is held against; zero for none.
    package var nullTraders = 39
    /// Decisions that stay together in them.
    package var nullBlock = 6
  }

  /// How far a variant may differ from the reference and still count as equivalent; fixed before the run.
  package struct Margins: Equatable, Sendable {
    /// Share of the answers to the same prompts that may flip.
    package var flips = 0.02
    /// Annual return, to either side.
    package var annualReturn = 0.02
  }

  /// For which seeds the difference in profit is taken apart: each costs 2 to the number of causes replays a variant.
  package enum Attribution: String, CaseIterable, Sendable {
    case off
    case firstSeed = "first_seed"
    case all
  }

  /// How much of each tick `decisions.csv` holds.
  package enum DecisionLog: String, CaseIterable, Sendable {
    case lean
    case full
    case none
  }
}

/// Which models answer, and as what variants of one another.
package struct ModelsSettings: Equatable, Sendable {
  /// The variant that the others are compared with.
  package var reference: String
  package var variants: [Variant]
  /// Each seed is one run of every variant; for the mock it picks the ensemble's member.
  package var seeds: [UInt64]
  /// How often a reply that is not valid is asked for again.
  package var retries: Int
  package var failures: FailureRates
  /// Where answers of servers are kept; there wherever a variant has one.
  package var tape: Tape?
  package var sampling = Sampling()

  package struct Variant: Equatable, Sendable {
    package var name: String
    /// The model card's name.
    package var card: String
    /// Nil: the mock stands in for the model.
    package var server: Server?
  }

  /// A server of an OpenAI-compatible interface that has a variant's model.
  package struct Server: Hashable, Sendable {
    package var address: ServerAddress
    package var kind: ServerKind
    /// The environment variable that holds the key, where one is needed.
    package var keyVariable: String?
  }

  /// The decision tape.
  package struct Tape: Equatable, Sendable {
    /// Relative to the scenario's folder.
    package var file: String
    package var mode: DecisionTape.Mode
  }

  /// What servers are asked with.
  package struct Sampling: Equatable, Sendable {
    package var temperature = 0.0
    /// Tokens.
    package var maximumReply = 512
    /// Words at each place whose likelihood is asked for.
    package var likelihoods = 20
    /// Milliseconds that an answer may take.
    package var timeout: Int64 = 60_000
  }

  /// Share of requests that fail in each way, injected from the seed.
  package struct FailureRates: Equatable, Sendable {
    package var timeout = 0.0
    package var brokenReply = 0.0
    package var serverError = 0.0
    package var deviceError = 0.0
  }
}
