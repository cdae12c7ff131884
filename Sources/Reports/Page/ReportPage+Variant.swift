extension ReportPage {
  /// One model at one quantization, or one strategy.
  package struct Variant: Equatable, Sendable {
    /// Short: it stands in legends, tables and selectors.
    package var name: String
    /// The answers came from the mock network: the page says so loudly.
    package var isMock: Bool
    /// File size in units of 1e9 bytes.
    package var sizeGigabytes: Double?
    /// The reference's size over this one's.
    package var timesSmaller: Double?
    package var latency: Latency?
    package var fills: Int
    /// The figures that sum the variant up: shown on its card.
    package var headlines: [Headline] = []
    /// Sentences under the variant's figures: `No answer: 12 × timeout.`
    package var notes: [String] = []
    /// What decisions and money say, in one sentence.
    package var sentence: String?
    /// Against the reference, on the reference's prompts (probe). Nil for the reference itself.
    package var decisions: DecisionDifference?
    /// Against the reference, each with an account of its own (trade). Nil for the reference itself.
    package var money: MoneyDifference?

    package init(name: String, isMock: Bool = false, fills: Int) {
      self.name = name
      self.isMock = isMock
      self.fills = fills
    }
  }

  /// How long an answer takes.
  package struct Latency: Equatable, Sendable {
    /// Seconds.
    package var median: Double
    /// Seconds; 95 of 100 answers are faster.
    package var percentile95: Double?
    /// `from the card` or `measured`.
    package var source: String
    /// What the candles can tell of it: `below the resolution of 1h candles`.
    package var resolution: String

    package init(median: Double, percentile95: Double? = nil, source: String, resolution: String) {
      self.median = median
      self.percentile95 = percentile95
      self.source = source
      self.resolution = resolution
    }
  }

  /// A figure with its label.
  package struct Headline: Equatable, Sendable {
    /// The instrument that it is about, where there are several.
    package var place: String?
    package var label: String
    /// Nil where it is not defined.
    package var value: Double?
    package var unit: Unit

    package init(_ label: String, _ value: Double?, _ unit: Unit, place: String? = nil) {
      self.place = place
      self.label = label
      self.value = value
      self.unit = unit
    }
  }

  /// A 95 % confidence interval.
  package struct Interval: Equatable, Sendable {
    package var low: Double
    package var high: Double

    package init(_ low: Double, _ high: Double) {
      self.low = low
      self.high = high
    }
  }

  /// What a test said, in its own words.
  package struct Verdict: Equatable, Sendable {
    package enum Tone: String, Sendable { case good, bad, neutral }

    /// `EQUIVALENT`, `DIFFERENT`, `UNDECIDED`.
    package var word: String
    package var tone: Tone

    package init(_ word: String, _ tone: Tone) {
      self.word = word
      self.tone = tone
    }
  }

  /// How often a variant answers the reference's prompts differently.
  package struct DecisionDifference: Equatable, Sendable {
    package var flips: Int
    /// Answers of all seeds and panels together.
    package var answers: Int
    package var rate: Double
    /// Clustered by day.
    package var interval: Interval
    /// Mean Kullback-Leibler divergence from the reference's probabilities, nats.
    package var divergence: Double?
    /// What most flips were: `mostly SELL to HOLD`.
    package var remark: String?
    package var verdict: Verdict?

    package init(flips: Int, answers: Int, rate: Double, interval: Interval, verdict: Verdict? = nil) {
      self.flips = flips
      self.answers = answers
      self.rate = rate
      self.interval = interval
      self.verdict = verdict
    }
  }

  /// What a variant earned beside the reference; shares a year.
  package struct MoneyDifference: Equatable, Sendable {
    /// Annual return less the reference's.
    package var annual: Double
    package var interval: Interval
    /// Annualised standard deviation of the difference of daily returns.
    package var trackingError: Double
    /// The true difference that so many days show four times in five.
    package var smallestDetectable: Double
    package var days: Int
    package var verdict: Verdict?

    package init(
      annual: Double, interval: Interval, trackingError: Double, smallestDetectable: Double, days: Int,
      verdict: Verdict? = nil
    ) {
      self.annual = annual
      self.interval = interval
      self.trackingError = trackingError
      self.smallestDetectable = smallestDetectable
      self.days = days
      self.verdict = verdict
    }
  }

  /// How often the reference disagrees with itself.
  package struct NoiseFloor: Equatable, Sendable {
    package var flips: Int
    package var answers: Int
    package var rate: Double
    package var interval: Interval?
    /// Under what it was measured: `the same facts in a masked prompt`.
    package var under: String
    /// What else was tried: `loaded again: 0 of 21,110`.
    package var remarks: [String]

    package init(
      flips: Int, answers: Int, rate: Double, interval: Interval? = nil, under: String, remarks: [String] = []
    ) {
      self.flips = flips
      self.answers = answers
      self.rate = rate
      self.interval = interval
      self.under = under
      self.remarks = remarks
    }
  }
}
