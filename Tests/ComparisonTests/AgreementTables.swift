import Comparison
import Market

extension [PairedAnswer] {
  /// Answers that fill a table of three by three, row after row the reference's SELL, HOLD, BUY; all on one day.
  static func table(_ counts: [Int]) -> [PairedAnswer] {
    let order: [Action] = [.sell, .hold, .buy]
    return counts.enumerated().flatMap { cell, count in
      (0..<count).map { _ in PairedAnswer(day: 0, reference: order[cell / 3], candidate: order[cell % 3]) }
    }
  }
}

extension FlipMatrix {
  static func table(_ counts: [Int]) -> FlipMatrix { FlipMatrix([PairedAnswer].table(counts)) }
}
