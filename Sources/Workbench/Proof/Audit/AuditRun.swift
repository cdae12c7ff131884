import Market
import Replay

/// A pipeline driven by hand. Copying it copies everything: a branch knows what the original knew, and no more.
struct AuditRun<S: Strategy>: Sendable {
  private(set) var pipeline: Pipeline<S>
  /// Questions asked so far.
  private(set) var questions = 0
  private var rows: [DecisionRow] = []
  private var made: [TickReadings] = []
  private var orders: [Order] = []
  private let subject: AuditSubject<S>

  init(_ subject: AuditSubject<S>, given candles: CandleColumns) {
    self.subject = subject
    pipeline = Pipeline([subject.setup], strategies: [subject.make(candles)])
  }

  /// The tick that is due.
  var now: Timestamp { pipeline.now(track: 0) }

  mutating func load(_ candles: CandleColumns) {
    guard candles.count > 0 else { return }
    pipeline.load(subject.chunk(candles), track: 0)
  }

  mutating func endTape() { pipeline.endTape(track: 0) }

  mutating func end(after instant: Timestamp) { pipeline.end(after: instant, track: 0) }

  /// Plays until candles are needed (true) or the run is over (false).
  mutating func advance(answer: (S, Int) async throws -> OutsideAnswer) async throws -> Bool {
    while true {
      switch pipeline.advance() {
      case .needsCandles:
        collect()
        return true
      case .rowsAreFull:
        collect()
      case .asks:
        pipeline.answer(try await answer(pipeline.strategy(track: 0), questions))
        questions += 1
      case .finished:
        collect()
        return false
      }
    }
  }

  /// Plays candles page by page, as a replay does, then the rest of the ticks.
  mutating func playAll(_ candles: CandleColumns, answer: (S, Int) async throws -> OutsideAnswer) async throws {
    var position = 0
    while try await advance(answer: answer) {
      let page = position..<min(position + 4_096, candles.count)
      if page.isEmpty { endTape() } else { load(CandleColumns(candles, page)) }
      position = page.upperBound
    }
  }

  private mutating func collect() {
    pipeline.drain(track: 0) { ticks, events in
      rows.append(contentsOf: ticks)
      made.append(contentsOf: events.readings)
      orders.append(contentsOf: events.orders)
    }
  }

  /// Forgets the ticks so far.
  mutating func forget() {
    rows.removeAll()
    made.removeAll()
    orders.removeAll()
  }

  /// The ticks since the start, or since they were last forgotten, in order.
  func ticks() -> [TickRecord] {
    let sent = Dictionary(grouping: orders, by: \.submitted)
    var place = 0
    return rows.map { row in
      while place < made.count, made[place].time < row.time { place += 1 }
      let own = place < made.count && made[place].time == row.time ? made[place] : nil
      // An order is told of when it is done: in the order of their numbers they are as they were sent.
      let orders = (sent[row.time] ?? []).sorted { $0.id < $1.id }
      return TickRecord(row: row, made: own, orders: orders)
    }
  }
}

/// What the reference run was answered, by the number of the question.
struct KnownAnswers: Sendable {
  private var answers: [(question: UInt64?, answer: OutsideAnswer)] = []

  mutating func append(_ answer: OutsideAnswer, to question: UInt64?) { answers.append((question, answer)) }

  /// The answer to that question, if it is the very same one.
  func answer(_ ordinal: Int, to question: UInt64?) -> OutsideAnswer? {
    guard ordinal < answers.count, let question, answers[ordinal].question == question else { return nil }
    return answers[ordinal].answer
  }
}
