import Comparison

/// Finished runs side by side: each variant's figures in every run, and what it earned beyond the first run.
package struct RunComparison: Sendable {
  let compared: ComparedRuns
  /// By variant, then account; the last of a variant is all accounts together where there are several.
  let lines: [Line]

  struct Line: Sendable {
    var variant: String
    var instrument: String
    /// By run.
    var entries: [Entry]
  }

  struct Entry: Sendable {
    /// Nil where the run lacks the variant, and for all accounts together.
    var figures: WrittenSummary.Variant?
    /// From the first run; nil for that one itself and where one of both lacks the variant.
    var difference: EquityDifference?
  }

  package init(_ runs: [WrittenRun]) throws {
    let compared = try ComparedRuns(runs)
    self.compared = compared
    lines = try compared.variants.flatMap { variant in
      let curves = try zip(runs, variant.names).map { run, name in
        try name.map { try WrittenEquity(run, variant: $0, accounts: compared.accounts).curves }
      }
      func line(_ instrument: String, _ accounts: [Int]) throws -> Line {
        let entries = try runs.indices.map { run in
          let figures = variant.names[run].flatMap { name in
            runs[run].summary.variants.first { $0.name == name && $0.instrument == instrument }
          }
          return Entry(figures: figures, difference: try difference(run, accounts))
        }
        return Line(variant: variant.name, instrument: instrument, entries: entries)
      }
      func difference(_ run: Int, _ accounts: [Int]) throws -> EquityDifference? {
        guard run > 0, let first = curves[0], let other = curves[run] else { return nil }
        let seed = runs[0].manifest.seed &+ UInt64(run)
        guard let found = EquityDifference(accounts.map { first[$0] }, accounts.map { other[$0] }, seed: seed) else {
          throw IncomparableRuns(compared.labels[0], compared.labels[run], .noMoney(variant.name))
        }
        return found
      }
      let all = Array(compared.accounts.indices)
      return try compared.accounts.enumerated().map { try line($1.instrument, [$0]) }
        + (all.count > 1 ? [line("all", all)] : [])
    }
  }

  /// The first 16 digits of a hash over the runs' ids, in order.
  package var id: String { Manifest.identify(version: "", seed: 0, inputs: entries) }

  private var entries: [Manifest.Entry] {
    compared.runs.map { Manifest.Entry(name: $0.runID, kind: "run", sha256: "", detail: nil) }
  }

  /// What a reader has to know before the figures.
  package var notes: [String] {
    var notes: [String] = []
    let (first, others) = (compared.runs[0], zip(compared.runs, compared.labels).dropFirst())
    for (run, label) in others where run.runID == first.runID {
      notes.append("\(label) is the same run as \(compared.labels[0]): same inputs, same files.")
    }
    for (run, label) in others where run.manifest.seeds != first.manifest.seeds {
      notes.append("\(label) was played with other seeds than \(compared.labels[0]): part of a difference is theirs.")
    }
    if compared.runs.contains(where: { $0.summary.trials != nil && $0.summary.walkForward == nil }) {
      notes.append("A run is the best point of a sweep: a selected result, better than what to expect of it.")
    }
    if compared.runs.contains(where: \.summary.isMock) { notes.append("MOCK models answered.") }
    notes.append(
      "Differences are to \(compared.labels[0]), on the mean of the seeds' accounts. An interval that holds zero does not "
        + "show that two runs earn the same.")
    return notes
  }
}
