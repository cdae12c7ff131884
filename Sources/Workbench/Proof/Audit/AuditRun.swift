import Market
import Replay

/// A pipeline driven by hand. Copying it copies everything: a branch knows what the original knew, and no more.
struct AuditRun<S: Strategy>: Sendable {
  private(set) var pipeline: Pipeline<S>
  /// By track: questions asked so far, candles given, and what has happened since it was last forgotten.
  private var questions: [Int]
  private(set) var loaded: [Int]
  private var happenings: [Happenings]
  private let subject: AuditSubject<S>

  fileprivate struct Happenings: Sendable {
    var rows: [DecisionRow] = []
    var made: [TickReadings] = []
    var orders: [Order] = []
    var moves: [Timestamp] = []
  }

  typealias Answer = (_ strategy: S, _ track: Int, _ ordinal: Int) async throws -> OutsideAnswer

  init(_ subject: AuditSubject<S>, given tapes: [TrackTape]) {
    self.subject = subject
    let setups = zip(subject.tracks, tapes).map { track, tape in
      var setup = track.setup
      setup.exchange = tape.rates
      return setup
    }
    pipeline = Pipeline(setups, strategies: setups.indices.map { subject.make($0, tapes) })
    questions = setups.map { _ in 0 }
    loaded = questions
    happenings = setups.map { _ in Happenings() }
  }

  mutating func load(_ page: AuditPage, track: Int) {
    let own = subject.tracks[track]
    pipeline.load(own.chunk(page.candles), finer: page.finer.flatMap(own.finerChunk), track: track)
    loaded[track] += page.candles.count
  }

  mutating func endTape(_ track: Int) { pipeline.endTape(track: track) }

  mutating func end(after instant: Timestamp) {
    for track in subject.tracks.indices { pipeline.end(after: instant, track: track) }
  }

  mutating func exchange(at rates: [ExchangeRates?]) {
    for (track, rates) in rates.enumerated() { pipeline.exchange(at: rates, track: track) }
  }

  /// Plays until a track needs candles, or the run is over (nil).
  mutating func advance(answer: Answer) async throws -> Int? {
    while true {
      switch pipeline.advance() {
      case .needsCandles(let track):
        collect()
        return track
      case .rowsAreFull: collect()
      case .asks(let track):
        pipeline.answer(try await answer(pipeline.strategy(track: track), track, questions[track]))
        questions[track] += 1
      case .finished:
        collect()
        return nil
      }
    }
  }

  /// Plays the pages of each track, then the rest of the ticks; `asking` is the track that already asks for candles.
  mutating func play(_ pages: [[AuditPage]], asking: Int? = nil, answer: Answer) async throws {
    var next = pages.map { _ in 0 }
    var asking = asking
    if asking == nil { asking = try await advance(answer: answer) }
    while let track = asking {
      if next[track] < pages[track].count {
        load(pages[track][next[track]], track: track)
        next[track] += 1
      } else {
        endTape(track)
      }
      asking = try await advance(answer: answer)
    }
  }

  /// Plays whole tapes, as a replay does.
  mutating func playAll(_ tapes: [TrackTape], answer: Answer) async throws {
    try await play(zip(subject.tracks, tapes).map { $0.pages(of: $1) }, answer: answer)
  }

  private mutating func collect() {
    for track in happenings.indices {
      pipeline.drain(track: track) { ticks, events in
        happenings[track].rows.append(contentsOf: ticks)
        happenings[track].made += events.readings
        happenings[track].orders += events.orders
        happenings[track].moves += events.fills.map(\.time) + events.charges.map(\.time)
      }
    }
  }

  /// Forgets what has happened so far.
  mutating func forget() { for track in happenings.indices { happenings[track] = Happenings() } }

  /// The ticks since the start, or since they were last forgotten, in order; at one instant in order of the tracks.
  func ticks() -> [TickRecord] {
    let ticks = happenings.indices.flatMap { track in happenings[track].ticks(of: track) }
    return happenings.count == 1 ? ticks : ticks.sorted { ($0.time, $0.track) < ($1.time, $1.track) }
  }

  /// Fills and charges, since they were last forgotten.
  var moves: [AccountMove] {
    happenings.indices.flatMap { track in happenings[track].moves.map { AccountMove(track: track, time: $0) } }
  }
}

extension AuditRun.Happenings {
  fileprivate func ticks(of track: Int) -> [TickRecord] {
    let sent = Dictionary(grouping: orders, by: \.submitted)
    var place = 0
    return rows.map { row in
      while place < made.count, made[place].time < row.time { place += 1 }
      let own = place < made.count && made[place].time == row.time ? made[place] : nil
      // An order is told of when it is done: in the order of their numbers they are as they were sent.
      let orders = (sent[row.time] ?? []).sorted { $0.id < $1.id }
      return TickRecord(track: track, row: row, made: own, orders: orders)
    }
  }
}

/// What the reference run was answered, by track and the number of the question.
struct KnownAnswers: Sendable {
  private var answers: [[(question: UInt64?, answer: OutsideAnswer)]]

  init(tracks: Int) { answers = Array(repeating: [], count: tracks) }

  mutating func append(_ answer: OutsideAnswer, to question: UInt64?, track: Int) {
    answers[track].append((question, answer))
  }

  /// The answer to that question, if it is the very same one.
  func answer(_ ordinal: Int, to question: UInt64?, track: Int) -> OutsideAnswer? {
    guard ordinal < answers[track].count, let question, answers[track][ordinal].question == question else { return nil }
    return answers[track][ordinal].answer
  }
}
