import ArgumentParser
import Workbench

struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Write a Jupyter notebook that redraws a finished run's figures from its files.")

  @Argument(help: "The run directory.") var runDirectory: String
  @Option(help: "The notebook (default: notebooks-export/<scenario>.ipynb).") var out: String?

  func run() throws {
    let written = try WrittenRun(runDirectory)
    let path = out ?? "notebooks-export/\(written.scenario).ipynb"
    guard path.hasSuffix(".ipynb") else { throw UsageError("--out '\(path)' is no notebook. Name a file NAME.ipynb.") }
    try NotebookExport(written).write(to: path)
    try Terminal.say("notebook: \(path)")
  }
}
