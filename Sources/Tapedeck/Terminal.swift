import Foundation
import Reports

/// Where the command writes: results to standard output, everything else to standard error.
enum Terminal {
  static func say(_ text: String) throws(FileError) { try write(Data((text + "\n").utf8)) }

  static func write(_ data: Data) throws(FileError) {
    do { try FileHandle.standardOutput.write(contentsOf: data) } catch { throw FileError(.write, "standard output") }
  }

  /// What cannot be said there cannot be said at all.
  static func complain(_ text: String) { try? FileHandle.standardError.write(contentsOf: Data((text + "\n").utf8)) }

  static var showsProgress: Bool { isatty(STDERR_FILENO) == 1 }

  /// Columns side by side: the first to the left, the others to the right.
  static func table(_ rows: [[String]]) -> String {
    let columns = rows.map(\.count).max() ?? 0
    let widths = (0..<columns).map { column in rows.map { $0.count > column ? $0[column].count : 0 }.max() ?? 0 }
    return rows.map { row in
      row.enumerated().map { column, cell in
        let padding = String(repeating: " ", count: widths[column] - cell.count)
        return column == 0 ? cell + padding : padding + cell
      }.joined(separator: "  ")
    }.joined(separator: "\n")
  }
}

/// A bar on the terminal, once work has taken a second; nothing where standard error is not a terminal.
final class ProgressBar: @unchecked Sendable {
  private let lock = NSLock()
  private let started = ContinuousClock.now
  private var isShown = false

  func show(_ done: Int64, of total: Int64, _ what: String) {
    guard Terminal.showsProgress, total > 0 else { return }
    lock.withLock {
      guard started.duration(to: .now) > .seconds(1) else { return }
      isShown = true
      let filled = Int(24 * min(done, total) / total)
      let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: 24 - filled)
      write("\r[\(bar)] \(100 * done / total) % \(what)\u{1B}[K")
    }
  }

  func finish() {
    lock.withLock {
      if isShown { write("\r\u{1B}[K") }
      isShown = false
    }
  }

  private func write(_ text: String) { try? FileHandle.standardError.write(contentsOf: Data(text.utf8)) }
}
