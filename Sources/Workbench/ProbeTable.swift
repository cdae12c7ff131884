import Comparison
import Market
import Replay
import Reports
import Scenarios

/// `probe.csv`: a row for each of the reference's prompts and each variant that answered it.
enum ProbeTable {
  static let name = "probe.csv"

  /// Writes nothing where no variants are compared, or the scenario wants no rows of decisions.
  static func write(_ results: RunResults, to path: String) throws {
    let run = results.run
    guard let reference = run.reference, run.scenario.report.decisionLog != .none else { return }
    let file = try OutputFile(path)
    file.text.append("time,instrument,seed,variant,action,confidence\n")
    let names = run.variantNames.map { name in
      var field = TextBuffer()
      field.append(csvField: name)
      return ",\(field.string),"
    }
    for panel in run.panels.indices {
      let symbol = run.scenario.panels[panel].instrument.symbol
      for session in results.sessions(variant: reference, panel: panel) {
        guard let probe = session.probe else { continue }
        let label = ",\(symbol),\(session.seed)"
        for (tick, time) in probe.times.enumerated() {
          for variant in names.indices {
            file.text.append(time)
            file.text.append(label)
            file.text.append(names[variant])
            file.text.append(probe.answers[variant][tick].name)
            file.text.append(",")
            file.text.append(Int(probe.confidences[variant][tick]))
            file.text.append("\n")
          }
          try file.flushIfLarge()
        }
      }
    }
    try file.close()
  }
}
