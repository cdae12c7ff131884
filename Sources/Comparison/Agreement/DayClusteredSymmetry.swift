internal import Market

/// Tests of the flips' balance that know that ticks of one day are not independent.
///
/// Each day gives one vector of differences, flips one way less flips the other; under the null hypothesis its mean is
/// zero. "Acted" has a single component, as V. L. Durkalski et al., "The Analysis of Clustered Matched-pair Data",
/// Statistics in Medicine 22 (2003), have it.
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
