internal import Market

extension SeriesName {
  /// The name in `candidates` that takes the fewest edits to reach, the first of equals; nil where none is alike.
  func nearest(in candidates: [SeriesName]) -> SeriesName? {
    let distances = candidates.map { candidate in
      // Without a venue here, any venue there is as near.
      let other = venue == nil ? "\(candidate.instrument) \(candidate.timeframe.rawValue)" : candidate.description
      return (candidate, editDistance(description.lowercased(), other.lowercased()))
    }
    // Half of the text changed is another text.
    return distances.filter { $0.1 * 2 <= description.count }.min { $0.1 < $1.1 }?.0
  }
}

/// Insertions, deletions and replacements of single bytes that turn `a` into `b` (Levenshtein 1966).
private func editDistance(_ a: String, _ b: String) -> Int {
  let (from, to) = (Array(a.utf8), Array(b.utf8))
  var row = Array(0...to.count)
  for i in from.indices {
    var diagonal = row[0]
    row[0] = i + 1
    for j in to.indices {
      let replaced = diagonal + (from[i] == to[j] ? 0 : 1)
      diagonal = row[j + 1]
      row[j + 1] = min(replaced, row[j] + 1, row[j + 1] + 1)
    }
  }
  return row[to.count]
}
