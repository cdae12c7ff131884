/// The last `count` values, in storage allocated once.
///
/// Change it in place: a copy shares the storage until one of the two is changed, and then pays for an allocation.
struct RollingWindow: Sendable {
  private var values: ContiguousArray<Double>
  /// Where the next value goes, `0 ..< count`; zero when a round of `count` values is complete.
  private(set) var position = 0
  /// Whether `count` values have been pushed.
  private(set) var isFull = false

  init(count: Int) {
    precondition(count > 0, "a window holds at least one value")
    values = ContiguousArray(repeating: 0, count: count)
  }

  @inline(__always)
  var count: Int { values.count }

  /// Puts `value` in the place of the oldest, which it returns. Before the window is full that is what it was
  /// filled with.
  @inline(__always)
  mutating func push(_ value: Double) -> Double {
    let oldest = values[position]
    values[position] = value
    position += 1
    if position == values.count {
      position = 0
      isFull = true
    }
    return oldest
  }

  /// Makes every value `value`, without counting as pushed.
  mutating func fill(with value: Double) {
    for index in values.indices { values[index] = value }
  }
}
