import Market
package import Replay

/// How thoroughly an audit looks.
package struct AuditOptions: Sendable {
  package var seed: UInt64 = 1
  /// Instants at which whole replays are cut, two replays each; every one where there are no more.
  package var cuts = 16
  /// Questions that the branches really ask again; nil: all of them.
  package var sample: Int?

  package init() {}
}

/// What the audit of one account's replay found.
package struct AuditFinding: Sendable {
  package var ticks: Int
  /// Ticks at which somebody decided.
  package var decided: Int
  /// Ticks that were branched off, with the future cut and with another one.
  package var branched: Int
  /// Ticks that could not be: a fill in a candle that was not known yet had moved the account.
  package var moved: Int
  package var cuts: Int
  package var replays: Int
  /// The first leak of each test on branches that found one, and of the replays.
  package var leaks: [Leak]
  /// Ticks at which a branch leaked.
  package var leakingTicks: Int
  package var startUp: [StartUpSensitivity]
}

/// Shows whether any tick knew the future: see Documentation/proof.md for what is proven of which ticks.
package struct Audit<S: Strategy>: Sendable {
  private let subject: AuditSubject<S>
  private let options: AuditOptions

  package init(_ subject: AuditSubject<S>, _ options: AuditOptions = AuditOptions()) {
    self.subject = subject
    self.options = options
  }

  package func run() async throws -> AuditFinding {
    let reference = try await ReferenceRun(subject)
    var branches = BranchAudit(subject, reference, seed: options.seed, asksAgain: sample(of: reference))
    try await branches.play()
    var replays = ReplayAudit(subject, reference, seed: options.seed)
    let cuts = reference.cuts(options.cuts, seed: options.seed)
    try await replays.play(cuts: cuts)
    let firsts = [Leak.Test.cutBranch, .changedBranch].compactMap { test in branches.leaks.first { $0.test == test } }
    return AuditFinding(
      ticks: reference.ticks.count, decided: reference.decided, branched: branches.covered, moved: branches.moved,
      cuts: cuts.count, replays: replays.replays, leaks: firsts + replays.leaks, leakingTicks: branches.leakingTicks,
      startUp: try await startUp(reference))
  }

  /// Which questions are asked again.
  private func sample(of reference: ReferenceRun) -> @Sendable (Int, Int) -> Bool {
    var questions: [(track: Int, ordinal: Int)] = []
    var asked = subject.tracks.map { _ in 0 }
    for tick in reference.ticks where tick.made?.question != nil {
      questions.append((tick.track, asked[tick.track]))
      asked[tick.track] += 1
    }
    guard let sample = options.sample, sample < questions.count else { return { _, _ in true } }
    var generator = SeededGenerator(seed: options.seed)
    var places: Set<Int> = []
    while places.count < sample { places.insert(generator.index(below: questions.count)) }
    var chosen: [Set<Int>] = subject.tracks.map { _ in [] }
    for place in places { chosen[questions[place].track].insert(questions[place].ordinal) }
    return { [chosen] track, ordinal in chosen[track].contains(ordinal) }
  }

  /// Starts later by a quarter, once and twice of what it took the last instrument to warm up.
  private func startUp(_ reference: ReferenceRun) async throws -> [StartUpSensitivity] {
    let firsts = subject.tracks.indices.compactMap { track in
      reference.ticks.first { $0.track == track && $0.made != nil }
    }
    guard let slowest = firsts.max(by: { $0.time < $1.time }) else { return [] }
    let series = subject.tracks[slowest.track][.candles]
    let memory = max(4, series.known(at: slowest.time))
    var list: [StartUpSensitivity] = []
    for candles in [memory / 4, memory, 2 * memory] where candles < series.count {
      guard let later = subject.starting(at: Timestamp(milliseconds: series.openTimes[candles])) else { continue }
      let run = try await ReferenceRun(later)
      if let found = StartUpSensitivity(reference.ticks, later: run.ticks, candles: candles) { list.append(found) }
    }
    return list
  }
}
