internal import Market

/// Tests of the flips' balance that know that ticks of one day are not independent.
///
/// Each day gives one vector of differences, flips one way less flips the other; under the null hypothesis its mean is
/// zero. The test is H. Hotelling's T^2 over days, "The Generalization of Student's Ratio", Annals of Mathematical
/// Statistics 2 (1931), as an F. For "acted" it is Student's t of the daily differences, as V. L. Durkalski et al., "The
/// Analysis of Clustered Matched-pair Data", Statistics in Medicine 22 (2003), do it up to the centring of the variance.
package struct DayClusteredSymmetry: Hashable, Sendable {
  /// As Bowker's test: each pair of answers is confused either way alike.
  package let symmetry: DayClusteredTest?
  /// As Stuart and Maxwell's test: both variants give each answer equally often.
  package let homogeneity: DayClusteredTest?
  /// As McNemar's test: both act equally often.
  package let acted: DayClusteredTest?

  package init(_ answers: [PairedAnswer]) {
    var places: [Int: Int] = [:]
    var matrices: [[PairedAnswer]] = []
    for answer in answers {
      let place = places[answer.day] ?? matrices.count
      if place == matrices.count {
        places[answer.day] = place
        matrices.append([])
      }
      if answer.isFlip { matrices[place].append(answer) }
    }
    let days = matrices.map { flips in FlipMatrix(flips).discordantPairs.map { Double($0.difference) } }
    symmetry = DayClusteredTest(days)
    homogeneity = DayClusteredTest(days.map { [$0[0] + $0[1], $0[2] - $0[0]] })
    acted = DayClusteredTest(days.map { [$0[0] + $0[1]] })
  }
}

/// Whether the mean of daily vectors is zero.
package struct DayClusteredTest: Hashable, Sendable {
  /// F with `dimensions` and `days - dimensions` degrees of freedom.
  package let statistic: Double
  /// Components that vary by themselves.
  package let dimensions: Int
  package let days: Int
  package let pValue: Double

  /// Nil where nothing varies from day to day, and without more days than twice the dimensions.
  init?(_ days: [[Double]]) {
    guard let width = days.first?.count, days.count > 1 else { return nil }
    let count = Double(days.count)
    let means = (0..<width).map { place in days.reduce(0) { $0 + $1[place] } / count }
    let covariances = (0..<width).map { row in
      (0..<width).map { column in
        days.reduce(0) { $0 + ($1[row] - means[row]) * ($1[column] - means[column]) } / (count - 1)
      }
    }
    guard let form = QuadraticForm(inverseOf: covariances, at: means) else { return nil }
    let (rank, freedom) = (form.rank, days.count - form.rank)
    guard freedom > rank else { return nil }
    statistic = form.value * count * Double(freedom) / (Double(rank) * (count - 1))
    dimensions = rank
    self.days = days.count
    pValue = FDistribution.survival(statistic, numerator: rank, denominator: freedom)
  }
}
