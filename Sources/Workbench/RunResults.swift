import Comparison
import Foundation
import Market
import Replay
import Scenarios

/// Everything that a played scenario says, worked out once for the files and the page.
struct RunResults: Sendable {
  let run: ScenarioRun
  let sessions: [ScenarioRun.Session]
  /// By variant, then book.
  let accounts: [[AccountResult]]
  /// By variant; nil for the reference itself and where nothing is compared.
  let probes: [ProbeResult?]
  let decisions: [DecisionComparison?]
  let money: [MoneyComparison?]
  /// By variant: ticks until its position agrees with the reference's again.
  let recoveries: [PositionRecovery?]
  /// The reference against itself; nil where nothing is compared.
  let floor: NoiseFloor?
  /// Each seed and each quarter of the run alone; none where nothing is compared.
  private(set) var replications: [Replication] = []

  /// One variant on one account, over all seeds.
  struct AccountResult: Sendable {
    let book: ScenarioRun.Book
    /// By seed: what all instruments of the account did.
    let records: [SessionRecord]
    /// By seed.
    let metrics: [PerformanceMetrics]
    /// The mean over the seeds' accounts, day by day.
    let curve: EquityCurve
    let buyAndHold: EquityCurve?
  }

  /// One variant on one panel, by seed.
  func sessions(variant: Int, panel: Int) -> [ScenarioRun.Session] {
    sessions.filter { $0.variant == variant && $0.panel == panel }
  }

  /// One variant's answers to the reference's prompts, all panels and seeds together.
  struct ProbeResult: Sendable {
    var rate: FlipRate?
    var matrix: FlipMatrix
    /// Mean over ticks of variant's less reference's 24-bar mark-out, basis points, by the matrix's cells; nil where
    /// empty or on the diagonal.
    var markouts: [Double?]
    /// Mean Kullback-Leibler divergence, nats.
    var divergence: Double?
  }

  init(_ run: ScenarioRun, _ sessions: [ScenarioRun.Session]) throws {
    self.run = run
    self.sessions = sessions
    let accounts = run.variantNames.indices.map { variant in
      run.books.map { AccountResult(run, $0, sessions.filter { $0.variant == variant }) }
    }
    self.accounts = accounts
    guard let reference = run.reference else {
      probes = run.variantNames.map { _ in nil }
      decisions = probes.map { _ in nil }
      money = probes.map { _ in nil }
      recoveries = probes.map { _ in nil }
      floor = nil
      return
    }
    let probed = sessions.filter { $0.probe != nil }
    let records = probed.compactMap { session in session.probe.map { (session.panel, $0) } }
    probes = run.variantNames.indices.map { variant in
      variant == reference ? nil : ProbeResult(run, records, variant: variant)
    }
    let floor = NoiseFloor(records.map(\.1))
    self.floor = floor
    let margins = run.scenario.report.margins
    let regimes = records.map { TickLabels.regimes(of: $0.1.times, on: run.panels[$0.0]) }
    decisions = zip(run.variantNames.indices, probes).map { variant, probe in
      probe?.rate.map { rate in
        DecisionComparison(
          zip(probed, regimes).flatMap { Self.ticks(run, $0, regimes: $1, variant: variant) }, rate: rate,
          isIdentical: records.allSatisfy { _, probe in
            probe.answers[variant] == probe.reference && probe.confidences[variant] == probe.confidences[reference]
          }, margin: margins.flips, floor: floor.restarted)
      }
    }
    let others = run.variantNames.indices.map { $0 == reference ? nil : $0 }
    money = MoneyComparison.all(
      others.map { $0.flatMap { Self.pair(accounts[reference], accounts[$0]) } },
      isIdentical: others.map { other in
        other.map { Self.days(accounts[$0]) == Self.days(accounts[reference]) } ?? true
      },
      daysPerYear: Self.daysPerYear(run, accounts[reference]), margin: margins.annualReturn, seed: run.scenario.seed)
    recoveries = others.map { other in
      other.flatMap { Self.recovery(sessions, reference: reference, variant: $0) }
    }
    replications = Replication.all(of: self)
  }

  private static func days(_ accounts: [AccountResult]) -> [[DayEquity]] {
    accounts.flatMap { account in account.records.map(\.days) }
  }

  private static func ticks(
    _ run: ScenarioRun, _ session: ScenarioRun.Session, regimes: [String], variant: Int
  ) -> [DecisionComparison.Tick] {
    guard let probe = session.probe else { return [] }
    let (panel, seed) = (run.scenario.panels[session.panel].name, "seed \(session.seed)")
    let certainty = run.reference.map { probe.confidences[$0] } ?? []
    return probe.pairs(probe.answers[variant]).enumerated().map { tick, answer in
      DecisionComparison.Tick(
        time: probe.times[tick], answer: answer, panel: panel, seed: seed, regime: regimes[tick],
        band: TickLabels.band(of: certainty[tick]))
    }
  }

  /// On the trade runs: each tick at which the two decided differently, and when their positions were the same again.
  private static func recovery(
    _ sessions: [ScenarioRun.Session], reference: Int, variant: Int
  ) -> PositionRecovery? {
    let runs = sessions.filter { $0.variant == variant }.compactMap { own in
      sessions.first { $0.variant == reference && $0.panel == own.panel && $0.seed == own.seed }
        .map { (own.record, $0.record) }
    }
    return PositionRecovery(
      runs.filter { $0.sides.count == $1.sides.count }.map { own, other in
        let flips = own.actions.indices.filter { own.actions[$0] != other.actions[$0] }
        // A row tells the side before its tick: after it is what the next one tells.
        return (
          reference: Array(other.sides.dropFirst()), candidate: Array(own.sides.dropFirst()),
          flips: flips.filter { $0 < own.sides.count - 1 }
        )
      })
  }

  /// The accounts' days one after the other: every day of every account counts the same. Nil where one had nothing left
  /// on some day, and no returns after it.
  private static func pair(_ reference: [AccountResult], _ candidate: [AccountResult]) -> PairedReturns? {
    let pairs = zip(reference, candidate).map { try? PairedReturns(reference: $0.curve, candidate: $1.curve) }
    return pairs.contains(nil) ? nil : PairedReturns(joining: pairs.compactMap(\.self))
  }

  /// Whether one of its accounts had nothing left on some day.
  func lostEverything(variant: Int) -> Bool { accounts[variant].contains { $0.curve.dailyReturns == nil } }

  /// Days a year of all accounts together: their days over their years.
  var daysPerYear: Double { Self.daysPerYear(run, accounts[0]) }

  private static func daysPerYear(_ run: ScenarioRun, _ accounts: [AccountResult]) -> Double {
    var days = 0.0
    var years = 0.0
    for account in accounts {
      let count = Double(account.curve.dayCount)
      days += count
      years += count / (run.books(of: account.book).annualisation.daysPerYear(of: account.curve) ?? 365)
    }
    return years > 0 ? days / years : 365
  }
}

extension RunResults.ProbeResult {
  fileprivate init(_ run: ScenarioRun, _ records: [(panel: Int, probe: ProbeRecord)], variant: Int) {
    let answers = records.flatMap { $0.probe.pairs($0.probe.answers[variant]) }
    rate = FlipRate(answers)
    matrix = FlipMatrix(answers)
    var sums = [Double](repeating: 0, count: 9)
    var counts = [Int](repeating: 0, count: 9)
    for record in records {
      for (tick, time) in record.probe.times.enumerated() {
        let own = record.probe.answers[variant][tick]
        let reference = record.probe.reference[tick]
        guard own != reference, let move = run.panels[record.panel].move(after: time, bars: 24) else { continue }
        let cell = Self.row(reference) * 3 + Self.row(own)
        sums[cell] += (own.sign - reference.sign) * move * 1e4
        counts[cell] += 1
      }
    }
    markouts = zip(sums, counts).map { $1 == 0 ? nil : $0 / Double($1) }
    let ticks = records.reduce(0) { $0 + $1.probe.divergenceTicks[variant] }
    divergence = ticks == 0 ? nil : records.reduce(0) { $0 + $1.probe.divergence[variant] } / Double(ticks)
  }

  /// BUY, HOLD, SELL: the order of the page's matrices.
  static func row(_ action: Action) -> Int {
    switch action {
    case .buy: 0
    case .hold: 1
    case .sell: 2
    }
  }
}

extension Action {
  fileprivate var sign: Double {
    switch self {
    case .buy: 1
    case .sell: -1
    case .hold: 0
    }
  }
}
