internal import Glibc

/// How probable a model holds each answer.
package struct AnswerDistribution: Hashable, Sendable {
  package let hold: Double
  package let buy: Double
  package let sell: Double

  /// Nil unless all three are probabilities and sum to one within 1e-6.
  package init?(hold: Double, buy: Double, sell: Double) {
    guard hold >= 0, buy >= 0, sell >= 0, (hold + buy + sell - 1).magnitude <= 1e-6 else { return nil }
    (self.hold, self.buy, self.sell) = (hold, buy, sell)
  }

  /// The Kullback-Leibler divergence from this distribution to `other`, in nats: `sum p ln(p / q)`.
  ///
  /// S. Kullback and R. A. Leibler, "On Information and Sufficiency", Annals of Mathematical Statistics 22 (1951).
  /// Zero for equal distributions; infinite where `other` holds a possible answer impossible.
  package func divergence(to other: AnswerDistribution) -> Double {
    term(hold, other.hold) + term(buy, other.buy) + term(sell, other.sell)
  }

  private func term(_ p: Double, _ q: Double) -> Double { p == 0 ? 0 : p * log(p / q) }
}

/// The answer distributions of two variants to the same question.
package struct PairedDistribution: Hashable, Sendable {
  /// The trading day of the tick, any number that names it.
  package var day: Int
  package var reference: AnswerDistribution
  package var candidate: AnswerDistribution

  package init(day: Int, reference: AnswerDistribution, candidate: AnswerDistribution) {
    (self.day, self.reference, self.candidate) = (day, reference, candidate)
  }
}

extension DayClusteredMean {
  /// The mean divergence from reference to candidate over all ticks, in nats; nil without ticks, and where it is
  /// infinite.
  package static func divergence(_ answers: [PairedDistribution]) -> DayClusteredMean? {
    let mean = DayClusteredMean(answers.map { (day: $0.day, value: $0.reference.divergence(to: $0.candidate)) })
    guard let mean, mean.mean.isFinite else { return nil }
    return mean
  }
}
