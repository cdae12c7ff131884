import LanguageModels
import Market
import Replay

/// At every tick, lets copies of the pipeline go on without a future and with another one.
///
/// The pipeline is a value and does no input: a copy taken before the first unknown candle was loaded cannot have seen
/// it. Two branches a tick, so the cost grows linearly. It shows what the engine, and whatever a strategy learnt
/// through it, make of the future; a strategy that was handed candles outside the pipeline is ``ReplayAudit``'s to
/// catch.
struct BranchAudit<S: Strategy> {
  let subject: AuditSubject<S>
  let reference: [TickRecord]
  let answers: KnownAnswers
  let seed: UInt64
  /// Whether the question of that number is really asked again; else the recorded answer serves the same prompt.
  let asksAgain: @Sendable (Int) -> Bool

  /// Ticks that both branches played.
  private(set) var covered = 0
  /// Ticks left out because a fill in a candle still in transit moved the account, which is no leak.
  private(set) var moved = 0
  private(set) var leaks: [Leak] = []

  /// Candles of the other future: more than one, so that a look further ahead shows too.
  private static var depth: Int { 24 }

  init(
    _ subject: AuditSubject<S>, reference: [TickRecord], answers: KnownAnswers, seed: UInt64,
    asksAgain: @escaping @Sendable (Int) -> Bool
  ) {
    self.subject = subject
    self.reference = reference
    self.answers = answers
    self.seed = seed
    self.asksAgain = asksAgain
  }

  /// A copy, and how many candles it has been given.
  private struct Snapshot {
    var run: AuditRun<S>
    var loaded: Int
  }

  mutating func play() async throws {
    let (candles, closes) = (subject.candles, subject.closeTimes)
    var main = AuditRun(subject, given: candles)
    var snapshots = [Snapshot(run: main, loaded: 0)]
    var next = 0
    while try await main.advance(answer: again) {
      main.forget()
      let now = main.now
      let known = subject.known(at: now)
      let closed = subject.closed(by: now.milliseconds)
      // Up to what is known, then up to what has closed: a copy between the two has seen nothing in transit.
      let goal = next < known ? known : closed
      if next < goal {
        main.load(CandleColumns(candles, next..<goal))
        next = goal
        snapshots.append(Snapshot(run: main, loaded: next))
        continue
      }
      while snapshots.count > 1, snapshots[1].loaded <= known { snapshots.removeFirst() }
      if snapshots[snapshots.count - 1].loaded == next { snapshots[snapshots.count - 1].run = main }
      try await branch(from: snapshots[0], known: known, at: now, before: closed)
      if next == closes.count {
        main.endTape()
      } else {
        main.load(CandleColumns(candles, next..<next + 1))
        next += 1
        snapshots.append(Snapshot(run: main, loaded: next))
      }
    }
  }

  /// Plays the ticks from `now` on that know the same `known` candles, until the next one closes or arrives.
  private mutating func branch(
    from snapshot: Snapshot, known: Int, at now: Timestamp, before closed: Int
  ) async throws {
    let closes = subject.closeTimes
    var limit = Int64.max
    if closed < closes.count { limit = min(limit, closes[closed] - 1) }
    if known < closes.count { limit = min(limit, closes[known] + subject.setup.settings.feed.delay - 1) }
    let end = limit == .max ? Timestamp.distantFuture : Timestamp(milliseconds: limit)
    var cut = snapshot.run
    cut.end(after: end)
    cut.load(CandleColumns(subject.candles, snapshot.loaded..<known))
    var changed = cut
    let range = known..<min(known + Self.depth, closes.count)
    if try await cut.advance(answer: again) {
      cut.endTape()
      _ = try await cut.advance(answer: again)
    }
    covered += compare(cut.ticks(), from: now, .cutBranch, isInTransit: known < closed)
    guard !range.isEmpty else { return }
    if try await changed.advance(answer: again) {
      changed.load(
        FuturePerturbation.changed(
          subject.candles, range, around: subject.anchor(before: known), seed: seed &+ UInt64(known)))
      _ = try await changed.advance(answer: again)
    }
    _ = compare(changed.ticks(), from: now, .changedBranch, isInTransit: known < closed)
  }

  /// Compares the ticks from `start` on with the reference's; returns how many there were.
  private mutating func compare(
    _ ticks: [TickRecord], from start: Timestamp, _ test: Leak.Test, isInTransit: Bool
  ) -> Int {
    var place = reference.partition(from: start)
    var count = 0
    for tick in ticks where tick.time >= start {
      guard place < reference.count, reference[place].time == tick.time else { break }
      let expected = reference[place]
      place += 1
      if isInTransit, expected.hasOtherAccount(than: tick) {
        moved += test == .cutBranch ? 1 : 0
        continue
      }
      count += 1
      let differences = expected.differences(to: tick)
      guard !differences.isEmpty else { continue }
      let known = subject.known(at: tick.time)
      let candle = known < subject.closeTimes.count ? subject.interval(known) : nil
      leaks.append(Leak(tick: tick.time, test: test, differences: differences, candle: candle))
    }
    return count
  }

  private func again(_ strategy: S, _ ordinal: Int) async throws -> OutsideAnswer {
    if !asksAgain(ordinal), let answer = answers.answer(ordinal, to: strategy.questionFingerprint) { return answer }
    return try await subject.answer(strategy, ordinal)
  }
}

extension [TickRecord] {
  /// The first tick at `instant` or later.
  func partition(from instant: Timestamp) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if self[middle].time < instant { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

extension AuditSubject {
  /// Open and close of a candle.
  func interval(_ index: Int) -> (open: Timestamp, close: Timestamp) {
    (Timestamp(milliseconds: candles.openTime[index]), Timestamp(milliseconds: closeTimes[index]))
  }
}
