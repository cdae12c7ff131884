import Comparison
import Reports

/// `calibration.csv`: for each variant, scope and label a row of scores, then a row a bin of its reliability diagram.
enum CalibrationTable {
  static let name = "calibration.csv"

  private static let head: [TableCell] = [
    "variant", "instrument", "seed", "label", "bin", "bin_low", "bin_high", "answers", "bars", "mean_confidence",
    "hit_rate", "overconfidence", "overconfidence_low", "overconfidence_high", "brier", "brier_low", "brier_high",
    "reliability", "resolution", "uncertainty", "within_bin_variance", "within_bin_covariance", "ece", "ece_low",
    "ece_high", "ece_noise", "ece_p", "sharpness", "three_class_brier", "three_class_base", "three_class_answers",
    "block_length", "unlabelled",
  ]

  static func write(_ evidence: CalibrationEvidence, to path: String) throws {
    try OutputFile.table(
      path, head, evidence.variants.flatMap { variant in variant.scores.flatMap { rows(variant.name, $0) } })
  }

  private static func rows(_ variant: String, _ scores: CalibrationScores) -> [[TableCell]] {
    let scope: [TableCell] = [
      TableCell(variant), TableCell(scores.instrument ?? "all"), TableCell(scores.seed.map(String.init) ?? "all"),
      scores.atHorizon ? "horizon" : "barrier",
    ]
    let (drawn, brier) = (scores.bootstrap, scores.brier)
    let figures: [Double?] = [
      scores.meanConfidence, scores.hitRate, scores.overconfidence, drawn?.overconfidence.low,
      drawn?.overconfidence.high, brier.value, drawn?.brier.low, drawn?.brier.high, brier.reliability,
      brier.resolution, brier.uncertainty, brier.withinBinVariance, brier.withinBinCovariance,
      scores.calibrationError, drawn?.expectedCalibrationError.low, drawn?.expectedCalibrationError.high,
      drawn?.calibratedError, drawn?.pValue, scores.sharpness, scores.threeClass?.score, scores.threeClass?.base,
    ]
    let whole =
      scope + ["all", "", "", TableCell(scores.answers), TableCell(scores.bars)] + figures.map { TableCell($0) }
      + [TableCell(scores.threeClass?.answers), TableCell(drawn?.blockLength), TableCell(scores.unlabelled)]
    let bins = scores.diagram.bins.enumerated().map { index, bin in
      let cells =
        scope + [
          TableCell(index + 1), TableCell(bin.low), TableCell(bin.high), TableCell(bin.count), "",
          TableCell(bin.meanConfidence), TableCell(bin.hitRate), TableCell(bin.meanConfidence - bin.hitRate),
        ]
      return cells + Array(repeating: "", count: head.count - cells.count)
    }
    return [whole] + bins
  }
}
