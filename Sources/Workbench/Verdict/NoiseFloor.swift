import Comparison
import Market
import Reports

/// How often the reference answers otherwise than itself: fewer flips than that say nothing of a variant.
struct NoiseFloor: Sendable {
  /// Asked the very same by a model loaded anew.
  let restarted: FlipRate?
  /// Asked the same with another seed.
  let reseeded: FlipRate?
  /// Asked in other words.
  let paraphrased: FlipRate?

  init(_ probes: [ProbeRecord]) {
    func rate(_ answers: KeyPath<ProbeRecord, [Action]>) -> FlipRate? {
      FlipRate(probes.flatMap { $0.pairs($0[keyPath: answers]) })
    }
    restarted = rate(\.restarted)
    reseeded = rate(\.reseeded)
    paraphrased = rate(\.paraphrased)
  }
}
