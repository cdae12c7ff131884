import Comparison
import Market
import Replay
import Scenarios

/// Why the variants' profits differ from the reference's: taken apart by causes, by accounting, by latency, and shown on
/// the flips that cost most. Profits are in the account's currency: final equity less the starting balance.
struct Attribution: Sendable {
  /// The seeds that are taken apart.
  var seeds: [UInt64]
  /// By candidate, then account, then seed.
  var shares: [Share]
  /// By variant, then account, then seed.
  var owns: [Own]
  /// By variant, then account, then seed, then whose latency: none, its own, the others'.
  var latencies: [Exchanged]
  /// By variant; empty for the reference.
  var flips: [[CostlyFlip]]

  /// What each cause made of one candidate's difference on one account.
  struct Share: Sendable {
    var subject: Subject
    var causes: [AttributionCause]
    /// By set of causes that are the candidate's.
    var profits: [FixedPoint]
    var values: ShapleyAttribution
  }

  /// What one variant's own profit is made of.
  struct Own: Sendable {
    var subject: Subject
    var parts: ProfitParts
  }

  /// A variant's answers, each after another's latency.
  struct Exchanged: Sendable {
    var subject: Subject
    /// Nil: no latency at all.
    var latencyOf: Int?
    var profit: FixedPoint
  }

  /// One variant on one account with one seed.
  struct Subject: Hashable, Sendable {
    var variant: Int
    var book: Int
    var seed: UInt64
  }
}

extension Attribution {
  /// Nil where the scenario wants none, or where there is nothing to compare.
  init?(_ run: ScenarioRun, _ sessions: [ScenarioRun.Session], jobs: Int) async throws {
    let setting = run.scenario.report.attribution
    guard let reference = run.reference, setting != .off,
      run.scenario.panels.allSatisfy({ $0.settings.venue.balance != nil })
    else { return nil }
    seeds = setting == .all ? run.seeds : Array(run.seeds.prefix(1))
    flips = run.variantNames.indices.map { variant in
      variant == reference ? [] : run.costliestFlips(sessions, variant: variant)
    }
    let replays = AttributionReplays(run, sessions, reference: reference, promptsOf: flips.joined().map(\.time))
    var subjects: [Subject] = []
    for variant in run.variantNames.indices {
      for book in run.books.indices { subjects += seeds.map { Subject(variant: variant, book: book, seed: $0) } }
    }
    let own = try await mapInParallel(subjects, jobs: jobs) { try await replays.own($0) }
    let markets = try run.panels.indices.map { try replays.market(ofPanel: $0) }
    owns = own.map { Own(subject: $0.subject, parts: replays.parts(of: $0, markets)) }
    shares = try await Self.shares(replays, own, jobs: jobs)
    latencies = try await Self.latencies(replays, own, jobs: jobs)
    addPrompts(run, own, reference: reference)
  }

  private static func shares(
    _ replays: AttributionReplays, _ own: [AttributionReplays.Recorded], jobs: Int
  ) async throws -> [Share] {
    var profits: [Subject: FixedPoint] = [:]
    for one in own { profits[one.subject] = one.profit }
    let candidates = own.map(\.subject).filter { $0.variant != replays.reference }
    let mixed = candidates.flatMap { subject in
      (1..<(1 << replays.causes(of: subject).count) - 1).map { (subject: subject, mask: $0) }
    }
    let played = try await mapInParallel(mixed, jobs: jobs) { try await replays.mixed($0.subject, mask: $0.mask) }
    var rest = played[...]
    return try candidates.map { subject in
      let causes = replays.causes(of: subject)
      let between = (1 << causes.count) - 2
      var reference = subject
      reference.variant = replays.reference
      let all = [profits[reference] ?? .zero] + rest.prefix(between) + [profits[subject] ?? .zero]
      rest = rest.dropFirst(between)
      guard let values = ShapleyAttribution(profits: all) else { throw replays.beyondLedger(subject) }
      return Share(subject: subject, causes: causes, profits: all, values: values)
    }
  }

  private static func latencies(
    _ replays: AttributionReplays, _ own: [AttributionReplays.Recorded], jobs: Int
  ) async throws -> [Exchanged] {
    let variants = replays.run.variantNames.indices
    let whose: [Int?] = [nil] + variants.map { $0 }
    let wanted = own.flatMap { one in whose.map { (recorded: one, latencyOf: $0) } }
    return try await mapInParallel(wanted, jobs: jobs) { one in
      let profit =
        one.latencyOf == one.recorded.subject.variant
        ? one.recorded.profit : try await replays.exchanged(one.recorded, latencyOf: one.latencyOf)
      return Exchanged(subject: one.recorded.subject, latencyOf: one.latencyOf, profit: profit)
    }
  }

  /// The prompts stand in the reference's own replay.
  private mutating func addPrompts(_ run: ScenarioRun, _ own: [AttributionReplays.Recorded], reference: Int) {
    for variant in flips.indices {
      for place in flips[variant].indices {
        let flip = flips[variant][place]
        let recorded = own.first { one in
          one.subject.variant == reference && one.subject.seed == flip.seed
            && run.books[one.subject.book].panels.contains(flip.panel)
        }
        guard let recorded, let panel = run.books[recorded.subject.book].panels.firstIndex(of: flip.panel) else {
          continue
        }
        flips[variant][place].prompt = recorded.prompts[panel][flip.time] ?? ""
      }
    }
  }
}

extension Array where Element == Attribution.Share {
  /// One candidate's on one account, or on all of them, over all seeds.
  func of(_ variant: Int, book: Int?) -> [Attribution.Share] {
    filter { $0.subject.variant == variant && (book == nil || $0.subject.book == book) }
  }
}
