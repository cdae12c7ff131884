import Market
package import Replay

/// How thoroughly an audit looks.
package struct AuditOptions: Sendable {
  package var seed: UInt64 = 1
  /// Ticks at which whole replays are cut, two replays each; every tick where there are no more.
  package var cuts = 16
  /// Questions that the branches really ask again; nil: all of them.
  package var sample: Int?

  package init() {}
}

/// What the audit of one replay found.
package struct AuditFinding: Sendable {
  package var ticks: Int
  /// Ticks at which somebody decided.
  package var decided: Int
  /// Ticks that were branched off, with the future cut and with another one.
  package var branched: Int
  /// Ticks that could not be: a fill in a candle still in transit had moved the account.
  package var moved: Int
  package var cuts: Int
  package var replays: Int
  /// The first leak of each test that found one.
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
    let (reference, answers) = try await referenceRun()
    let asksAgain = sample(of: reference)
    var branches = BranchAudit(
      subject, reference: reference, answers: answers, seed: options.seed, asksAgain: asksAgain)
    try await branches.play()
    var replays = ReplayAudit(subject, reference: reference, answers: answers, seed: options.seed)
    let cuts = ReplayAudit<S>.cuts(reference, count: options.cuts, seed: options.seed)
    try await replays.play(cuts: cuts)
    let firsts = [Leak.Test.cutBranch, .changedBranch].compactMap { test in branches.leaks.first { $0.test == test } }
    return AuditFinding(
      ticks: reference.count, decided: reference.count { $0.made != nil }, branched: branches.covered,
      moved: branches.moved, cuts: cuts.count, replays: replays.replays, leaks: firsts + replays.leaks,
      leakingTicks: Set(branches.leaks.map(\.tick)).count, startUp: try await startUp(reference))
  }

  /// The run as it is, page by page, like any replay.
  private func referenceRun() async throws -> ([TickRecord], KnownAnswers) {
    var answers = KnownAnswers()
    var run = AuditRun(subject, given: subject.candles)
    try await run.playAll(subject.candles) { strategy, ordinal in
      let answer = try await subject.answer(strategy, ordinal)
      answers.append(answer, to: strategy.questionFingerprint)
      return answer
    }
    return (run.ticks(), answers)
  }

  /// Which questions are asked again.
  private func sample(of reference: [TickRecord]) -> @Sendable (Int) -> Bool {
    let questions = reference.count { $0.made?.question != nil }
    guard let sample = options.sample, sample < questions else { return { _ in true } }
    var generator = SeededGenerator(seed: options.seed)
    var chosen: Set<Int> = []
    while chosen.count < sample { chosen.insert(generator.index(below: questions)) }
    return { [chosen] ordinal in chosen.contains(ordinal) }
  }

  /// Starts later by a quarter, once and twice of what it took to warm up.
  private func startUp(_ reference: [TickRecord]) async throws -> [StartUpSensitivity] {
    guard let first = reference.first(where: { $0.made != nil }) else { return [] }
    let memory = max(4, subject.known(at: first.time))
    var list: [StartUpSensitivity] = []
    for candles in [memory / 4, memory, 2 * memory] where candles < subject.candles.count {
      var setup = subject.setup
      let start = Timestamp(milliseconds: subject.candles.openTime[candles])
      guard start < setup.window.upperBound else { continue }
      setup.window = start..<setup.window.upperBound
      let later = AuditSubject(
        setup, candles: CandleColumns(subject.candles, candles..<subject.candles.count), make: subject.make,
        answer: subject.answer)
      var run = AuditRun(later, given: later.candles)
      try await run.playAll(later.candles, answer: later.answer)
      if let found = StartUpSensitivity(reference, later: run.ticks(), candles: candles) { list.append(found) }
    }
    return list
  }
}
