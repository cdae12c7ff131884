import Comparison
import Market
import Reports
import Scenarios

/// `paths.csv`: how far each variant's profit had drawn away from the reference's on each day.
enum PathTable {
  static let name = "paths.csv"

  /// Writes nothing where nothing is compared.
  static func write(_ differences: PathDifferences, _ run: ScenarioRun, to folder: String) throws {
    guard !differences.paths.isEmpty else { return }
    try OutputFile.table(
      "\(folder)/\(name)",
      [
        "time", "instrument", "variant", "difference", "chance_low", "chance_high", "block_length", "resamples",
        "draw_seed",
      ],
      differences.paths.flatMap { rows($0, run) })
  }

  private static func rows(_ path: PathDifferences.Path, _ run: ScenarioRun) -> [[TableCell]] {
    let chance = path.chance
    let (lows, highs) = (chance?.lows, chance?.highs)
    let whose = [TableCell(run.name(of: run.books[path.book])), TableCell(run.variantNames[path.variant])]
    let drawn = [
      TableCell(chance?.blockLength), TableCell(chance?.resamples), chance.map { TableCell($0.seed) } ?? "",
    ]
    return path.times.indices.map { day in
      [TableCell(path.times[day])] + whose
        + [TableCell(path.difference[day]), TableCell(lows?[day]), TableCell(highs?[day])] + drawn
    }
  }
}

extension ChanceBand {
  /// From the start of the account on, before its first day: nothing has differed yet.
  var lows: [Double] { [0] + low }
  var highs: [Double] { [0] + high }
}
