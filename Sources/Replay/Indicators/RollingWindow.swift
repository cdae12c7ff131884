/// The last `count` values.
///
/// Up to ``inlineCount`` of them live in the value itself, where changing one costs no more than storing it; longer
/// windows live in an array.
struct RollingWindow: Sendable {
  private static var inlineCount: Int { 256 }

  private var values: InlineArray<256, Double> = .init(repeating: 0)
  private var longValues: ContiguousArray<Double> = []
  let count: Int
  /// Where the next value goes, `0 ..< count`; zero when a round of `count` values is complete.
  private(set) var position = 0
  /// Whether `count` values have been pushed.
  private(set) var isFull = false

  init(count: Int) {
    precondition(count > 0, "a window holds at least one value")
    self.count = count
    if count > Self.inlineCount { longValues = ContiguousArray(repeating: 0, count: count) }
  }

  /// Puts `value` in the place of the oldest, which it returns. Before the window is full that is what it was
  /// filled with.
  @inline(__always)
  mutating func push(_ value: Double) -> Double {
    let oldest: Double
    if count <= Self.inlineCount {
      // It is no more than the last place: said so that nobody has to check.
      let place = position & 255
      oldest = values[place]
      values[place] = value
    } else {
      oldest = longValues[position]
      longValues[position] = value
    }
    position &+= 1
    if position == count {
      position = 0
      isFull = true
    }
    return oldest
  }

  /// Makes every value `value`, without counting as pushed.
  mutating func fill(with value: Double) {
    values = .init(repeating: value)
    for index in longValues.indices { longValues[index] = value }
  }
}
