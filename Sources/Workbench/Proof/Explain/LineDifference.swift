/// How one text becomes another, line by line: the fewest lines taken out and put in.
package enum LineDifference {
  package struct Line: Equatable, Sendable {
    package enum Kind: String, Sendable {
      case same = " "
      case removed = "-"
      case added = "+"
    }

    package var kind: Kind
    package var text: String
  }

  /// By the longest common subsequence; quadratic, for prompts of some dozens of lines.
  package static func lines(from old: String, to new: String) -> [Line] {
    let (a, b) = (split(old), split(new))
    // common[i][j]: how many lines a[i...] and b[j...] share.
    var common = [[Int]](repeating: [Int](repeating: 0, count: b.count + 1), count: a.count + 1)
    for i in a.indices.reversed() {
      for j in b.indices.reversed() {
        common[i][j] = a[i] == b[j] ? common[i + 1][j + 1] + 1 : max(common[i + 1][j], common[i][j + 1])
      }
    }
    var lines: [Line] = []
    var (i, j) = (0, 0)
    while i < a.count || j < b.count {
      if i < a.count, j < b.count, a[i] == b[j] {
        lines.append(Line(kind: .same, text: a[i]))
        (i, j) = (i + 1, j + 1)
      } else if j == b.count || i < a.count && common[i + 1][j] >= common[i][j + 1] {
        lines.append(Line(kind: .removed, text: a[i]))
        i += 1
      } else {
        lines.append(Line(kind: .added, text: b[j]))
        j += 1
      }
    }
    return lines
  }

  private static func split(_ text: String) -> [String] {
    text.isEmpty ? [] : text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }
}
