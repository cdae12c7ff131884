import Comparison
import Market
import Reports
import Scenarios

/// `agreement.csv` and `directions.csv`: where and how answers to the same prompts differ.
enum AgreementTables {
  static let names = ["agreement.csv", "directions.csv"]

  /// Writes neither where nothing is compared.
  static func write(_ results: RunResults, to folder: String) throws {
    let compared = zip(results.run.variantNames, results.decisions).compactMap { name, own in own.map { (name, $0) } }
    guard !compared.isEmpty else { return }
    // The answers of all instruments are counted together.
    let instruments = results.run.scenario.panels.map(\.instrument.symbol).joined(separator: " and ")
    let agreement = try OutputFile("\(folder)/\(names[0])")
    try agreement.row(["variant", "instrument", "by", "group", "ticks", "flips", "flip_rate", "low", "high"])
    let directions = try OutputFile("\(folder)/\(names[1])")
    try directions.row(["variant", "instrument", "reference", "candidate", "ticks", "share_of_ticks", "share_of_flips"])
    for (name, comparison) in compared {
      for breakdown in comparison.breakdowns {
        for group in breakdown.groups {
          let (rate, interval) = (group.rate, group.rate.interval)
          try agreement.row([
            name, instruments, breakdown.by, group.label, String(rate.ticks), String(rate.flips), rate.rate.shortest,
            interval?.low.shortest ?? "", interval?.high.shortest ?? "",
          ])
        }
      }
      for direction in comparison.directions {
        try directions.row([
          name, instruments, direction.reference.name, direction.candidate.name, String(direction.count),
          direction.shareOfTicks.shortest, direction.shareOfFlips?.shortest ?? "",
        ])
      }
    }
    try agreement.close()
    try directions.close()
  }
}
