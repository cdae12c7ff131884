import Comparison
import Market
import Reports

/// Puts the evidence on the page: picks, names and units, no figures of its own.
struct EvidencePage {
  let evidence: RunEvidence
  let results: RunResults

  private var run: ScenarioRun { results.run }

  var sections: ReportPage.Evidence {
    var page = ReportPage.Evidence()
    page.calibration = evidence.calibration.map(calibration)
    page.memory = evidence.memorisation.map(memory)
    page.risk = risk
    return page
  }

  // MARK: Calibration

  private func calibration(_ found: CalibrationEvidence) -> ReportPage.Calibration {
    let rows = found.variants.enumerated().compactMap { index, variant in
      variant.all.map { row(index, $0, atHorizon: variant.atHorizon) }
    }
    return ReportPage.Calibration(
      horizon: found.horizon, rows: rows, unlabelled: found.variants.compactMap { $0.all?.unlabelled }.max() ?? 0)
  }

  private func row(
    _ variant: Int, _ scores: CalibrationScores, atHorizon: CalibrationScores?
  ) -> ReportPage.Calibration.Row {
    var row = ReportPage.Calibration.Row(
      variant: variant, answers: scores.answers, bars: scores.bars,
      neededBars: CalibrationScores.fewestLabels * scores.overlap, hitRate: scores.hitRate,
      confidence: scores.meanConfidence, brier: scores.brier.value, reliability: scores.brier.reliability,
      resolution: scores.brier.resolution, uncertainty: scores.brier.uncertainty,
      withinBins: scores.brier.withinBinVariance - scores.brier.withinBinCovariance,
      calibrationError: scores.calibrationError, spread: scores.sharpness.squareRoot(),
      bins: scores.diagram.bins.map {
        ReportPage.Calibration.Bin(count: $0.count, confidence: $0.meanConfidence, hitRate: $0.hitRate)
      })
    row.hitRateAtHorizon = atHorizon?.hitRate
    row.overconfidence = scores.bootstrap.map { interval($0.overconfidence) }
    row.noiseError = scores.bootstrap?.calibratedError
    row.noiseProbability = scores.bootstrap?.pValue
    row.threeClass = scores.threeClass?.score
    row.threeClassBase = scores.threeClass?.base
    return row
  }

  private func interval(_ interval: ConfidenceInterval) -> ReportPage.Interval {
    ReportPage.Interval(interval.low, interval.high)
  }

  // MARK: Memorisation

  private func memory(_ found: MemorisationEvidence) -> ReportPage.Memory {
    let rows = found.pooled.enumerated().map { index, variant in
      var row = ReportPage.Memory.Row(variant: index, cutoff: variant.cutoff, window: variant.place.words)
      row.reworded = variant.reworded.map(flips)
      row.shifted = variant.shifted.map(flips)
      row.before = variant.before.map(half)
      row.after = variant.after.map(half)
      return row
    }
    return ReportPage.Memory(otherForm: found.otherForm, rows: rows, warning: warning(found.pooled))
  }

  /// The models that may have read of every tick.
  private func warning(_ variants: [MemorisationEvidence.Variant]) -> String? {
    let early = variants.filter { $0.place == .before }
    guard !early.isEmpty else { return nil }
    let who = early.count == variants.count ? "every model on this page" : early.map(\.name).joined(separator: ", ")
    return
      "Every tick lies before the knowledge cutoff of \(who), by the models’ cards: a real one may have read of these "
      + "days in training, and nothing here can show that it would have known them without."
  }

  private func flips(_ rate: FlipRate) -> ReportPage.Memory.Flips {
    ReportPage.Memory.Flips(
      count: rate.flips, answers: rate.ticks, rate: rate.rate, interval: rate.interval.map(interval))
  }

  private func half(_ side: MemorisationEvidence.Side) -> ReportPage.Memory.Half {
    ReportPage.Memory.Half(
      answers: side.ticks, flips: side.flips.map(flips), hitRate: side.hits?.mean, acted: side.hits?.ticks ?? 0)
  }
}

extension MemorisationEvidence.Place {
  fileprivate var words: String {
    switch self {
    case .before: "all before"
    case .across: "across"
    case .after: "all after"
    case .unknown: "unknown"
    }
  }
}
