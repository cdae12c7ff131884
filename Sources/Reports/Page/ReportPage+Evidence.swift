extension ReportPage {
  /// Whether models know when they are right, whether they remember, and whether risk was what it was said to be.
  package struct Evidence: Equatable, Sendable {
    package var calibration: Calibration?
    package var memory: Memory?
    package var risk: Risk?
    package var nullTraders: NullTraders?

    package init() {}
  }

  /// Confidences beside what came of the answers; shares throughout, all instruments and seeds together.
  package struct Calibration: Equatable, Sendable {
    /// Bars of the decision timeframe that an answer is judged over.
    package var horizon: Int
    package var rows: [Row]
    /// Answers of one variant that lie too near the end of the tape.
    package var unlabelled: Int

    package init(horizon: Int, rows: [Row], unlabelled: Int) {
      (self.horizon, self.rows, self.unlabelled) = (horizon, rows, unlabelled)
    }

    package struct Row: Equatable, Sendable {
      package var variant: Int
      /// BUY and SELL answers, the ticks they were given at, and the ticks that they would need.
      package var answers: Int
      package var bars: Int
      package var neededBars: Int
      package var hitRate: Double
      package var confidence: Double
      package var overconfidence: Interval?
      package var hitRateAtHorizon: Double?
      package var brier: Double
      package var reliability: Double
      package var resolution: Double
      package var uncertainty: Double
      /// What confidences that differ within a bin add.
      package var withinBins: Double
      package var calibrationError: Double
      /// What chance alone would make of a calibrated model's.
      package var noiseError: Double?
      package var noiseProbability: Double?
      /// Standard deviation of the confidences.
      package var spread: Double
      package var threeClass: Double?
      package var threeClassBase: Double?
      package var bins: [Bin]

      package init(
        variant: Int, answers: Int, bars: Int, neededBars: Int, hitRate: Double, confidence: Double, brier: Double,
        reliability: Double, resolution: Double, uncertainty: Double, withinBins: Double, calibrationError: Double,
        spread: Double, bins: [Bin]
      ) {
        (self.variant, self.answers, self.bars, self.neededBars) = (variant, answers, bars, neededBars)
        (self.hitRate, self.confidence, self.brier) = (hitRate, confidence, brier)
        (self.reliability, self.resolution, self.uncertainty) = (reliability, resolution, uncertainty)
        (self.withinBins, self.calibrationError, self.spread) = (withinBins, calibrationError, spread)
        self.bins = bins
      }

      package var isThin: Bool { bars < neededBars }
    }

    /// A band of confidence.
    package struct Bin: Equatable, Sendable {
      package var count: Int
      package var confidence: Double
      package var hitRate: Double

      package init(count: Int, confidence: Double, hitRate: Double) {
        (self.count, self.confidence, self.hitRate) = (count, confidence, hitRate)
      }
    }
  }
}
