package import Foundation
import Reports

/// Writes a notebook that redraws a finished run's figures from its files.
package struct NotebookExport {
  private let run: WrittenRun

  package init(_ run: WrittenRun) { self.run = run }

  /// `runPath` is where the run lies, seen from the notebook's folder.
  package func json(runPath: String) throws -> Data {
    let has = parts
    let values = [
      "title": MarkdownTable.escaped(run.scenario), "run_id": run.runID, "run": try Self.pythonText(runPath),
    ]
    let cells = NotebookTemplate.shipped.cells.filter { has.isSuperset(of: $0.needs) }.map { cell in
      Notebook.Cell(id: cell.id, isMarkdown: cell.isMarkdown, text: Self.fill(cell.text, values))
    }
    return try Notebook(cells: cells).json()
  }

  /// Writes it to `path`, whose folder is made.
  package func write(to path: String) throws {
    let place = URL(fileURLWithPath: path).standardizedFileURL
    let folder = place.deletingLastPathComponent()
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let target = URL(fileURLWithPath: run.folder).standardizedFileURL.resolvingSymlinksInPath()
    let way = Self.way(to: target.pathComponents, from: folder.resolvingSymlinksInPath().pathComponents)
    try OutputFile.write(json(runPath: way), to: place.path)
  }

  /// What there is to be drawn, by the names that cells need.
  private var parts: Set<String> {
    var parts: Set<String> = []
    if run.summary.reference != nil { parts.insert("compared") }
    let isAnswered = run.summary.variants.contains { $0.probe != nil }
    if isAnswered, run.has(ProbeTable.name) { parts.insert("probe") }
    if run.summary.variants.contains(where: { $0.figures.trades > 0 }) { parts.insert("trades") }
    if hasRows("decisions.csv") { parts.insert("decisions") }
    if hasRows("volatility.csv") { parts.insert("volatility") }
    if run.summary.trials != nil, run.has("trials.csv") { parts.insert("trials") }
    if run.has("folds.csv") { parts.insert("folds") }
    return parts
  }

  /// Whether the first variant's table called `name` has more than its header.
  private func hasRows(_ name: String) -> Bool {
    guard let variant = run.summary.variantNames.first, let folder = try? VariantFolder.names(of: [variant]).first,
      let handle = FileHandle(forReadingAtPath: "\(run.folder)/\(folder)/\(name)")
    else { return false }
    defer { try? handle.close() }
    let start = (try? handle.read(upToCount: 4096)) ?? Data()
    return start.count { $0 == UInt8(ascii: "\n") } > 1
  }

  /// Placeholders are `{{name}}`; a value is not looked through again.
  private static func fill(_ text: String, _ values: [String: String]) -> String {
    text.replacing(/\{\{(\w+)\}\}/) { match in values[String(match.1)] ?? String(match.0) }
  }

  /// `text` as Python writes it: its strings know the escapes of JSON.
  private static func pythonText(_ text: String) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .withoutEscapingSlashes
    return String(decoding: try encoder.encode(text), as: UTF8.self)
  }

  /// `../reports/a` for `/x/reports/a`, seen from `/x/notebooks`.
  static func way(to target: [String], from folder: [String]) -> String {
    let shared = zip(target, folder).prefix { $0 == $1 }.count
    let steps = Array(repeating: "..", count: folder.count - shared) + target.dropFirst(shared)
    return steps.isEmpty ? "." : steps.joined(separator: "/")
  }
}
