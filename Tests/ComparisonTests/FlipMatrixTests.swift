import Comparison
import Market
import Testing

@Suite struct FlipMatrixTests {
  @Test func `each pair of answers is counted in its own cell`() {
    var answers: [PairedAnswer] = []
    for (row, reference) in Action.allCases.enumerated() {
      for (column, candidate) in Action.allCases.enumerated() {
        for day in 0..<(1 << (3 * row + column)) {
          answers.append(PairedAnswer(day: day, reference: reference, candidate: candidate))
        }
      }
    }
    let matrix = FlipMatrix(answers)
    for (row, reference) in Action.allCases.enumerated() {
      for (column, candidate) in Action.allCases.enumerated() {
        #expect(matrix[reference: reference, candidate: candidate] == 1 << (3 * row + column))
      }
    }
    // Cells are powers of two: 1 + 16 + 256 agree, 32 + 128 go from one side to the other.
    #expect(matrix.total == 511 && matrix.agreements == 273 && matrix.flips == 238 && matrix.reversals == 160)
  }

  @Test func `nothing answered is an empty matrix`() {
    #expect(FlipMatrix().total == 0 && FlipMatrix().flips == 0)
  }
}
