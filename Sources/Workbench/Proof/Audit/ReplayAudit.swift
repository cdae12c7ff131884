import Market
import Replay

/// Replays from the start with everything changed, or gone, that was not known at a chosen tick.
///
/// The strategies are made anew from the changed candles, so it does not matter how they came by the future: all ticks
/// up to the chosen one must say what they said. One such replay shows it for every tick before the cut as far as
/// candles after the cut are concerned; a look ahead that is shorter than the distance to the next cut shows only near
/// a cut.
struct ReplayAudit<S: Strategy> {
  let subject: AuditSubject<S>
  let reference: ReferenceRun
  let seed: UInt64
  private(set) var replays = 0
  private(set) var leaks: [Leak] = []

  /// Ticks that are tried one by one, from the first decision on, to name the first that leaks.
  private static var searched: Int { 64 }

  init(_ subject: AuditSubject<S>, _ reference: ReferenceRun, seed: UInt64) {
    self.subject = subject
    self.reference = reference
    self.seed = seed
  }

  /// A tick that says something else: its place in the reference, and what.
  private struct Found {
    var place: Int
    var differences: [TickDifference]
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

  /// The first tick that says something else, and what. Ticks of one instant are cut together.
  private mutating func firstDifference(cutAt cut: Int, _ test: Leak.Test, changing count: Int?) async throws -> Found?
  {
    let time = reference.ticks[cut].time
    let knowledge = subject.knowledge(at: time)
    let future = subject.future(at: knowledge, seed: seed)
    let tapes = test == .changedReplay ? future.changed(count) : future.cut()
    var run = AuditRun(subject, given: tapes)
    run.end(after: time)
    var pages = zip(subject.tracks, tapes).map { $0.pages(of: $1) }
    if test == .cutReplay { for track in pages.indices { pages[track] += future.opening(track) } }
    let (subject, answers) = (subject, reference.answers)
    try await run.play(pages) { strategy, track, ordinal in
      if let known = answers.answer(ordinal, to: strategy.questionFingerprint, track: track) { return known }
      return try await subject.answer(strategy, track, ordinal)
    }
    replays += 1
    let ticks = run.ticks()
    for (place, tick) in ticks.enumerated() {
      let expected = reference.ticks[place]
      precondition(expected.time == tick.time && expected.track == tick.track, "ticks come in order")
      let differences = expected.differences(to: tick)
      guard !differences.isEmpty else { continue }
      // A fill in a candle that was not known moves the account from here on: that is no leak.
      let isOfTheMarket = differences.contains(where: \.isOfTheMarket)
      if !isOfTheMarket, knowledge.allows(reference.moves + run.moves, of: subject.tracks, by: tick.time) { continue }
      return Found(place: place, differences: differences)
    }
    precondition(ticks.last?.time == time, "a replay has the ticks of its reference")
    return nil
  }

  /// Cuts at early decisions one by one: the first tick that leaks may lie before the first cut that showed it.
  private mutating func earliest(_ found: Found, _ test: Leak.Test) async throws -> Found {
    let early = reference.lastPlaces { $0.made != nil }.filter { $0 < found.place }.prefix(Self.searched)
    for place in early { if let other = try await firstDifference(cutAt: place, test, changing: nil) { return other } }
    // Cut at the tick itself, every candle that it could not know is another one.
    return try await firstDifference(cutAt: found.place, test, changing: nil) ?? found
  }

  /// Finds the candle: the smallest stretch after what was known that has to change for the tick to change.
  private mutating func explain(_ found: Found, _ test: Leak.Test) async throws -> Leak {
    let tick = reference.ticks[found.place]
    let future = subject.knowledge(at: tick.time).future(of: subject.tracks)
    var leak = Leak(subject.tracks[tick.track].name, tick.time, test, found.differences)
    guard !future.isEmpty, try await isReached(found.place, by: future.count) else { return leak }
    var (low, high) = (0, future.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if try await isReached(found.place, by: middle) { high = middle } else { low = middle }
    }
    leak.candle = subject.interval(future[high - 1])
    return leak
  }

  private mutating func isReached(_ place: Int, by count: Int) async throws -> Bool {
    try await firstDifference(cutAt: place, .changedReplay, changing: count)?.place == place
  }
}
