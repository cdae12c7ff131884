import Comparison
import Market
import Reports
import Scenarios

/// `replications.csv`: what each seed alone and each quarter of the run alone says of a variant.
enum ReplicationTable {
  static let name = "replications.csv"

  /// Writes nothing where nothing is compared.
  static func write(_ replications: [Replication], _ run: ScenarioRun, to folder: String) throws {
    guard !replications.isEmpty else { return }
    try OutputFile.table(
      "\(folder)/\(name)",
      [
        "by", "part", "variant", "instrument", "ticks", "flips", "flip_rate", "low", "high", "days",
        "annual_difference", "annual_difference_low", "annual_difference_high",
      ],
      replications.flatMap { rows($0, run) })
  }

  private static func rows(_ replication: Replication, _ run: ScenarioRun) -> [[TableCell]] {
    // The accounts of all instruments are taken together.
    let instruments = run.scenario.panels.map(\.instrument.symbol).joined(separator: " and ")
    return zip(run.variantNames, replication.variants).compactMap { name, variant -> [TableCell]? in
      guard let variant else { return nil }
      let (flips, money) = (variant.flips, variant.money)
      let (rate, interval) = (flips?.interval, money?.annual.interval(confidence: 0.95))
      return [
        TableCell(replication.kind.rawValue), TableCell(replication.label), TableCell(name), TableCell(instruments),
        TableCell(flips?.ticks), TableCell(flips?.flips), TableCell(flips?.rate), TableCell(rate?.low),
        TableCell(rate?.high), TableCell(money?.days), TableCell(money?.annual.value), TableCell(interval?.low),
        TableCell(interval?.high),
      ]
    }
  }
}
