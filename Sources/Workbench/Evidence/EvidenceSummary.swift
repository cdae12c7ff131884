import Comparison
import Market

/// Calibration, memorisation and risk in `summary.json`. Shares are shares, times are UTC.
package struct EvidenceSummary: Encodable, Equatable, Sendable {
  package var calibration: [Calibration]?
  package var memorisation: [Memorisation]?
  package var risk: [Risk]
  package var drawdowns: [Drawdown]
  package var nullTraders: [NullSummary]?

  /// One variant, all instruments and seeds together.
  package struct Calibration: Encodable, Equatable, Sendable {
    package var variant: String
    /// `barrier` or `horizon`.
    package var label: String
    package var answers: Int
    package var bars: Int
    package var tooFewLabels: Bool
    package var hitRate: Double
    package var meanConfidence: Double
    package var overconfidence: Double
    package var overconfidenceLow: Double?
    package var overconfidenceHigh: Double?
    package var brier: Double
    package var reliability: Double
    package var resolution: Double
    package var uncertainty: Double
    package var calibrationError: Double
    package var calibrationErrorOfNoise: Double?
    package var sharpness: Double
    package var threeClassBrier: Double?
    package var threeClassBase: Double?
  }

  /// One variant, all instruments and seeds together.
  package struct Memorisation: Encodable, Equatable, Sendable {
    package var variant: String
    package var knowledgeCutoff: String?
    /// Of the window to the cutoff: `before`, `across`, `after`, `unknown`.
    package var window: String
    package var rewordedFlipRate: Double?
    package var shiftedFlipRate: Double?
    package var flipRateBefore: Double?
    package var flipRateAfter: Double?
    package var hitRateBefore: Double?
    package var hitRateAfter: Double?
  }

  /// One instrument's forecast at one level.
  package struct Risk: Encodable, Equatable, Sendable {
    package var instrument: String
    package var level: Double
    package var days: Int
    package var exceptions: Int
    package var coverageP: Double
    package var independenceP: Double?
    package var shortfallP: Double
  }

  /// One variant on one account with one seed.
  package struct Drawdown: Encodable, Equatable, Sendable {
    package var variant: String
    package var instrument: String
    package var seed: UInt64
    package var maxDrawdown: Double
    package var p50: Double
    package var p95: Double
    package var position: Double
  }
}

extension EvidenceSummary {
  init(_ evidence: RunEvidence, _ run: ScenarioRun) {
    calibration = evidence.calibration.map { found in
      found.variants.flatMap { variant in
        [variant.all, variant.atHorizon].compactMap(\.self).map { Calibration(variant.name, $0) }
      }
    }
    memorisation = evidence.memorisation?.pooled.map { found in
      Memorisation(
        variant: found.name, knowledgeCutoff: found.cutoff?.description, window: found.place.rawValue,
        rewordedFlipRate: found.reworded?.rate, shiftedFlipRate: found.shifted?.rate,
        flipRateBefore: found.before?.flips?.rate, flipRateAfter: found.after?.flips?.rate,
        hitRateBefore: found.before?.hits?.mean, hitRateAfter: found.after?.hits?.mean)
    }
    risk = evidence.risk.forecasts.map { found in
      Risk(
        instrument: found.instrument, level: found.test.level, days: found.test.valueAtRisk.days,
        exceptions: found.test.valueAtRisk.exceptions, coverageP: found.test.coverage.coverage,
        independenceP: found.test.coverage.independence,
        shortfallP: found.test.shortfall.frequencyAndSeverity.pValue)
    }
    drawdowns = evidence.risk.drawdowns.map { found in
      Drawdown(
        variant: run.variantNames[found.variant], instrument: run.name(of: run.books[found.book]), seed: found.seed,
        maxDrawdown: found.distribution.observed, p50: found.distribution.quantiles.p50,
        p95: found.distribution.quantiles.p95, position: found.distribution.position)
    }
  }
}

extension EvidenceSummary.Calibration {
  fileprivate init(_ variant: String, _ scores: CalibrationScores) {
    self.init(
      variant: variant, label: scores.atHorizon ? "horizon" : "barrier", answers: scores.answers, bars: scores.bars,
      tooFewLabels: scores.isThin, hitRate: scores.hitRate, meanConfidence: scores.meanConfidence,
      overconfidence: scores.overconfidence, overconfidenceLow: scores.bootstrap?.overconfidence.low,
      overconfidenceHigh: scores.bootstrap?.overconfidence.high, brier: scores.brier.value,
      reliability: scores.brier.reliability, resolution: scores.brier.resolution,
      uncertainty: scores.brier.uncertainty, calibrationError: scores.calibrationError,
      calibrationErrorOfNoise: scores.bootstrap?.calibratedError, sharpness: scores.sharpness,
      threeClassBrier: scores.threeClass?.score, threeClassBase: scores.threeClass?.base)
  }
}
