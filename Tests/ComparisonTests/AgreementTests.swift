import Comparison
import Market
import Testing

/// Expected values: statsmodels and scikit-learn, see Fixtures/make_agreement.py.
@Suite struct AgreementTests {
  private func tables() throws -> [(matrix: FlipMatrix, expected: [Double])] {
    try Fixture.rows("agreement_tables.csv").map { row in
      (.table(row.prefix(9).compactMap { Int($0) }), row.dropFirst(9).compactMap(Double.init))
    }
  }

  @Test func `kappas, their errors and intervals are those of established packages`() throws {
    let tables = try tables()
    #expect(tables.count == 10)
    for (matrix, expected) in tables {
      for (index, weights) in CohensKappa.Weights.allCases.enumerated() {
        let kappa = try #require(CohensKappa(matrix, weights: weights))
        let fields = Array(expected[4 * index..<4 * index + 4])
        #expect(abs(kappa.value - fields[0]) < 1e-11, "\(matrix) \(weights)")
        // The packages leave 1e-8 of rounding where the error is none.
        #expect(abs(kappa.standardError - fields[1]) < (fields[1] < 1e-7 ? 1e-7 : 1e-11), "\(matrix) \(weights)")
        if fields[1] < 1e-7 {
          #expect(kappa.interval == nil)
        } else {
          let interval = try #require(kappa.interval)
          #expect(abs(interval.low - fields[2]) < 1e-11 && abs(interval.high - min(1, fields[3])) < 1e-11)
        }
      }
    }
  }

  @Test func `tests of symmetry, margins and acting are those of an established package`() throws {
    for (matrix, expected) in try tables() {
      let symmetry = try #require(matrix.bowkerSymmetry)
      #expect(abs(symmetry.statistic - expected[12]) < 1e-9 && Double(symmetry.degreesOfFreedom) == expected[13])
      #expect(symmetry.pValue.isClose(to: expected[14], 1e-10))
      let margins = try #require(matrix.stuartMaxwell)
      #expect(abs(margins.statistic - expected[15]) < 1e-9 && Double(margins.degreesOfFreedom) == expected[16])
      #expect(margins.pValue.isClose(to: expected[17], 1e-7))
      #expect(try #require(McNemar(acted: matrix)).pValue.isClose(to: expected[18], 1e-10))
      #expect(try #require(McNemar(acted: matrix, continuityCorrected: true)).pValue.isClose(to: expected[19], 1e-10))
    }
  }

  @Test func `full agreement has a kappa of one and nothing to test`() throws {
    let matrix = FlipMatrix.table([3, 0, 0, 0, 5, 0, 0, 0, 2])
    for weights in CohensKappa.Weights.allCases {
      let kappa = try #require(CohensKappa(matrix, weights: weights))
      #expect(kappa.value.isClose(to: 1, 1e-15) && kappa.standardError == 0 && kappa.interval == nil)
    }
    #expect(matrix.bowkerSymmetry == nil && matrix.stuartMaxwell == nil && McNemar(acted: matrix) == nil)
  }

  @Test func `two variants that always hold, and two that were never asked, have no kappa`() {
    #expect(CohensKappa(FlipMatrix.table([0, 0, 0, 0, 9, 0, 0, 0, 0]), weights: .plain) == nil)
    #expect(CohensKappa(FlipMatrix(), weights: .linear) == nil)
    #expect(FlipMatrix().bowkerSymmetry == nil && FlipMatrix().stuartMaxwell == nil)
  }

  @Test func `weights forgive a flip to HOLD, not one to the other side`() throws {
    let mild = FlipMatrix.table([40, 10, 0, 0, 40, 0, 0, 10, 40])
    let severe = FlipMatrix.table([40, 0, 10, 0, 40, 0, 10, 0, 40])
    let values = try [mild, severe].map { matrix in
      try CohensKappa.Weights.allCases.map { try #require(CohensKappa(matrix, weights: $0)).value }
    }
    #expect(values[0][0] < values[0][1] && values[0][1] < values[0][2])
    #expect(values[1][0] > values[1][1] && values[1][1] > values[1][2])
  }

  @Test func `degrees of freedom count pairs of answers that were confused`() throws {
    // Only HOLD and BUY: ten times one way, two the other. (10 - 2)^2 / 12.
    let matrix = FlipMatrix.table([5, 0, 0, 0, 9, 10, 0, 2, 5])
    let symmetry = try #require(matrix.bowkerSymmetry)
    #expect(symmetry.degreesOfFreedom == 1 && symmetry.statistic.isClose(to: 64.0 / 12, 1e-15))
    #expect(matrix.stuartMaxwell == symmetry)
  }

  @Test func `a round of flips is no change of habits`() throws {
    // SELL to HOLD, HOLD to BUY, BUY to SELL, 30 each: the margins stay, the symmetry does not.
    let matrix = FlipMatrix.table([50, 30, 0, 0, 50, 30, 30, 0, 50])
    #expect(try #require(matrix.stuartMaxwell).statistic == 0)
    #expect(try #require(matrix.bowkerSymmetry).statistic == 90)
  }

  @Test func `McNemar is exact below 25 discordant ticks and corrected where asked`() throws {
    // One head or fewer of ten coins, twice: 2 x 11 / 1,024.
    let exact = try #require(McNemar(onlyReference: 9, onlyCandidate: 1))
    #expect(exact.method == .exactBinomial && exact.statistic == nil && exact.pValue.isClose(to: 22.0 / 1024, 1e-13))
    #expect(McNemar(onlyReference: 12, onlyCandidate: 12)?.pValue == 1)
    let rough = try #require(McNemar(onlyReference: 20, onlyCandidate: 5))
    #expect(rough.method == .chiSquared(continuityCorrected: false) && rough.statistic == 9)
    #expect(McNemar(onlyReference: 20, onlyCandidate: 5, continuityCorrected: true)?.statistic == 196.0 / 25)
    #expect(McNemar(onlyReference: 13, onlyCandidate: 13, continuityCorrected: true)?.pValue == 1)
  }

  @Test func `directions stand by how common they are, equal ones in the order of answers`() throws {
    // SELL to HOLD 7, HOLD to BUY 2, BUY to HOLD 2.
    let directions = FlipMatrix.table([10, 7, 0, 0, 70, 2, 0, 2, 9]).directions
    #expect(directions.map(\.count) == [7, 2, 2, 0, 0, 0])
    let first = try #require(directions.first)
    #expect(first.reference == .sell && first.candidate == .hold)
    #expect(first.shareOfTicks == 0.07 && first.shareOfFlips == 7.0 / 11)
    #expect(directions[1].reference == .hold && directions[2].reference == .buy)
    #expect(FlipMatrix().directions.isEmpty)
    #expect(FlipMatrix.table([0, 0, 0, 0, 4, 0, 0, 0, 0]).directions.allSatisfy { $0.shareOfFlips == nil })
  }
}
