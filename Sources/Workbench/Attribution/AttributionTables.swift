import Comparison
import Market
import Replay
import Reports
import Scenarios

/// `attribution.csv`, `accounting.csv`, `costliest_flips.csv` and `latency.csv`.
enum AttributionTables {
  static let names = ["attribution.csv", "accounting.csv", "costliest_flips.csv", "latency.csv"]

  static func write(_ attribution: Attribution, _ run: ScenarioRun, to folder: String) throws {
    try writeShares(attribution, run, to: "\(folder)/\(names[0])")
    try writeParts(attribution, run, to: "\(folder)/\(names[1])")
    try writeFlips(attribution, run, to: "\(folder)/\(names[2])")
    try writeLatencies(attribution, run, to: "\(folder)/\(names[3])")
  }

  private static let keys = ["variant", "instrument", "seed", "currency"]

  private static func keys(_ subject: Attribution.Subject, _ run: ScenarioRun) -> [String] {
    let book = run.books[subject.book]
    return [run.variantNames[subject.variant], run.name(of: book), String(subject.seed), run.currency(of: book)]
  }

  /// Of each candidate: what each cause made, their sum, what pairs of causes make together, and every replay.
  private static func writeShares(_ attribution: Attribution, _ run: ScenarioRun, to path: String) throws {
    let file = try OutputFile(path)
    try file.row(keys + ["what", "causes", "amount"])
    for share in attribution.shares {
      let own = keys(share.subject, run)
      for (cause, value) in zip(share.causes, share.values.values) {
        try file.row(own + ["cause", cause.rawValue, "\(value)"])
      }
      try file.row(own + ["total", "", "\(share.values.total)"])
      for (first, second) in share.pairs {
        let amount = share.values.interactions[first][second]
        try file.row(own + ["interaction", share.names(1 << first | 1 << second), amount.shortest])
      }
      for (mask, profit) in share.profits.enumerated() {
        try file.row(own + ["replay", share.names(mask), "\(profit)"])
      }
    }
    try file.close()
  }

  /// What each variant's profit is made of, and the difference to the reference's.
  private static func writeParts(_ attribution: Attribution, _ run: ScenarioRun, to path: String) throws {
    let file = try OutputFile(path)
    try file.row(keys + ["what"] + ProfitParts.names + ["profit", "fills", "fills_without_middle"])
    func row(_ subject: Attribution.Subject, _ what: String, _ parts: ProfitParts) throws {
      try file.row(
        keys(subject, run) + [what] + parts.amounts.map { "\($0)" }
          + ["\(parts.total)", String(parts.fills), String(parts.fillsWithoutMiddle)])
    }
    for own in attribution.owns {
      try row(own.subject, "own", own.parts)
      if let difference = attribution.difference(own, to: run.reference) {
        try row(own.subject, "difference", difference)
      }
    }
    try file.close()
  }

  private static func writeFlips(_ attribution: Attribution, _ run: ScenarioRun, to path: String) throws {
    let file = try OutputFile(path)
    try file.row([
      "variant", "rank", "time", "instrument", "seed", "reference_action", "reference_confidence", "action",
      "confidence", "markout_bp", "prompt",
    ])
    for (variant, flips) in attribution.flips.enumerated() {
      for (rank, flip) in flips.enumerated() {
        try file.row([
          run.variantNames[variant], String(rank + 1), "\(flip.time)",
          run.scenario.panels[flip.panel].instrument.symbol, String(flip.seed), flip.reference.action.name,
          String(flip.reference.confidence), flip.candidate.action.name, String(flip.candidate.confidence),
          flip.markOut.shortest, flip.prompt,
        ])
      }
    }
    try file.close()
  }

  /// The same answers after other latencies; `latency_of` is empty for none at all.
  private static func writeLatencies(_ attribution: Attribution, _ run: ScenarioRun, to path: String) throws {
    let file = try OutputFile(path)
    try file.row(keys + ["latency_of", "profit", "less_own"])
    for row in attribution.latencies {
      let own = attribution.latencies.first { $0.subject == row.subject && $0.latencyOf == row.subject.variant }
      try file.row(
        keys(row.subject, run) + [
          row.latencyOf.map { run.variantNames[$0] } ?? "", "\(row.profit)",
          own.map { "\(row.profit - $0.profit)" } ?? "",
        ])
    }
    try file.close()
  }
}

extension Attribution {
  /// Part by part; nil for the reference itself.
  func difference(_ own: Own, to reference: Int?) -> ProfitParts? {
    guard let reference, own.subject.variant != reference else { return nil }
    var other = own.subject
    other.variant = reference
    return owns.first { $0.subject == other }.map { own.parts - $0.parts }
  }
}

extension Attribution.Share {
  /// Every pair of causes once.
  var pairs: [(Int, Int)] {
    causes.indices.flatMap { first in (first + 1..<causes.count).map { (first, $0) } }
  }

  /// `action+latency`.
  func names(_ mask: Int) -> String { AttributionCause.names(causes, in: mask).joined(separator: "+") }
}
