import Comparison
import Reports

/// `memorisation.csv`: a row for each variant on all instruments, and on each.
enum MemorisationTable {
  static let name = "memorisation.csv"

  private static let head: [TableCell] = [
    "variant", "instrument", "knowledge_cutoff", "window", "other_form", "answers", "reworded_flips",
    "reworded_flip_rate", "reworded_low", "reworded_high", "shifted_flips", "shifted_flip_rate", "shifted_low",
    "shifted_high", "before_answers", "before_flip_rate", "before_low", "before_high", "before_acted",
    "before_hit_rate", "after_answers", "after_flip_rate", "after_low", "after_high", "after_acted", "after_hit_rate",
  ]

  static func write(_ evidence: MemorisationEvidence, to path: String) throws {
    try OutputFile.table(path, head, evidence.variants.map { row($0, evidence.otherForm) })
  }

  private static func row(_ variant: MemorisationEvidence.Variant, _ otherForm: String) -> [TableCell] {
    let own: [TableCell] = [
      TableCell(variant.name), TableCell(variant.instrument ?? "all"), TableCell(variant.cutoff),
      TableCell(variant.place.rawValue), TableCell(otherForm), TableCell(variant.reworded?.ticks),
    ]
    return own + flips(variant.reworded) + flips(variant.shifted) + side(variant.before) + side(variant.after)
  }

  private static func flips(_ rate: FlipRate?) -> [TableCell] {
    [
      TableCell(rate?.flips), TableCell(rate?.rate), TableCell(rate?.interval?.low), TableCell(rate?.interval?.high),
    ]
  }

  private static func side(_ side: MemorisationEvidence.Side?) -> [TableCell] {
    let hits: [TableCell] = [TableCell(side?.hits?.ticks), TableCell(side?.hits?.mean)]
    return [TableCell(side?.ticks)] + flips(side?.flips).dropFirst() + hits
  }
}
