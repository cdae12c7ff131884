import Market
import Replay

/// Replays from the start with everything changed, or gone, that was not known at a chosen tick.
///
/// The strategy is made anew from the changed candles, so it does not matter how it came by the future: all ticks up to
/// the chosen one must say what they said. One such replay shows it for every tick before the cut as far as candles
/// after the cut are concerned; a look ahead that is shorter than the distance to the next cut shows only near a cut.
struct ReplayAudit<S: Strategy> {
  let subject: AuditSubject<S>
  let reference: [TickRecord]
  let answers: KnownAnswers
  let seed: UInt64
  private(set) var replays = 0
  private(set) var leaks: [Leak] = []

  /// Ticks that are tried one by one, from the first decision on, to name the first that leaks.
  private static var searched: Int { 64 }

  init(_ subject: AuditSubject<S>, reference: [TickRecord], answers: KnownAnswers, seed: UInt64) {
    self.subject = subject
    self.reference = reference
    self.answers = answers
    self.seed = seed
  }

  /// The ticks to cut at: the first decisions, some spread evenly, and as many at which the decision changed, which is
  /// where looking ahead pays; `count` in all, every tick where that is no fewer.
  static func cuts(_ reference: [TickRecord], count: Int, seed: UInt64) -> [Int] {
    guard count < reference.count else { return Array(reference.indices) }
    let decided = reference.indices.filter { reference[$0].made != nil }
    guard !decided.isEmpty else { return stride(from: 0, to: reference.count, by: reference.count / count).map { $0 } }
    var chosen = Set(decided.prefix(2))
    let even = count / 2
    for place in 1...max(1, even) { chosen.insert(decided[(decided.count - 1) * place / max(1, even)]) }
    var turns = zip(decided, decided.dropFirst()).filter { reference[$0].row.action != reference[$1].row.action }
      .map(\.1)
    var generator = SeededGenerator(seed: seed)
    while chosen.count < count, !turns.isEmpty { chosen.insert(turns.remove(at: generator.index(below: turns.count))) }
    while chosen.count < min(count, decided.count) {
      chosen.insert(decided[generator.index(below: decided.count)])
    }
    return chosen.sorted()
  }

  /// Cuts at each of `cuts`, places in the reference; stops at the first that leaks.
  mutating func play(cuts: [Int]) async throws {
    for cut in cuts {
      for test in [Leak.Test.changedReplay, .cutReplay] {
        guard let found = try await firstDifference(cutAt: cut, test, changing: nil) else { continue }
        let first = try await earliest(found, test)
        leaks.append(try await explain(first, test))
        return
      }
    }
  }

  /// The place of the first tick that says something else, and what.
  private mutating func firstDifference(
    cutAt cut: Int, _ test: Leak.Test, changing count: Int?
  ) async throws -> (place: Int, differences: [TickDifference])? {
    let time = reference[cut].time
    let known = subject.known(at: time)
    let whole = subject.candles
    var candles = CandleColumns(whole, 0..<known)
    if test == .changedReplay {
      let end = count.map { min(known + $0, whole.count) } ?? whole.count
      let changed = FuturePerturbation.changed(
        whole, known..<end, around: subject.anchor(before: known), seed: seed &+ UInt64(known))
      candles.append(changed, 0..<changed.count)
      candles.append(whole, end..<whole.count)
    }
    var run = AuditRun(subject, given: candles)
    run.end(after: time)
    let (subject, answers) = (subject, answers)
    try await run.playAll(candles) { strategy, ordinal in
      if let answer = answers.answer(ordinal, to: strategy.questionFingerprint) { return answer }
      return try await subject.answer(strategy, ordinal)
    }
    replays += 1
    let ticks = run.ticks()
    for (place, tick) in ticks.enumerated() {
      let expected = reference[place]
      let isInTransit = known < subject.closeTimes.count && subject.closeTimes[known] <= tick.time.milliseconds
      // Fills in a candle that is still in transit move the account from here on: that is no leak.
      if isInTransit, expected.hasOtherAccount(than: tick) { return nil }
      let differences = expected.differences(to: tick)
      if !differences.isEmpty { return (place, differences) }
    }
    precondition(ticks.count == cut + 1, "a replay has the ticks of its reference")
    return nil
  }

  /// Cuts at early decisions one by one: the first tick that leaks may lie before the first cut that showed it.
  private mutating func earliest(
    _ found: (place: Int, differences: [TickDifference]), _ test: Leak.Test
  ) async throws -> (place: Int, differences: [TickDifference]) {
    let early = reference[..<found.place].indices.filter { reference[$0].made != nil }.prefix(Self.searched)
    for place in early {
      if let other = try await firstDifference(cutAt: place, test, changing: nil) { return other }
    }
    // Cut at the tick itself, every candle that it could not know is another one.
    return try await firstDifference(cutAt: found.place, test, changing: nil) ?? found
  }

  /// Finds the candle: the smallest stretch after what was known that has to change for the tick to change.
  private mutating func explain(
    _ found: (place: Int, differences: [TickDifference]), _ test: Leak.Test
  ) async throws -> Leak {
    let tick = reference[found.place].time
    let known = subject.known(at: tick)
    var leak = Leak(tick: tick, test: test, differences: found.differences)
    let total = subject.candles.count - known
    guard total > 0, try await isReached(found.place, by: total) else { return leak }
    var (low, high) = (0, total)
    while high - low > 1 {
      let middle = (low + high) / 2
      if try await isReached(found.place, by: middle) { high = middle } else { low = middle }
    }
    leak.candle = subject.interval(known + high - 1)
    return leak
  }

  private mutating func isReached(_ place: Int, by count: Int) async throws -> Bool {
    try await firstDifference(cutAt: place, .changedReplay, changing: count)?.place == place
  }
}
