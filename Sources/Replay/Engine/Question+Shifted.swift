import LanguageModels
import Market

/// The same question about prices that never were.
extension Question {
  /// How far prices are moved at most: a share.
  package static let largestShift = 0.001

  /// The prompt with every price in it multiplied by one number between 0.999 and 1.001, drawn from `seed` and the tick.
  ///
  /// What the prices say of each other stays as it was, and so do changes in per cent. A model that judges the market
  /// has no reason to answer otherwise; one that remembers the quotes of that hour no longer finds them.
  package func shifted(seed: UInt64) -> [UInt8] {
    var generator = SeededGenerator(seed: seed ^ UInt64(bitPattern: time.milliseconds))
    let factor = 1 + Self.largestShift * (2 * generator.uniform() - 1)
    var text: [UInt8] = []
    builder.write(facts.scaled(by: factor), to: &text)
    return text
  }
}
