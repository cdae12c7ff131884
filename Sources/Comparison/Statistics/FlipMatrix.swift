package import Market

/// How often each answer of the reference met each answer of the candidate: three by three.
package struct FlipMatrix: Hashable, Sendable {
  private var counts = [Int](repeating: 0, count: 9)

  package init(_ answers: [PairedAnswer] = []) {
    for answer in answers { counts[Self.index(answer.reference, answer.candidate)] += 1 }
  }

  package subscript(reference reference: Action, candidate candidate: Action) -> Int {
    counts[Self.index(reference, candidate)]
  }

  package var total: Int { counts.reduce(0, +) }

  /// Ticks with the same answer.
  package var agreements: Int { Action.allCases.reduce(0) { $0 + self[reference: $1, candidate: $1] } }

  package var flips: Int { total - agreements }

  /// Flips from buying to selling or back: the ones that cost most.
  package var reversals: Int { self[reference: .buy, candidate: .sell] + self[reference: .sell, candidate: .buy] }

  private static func index(_ reference: Action, _ candidate: Action) -> Int {
    Int(reference.rawValue) * 3 + Int(candidate.rawValue)
  }
}
