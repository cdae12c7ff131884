import Foundation

/// The cells of `notebook.py`: what an exported notebook is cut from.
struct NotebookTemplate {
  struct Cell {
    var id: String
    var isMarkdown: Bool
    /// All of these must be in the run.
    var needs: [String]
    var text: String
  }

  let cells: [Cell]

  static let shipped = NotebookTemplate(String(decoding: PackageResources.notebook_py, as: UTF8.self))

  /// A cell begins with `# %% [markdown] id needs=a,b`; what stands before the first is a remark.
  init(_ text: String) {
    var cells: [Cell] = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("# %% ") {
        cells.append(Cell(head: line.dropFirst(5).split(separator: " ")))
      } else if !cells.isEmpty {
        cells[cells.count - 1].append(line)
      }
    }
    for index in cells.indices { cells[index].text = cells[index].text.trimmingCharacters(in: .newlines) }
    self.cells = cells
  }
}

extension NotebookTemplate.Cell {
  fileprivate init(head: [Substring]) {
    let needs = head.first { $0.hasPrefix("needs=") }.map { $0.dropFirst(6).split(separator: ",").map(String.init) }
    self.init(
      id: head.first { !$0.hasPrefix("[") && !$0.hasPrefix("needs=") }.map(String.init) ?? "",
      isMarkdown: head.first == "[markdown]", needs: needs ?? [], text: "")
  }

  fileprivate mutating func append(_ line: Substring) {
    text += (isMarkdown ? line.dropFirst(line.hasPrefix("# ") ? 2 : 1) : line) + "\n"
  }
}
