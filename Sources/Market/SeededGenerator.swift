/// Random numbers that are the same for the same seed, on every machine: SplitMix64.
///
/// G. L. Steele, D. Lea and C. H. Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014, with the
/// constants of its public-domain reference implementation (S. Vigna, 2015). Period 2^64; not for cryptography.
package struct SeededGenerator: RandomNumberGenerator, Sendable {
  private var state: UInt64

  package init(seed: UInt64) { state = seed }

  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// Uniform in 0 ..< 1, a multiple of 2^-53.
  package mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// Uniform in `0 ..< bound`, by the upper half of a 128-bit product; `bound` must be positive.
  ///
  /// The bias is below `bound` / 2^64. Written out so that results do not hang on the standard library's own method.
  package mutating func index(below bound: Int) -> Int {
    precondition(bound > 0, "there is nothing to choose from")
    return Int(truncatingIfNeeded: next().multipliedFullWidth(by: UInt64(bound)).high)
  }
}
