/// What the mock's network sees of a prompt: 32 numbers without units, near ±1, cut off at ±3.
///
/// Eight numbers for each of the first three timeframes, 24 in all, zero for a timeframe that the prompt lacks; then
/// eight of the market and the account. A masked prompt gives the same numbers as an unmasked one, up to how many
/// digits of each figure the prompt shows.
package struct PromptFeatures: Hashable, Sendable {
  package static let count = 32

  package var values: SIMD32<Float>

  package init(values: SIMD32<Float>) { self.values = values }

  package init() { values = SIMD32(repeating: 0) }

  /// Sets one feature; what is not finite becomes 0, what lies outside ±3 the bound.
  @inline(__always)
  mutating func set(_ index: Int, _ value: Double) {
    values[index] = value.isFinite ? Float(max(-3, min(3, value))) : 0
  }
}
