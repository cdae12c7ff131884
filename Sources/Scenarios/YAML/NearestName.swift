/// The known name that `name` was probably meant to be: fewest edits away, at most a third of its length; nil if none.
package func nearestName(to name: String, among known: [String]) -> String? {
  let lower = Array(name.lowercased())
  var best: (name: String, distance: Int)?
  for candidate in known {
    let distance = editDistance(lower, Array(candidate.lowercased()))
    if distance < best?.distance ?? .max { best = (candidate, distance) }
  }
  guard let best else { return nil }
  let length = max(lower.count, best.name.count)
  return best.distance <= max(1, length / 3) && best.distance < length ? best.name : nil
}

/// Insertions, deletions, replacements and swaps of neighbours that turn `a` into `b` (optimal string alignment).
private func editDistance(_ a: [Character], _ b: [Character]) -> Int {
  var rows = [[Int]](repeating: [Int](repeating: 0, count: b.count + 1), count: a.count + 1)
  for i in 0...a.count { rows[i][0] = i }
  for j in 0...b.count { rows[0][j] = j }
  guard !a.isEmpty, !b.isEmpty else { return max(a.count, b.count) }
  for i in 1...a.count {
    for j in 1...b.count {
      let cost = a[i - 1] == b[j - 1] ? 0 : 1
      rows[i][j] = min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + cost)
      if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
        rows[i][j] = min(rows[i][j], rows[i - 2][j - 2] + 1)
      }
    }
  }
  return rows[a.count][b.count]
}
