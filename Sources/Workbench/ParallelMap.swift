/// What `body` makes of each of `items`, in their order, on at most `jobs` threads.
///
/// `finished` hears of each as it is done, one at a time: its place and what it came to.
func mapInParallel<Item: Sendable, Result: Sendable>(
  _ items: [Item], jobs: Int, finished: (Int, Result) throws -> Void = { _, _ in },
  _ body: @escaping @Sendable (Item) async throws -> Result
) async throws -> [Result] {
  var results = [Result?](repeating: nil, count: items.count)
  try await withThrowingTaskGroup(of: (Int, Result).self) { group in
    var next = 0
    func startNext() {
      guard next < items.count else { return }
      let (index, item) = (next, items[next])
      group.addTask { (index, try await body(item)) }
      next += 1
    }
    for _ in 0..<max(1, jobs) { startNext() }
    while let (index, result) = try await group.next() {
      results[index] = result
      try finished(index, result)
      startNext()
    }
  }
  return results.compactMap { $0 }
}
