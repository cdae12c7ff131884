import LanguageModels
package import Market
package import Replay
import Reports
import Scenarios

/// One tick of a finished run, with all that led to it and all that followed from it.
package struct PastTick: Sendable {
  package var variant: String
  package var instrument: Instrument
  package var seed: UInt64
  /// Of a walk-forward, from 1.
  package var fold: Int?
  /// What it was played by, where a sweep had to choose.
  package var point: ChosenPoint?
  package var row: DecisionRow
  package var readings: [Reading]
  /// Percent a day, where the strategy read it.
  package var forecast: Double?
  /// What the model was asked and why it answered so; empty where nobody was asked.
  package var prompt: String
  package var reason: String
  /// Sent at the tick, as they ended.
  package var orders: [Order]
  /// Of those orders, protective ones included.
  package var fills: [Fill]
}

extension FinishedRun {
  /// Plays the run again and tells of its tick at `instant`, for each of `variants` (the first two where nil).
  package func ticks(
    at instant: Timestamp, variants: [String]?, instrument: String?, seed: UInt64?
  ) async throws -> [PastTick] {
    let names = variants ?? Array(run.variantNames.prefix(2))
    let symbols = run.scenario.panels.map(\.instrument.symbol)
    let panel = try instrument.map { try Self.place($0, in: symbols, "instrument") }
    let seed = seed ?? run.seeds[0]
    guard run.seeds.contains(seed) else {
      throw FinishedRunError.unknown(what: "seed", name: "\(seed)", known: run.seeds.map { "\($0)" })
    }
    let places = try names.map { try Self.place($0, in: run.variantNames, "variant") }
    // Without a name, the first instrument that has a tick then.
    let candidates = panel.map { [$0] } ?? Array(symbols.indices)
    var neighbours: [Timestamp] = []
    for candidate in candidates {
      var ticks: [PastTick] = []
      for variant in places {
        let watcher = TickWatcher(instant)
        let respondent = try await play(variant: variant, panel: candidate, seed: seed, into: watcher)
        guard let row = watcher.row else {
          neighbours += watcher.neighbours
          break
        }
        ticks.append(tick(row, variant, candidate, seed, watcher, respondent))
      }
      if ticks.count == places.count { return ticks }
    }
    throw FinishedRunError.unknown(what: "tick at", name: "\(instant)", known: neighbours.map { "\($0)" })
  }

  private static func place(_ name: String, in names: [String], _ what: String) throws(FinishedRunError) -> Int {
    guard let place = names.firstIndex(of: name) else { throw .unknown(what: what, name: name, known: names) }
    return place
  }

  private func tick(
    _ row: DecisionRow, _ variant: Int, _ panel: Int, _ seed: UInt64, _ watcher: TickWatcher,
    _ respondent: QuestionWatcher?
  ) -> PastTick {
    let numbers = watcher.orders.map(\.id)
    return PastTick(
      variant: run.variantNames[variant], instrument: run.scenario.panels[panel].instrument, seed: seed,
      fold: chosen.folds > 0 ? watcher.stretch + 1 : nil, point: chosen.points[watcher.stretch], row: row,
      readings: watcher.made?.readings ?? [], forecast: watcher.made?.forecast,
      prompt: respondent?.prompt ?? "", reason: respondent?.reason ?? "", orders: watcher.orders,
      fills: watcher.fills.filter { numbers.contains($0.orderID) })
  }

  /// Plays the account that the panel belongs to until it has seen the tick, and watches the panel.
  private func play(
    variant: Int, panel index: Int, seed: UInt64, into watcher: TickWatcher
  ) async throws -> QuestionWatcher? {
    guard let book = run.books.first(where: { $0.panels.contains(index) }) else { return nil }
    var asked: QuestionWatcher?
    try await run.play(book, seed: seed) { stretch, job in
      watcher.stretch = stretch
      let respondents = book.panels.map { _ in
        run.respondent(variant: variant, seed: seed, stretch: stretch).map {
          QuestionWatcher(watcher.instant, before: $0)
        }
      }
      let outcomes = try await job.play(
        into: book.panels.map { $0 == index ? watcher : TickWatcher(watcher.instant) }, asking: respondents
      ) { place, setup, _ in
        setup.settings.recordsReadings = book.panels[place] == index
      }
      asked = zip(book.panels, respondents).first { $0.0 == index }?.1
      return watcher.row == nil ? outcomes : nil
    }
    return asked
  }
}

/// Keeps what happens at one tick, and what became of the orders sent then.
private final class TickWatcher: EventSink {
  let instant: Timestamp
  /// Which of the account's replays it watches.
  var stretch = 0
  private(set) var row: DecisionRow?
  private(set) var made: TickReadings?
  private(set) var orders: [Order] = []
  private(set) var fills: [Fill] = []
  private var before: Timestamp?
  private var after: Timestamp?

  init(_ instant: Timestamp) { self.instant = instant }

  /// The ticks to either side.
  var neighbours: [Timestamp] { [before, after].compactMap { $0 } }

  func take(_ rows: Span<DecisionRow>, _ events: EventLog) {
    for index in rows.indices {
      let row = rows[index]
      if row.time < instant { before = row.time }
      if row.time > instant { after = after ?? row.time }
      if row.time == instant { self.row = row }
    }
    made = events.readings.first { $0.time == instant } ?? made
    orders += events.orders.filter { $0.submitted == instant }
    fills += events.fills.filter { $0.time >= instant }
  }
}

/// Hears what is asked at one tick, and what the answer was.
private final class QuestionWatcher: Respondent {
  private let instant: Timestamp
  private let respondent: ModelRespondent
  private(set) var prompt = ""
  private(set) var reason = ""

  init(_ instant: Timestamp, before respondent: ModelRespondent) {
    self.instant = instant
    self.respondent = respondent
  }

  func answer(to question: Question) async throws -> OutsideAnswer {
    let answer = try await respondent.answer(to: question)
    guard question.time == instant else { return answer }
    prompt = String(decoding: question.prompt, as: UTF8.self)
    reason = respondent.log.pending.last?.reason ?? ""
    return answer
  }
}
