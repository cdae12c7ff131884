import LanguageModels
import Market
import Replay

/// Listens to a replay and keeps its trace; everything goes on to the sink behind it.
final class TraceRecorder: EventSink {
  private(set) var trace: SessionTrace
  private let sink: any EventSink
  private var orders: [Order] = []
  private var names: [String] = []
  /// What was read at each tick with readings, one after the other.
  private var values: [Double] = []
  /// Where in `values` a tick's readings begin; nil where it has none.
  private var places: [Int64: Int] = [:]

  /// `fold` is that of a walk-forward, from 1.
  init(instrument: String, seed: UInt64, fold: Int?, before sink: any EventSink) {
    trace = SessionTrace(instrument: instrument, seed: seed, fold: fold)
    self.sink = sink
  }

  func take(_ rows: Span<DecisionRow>, _ events: EventLog) throws {
    var next = events.readings.startIndex
    for index in rows.indices {
      let row = rows[index]
      trace.times.append(row.time.milliseconds)
      trace.stages.append(row.stage.rawValue)
      trace.actions.append(row.action.rawValue)
      trace.confidences.append(row.confidence)
      while next < events.readings.count, events.readings[next].time < row.time { next += 1 }
      let own = next < events.readings.count && events.readings[next].time == row.time ? events.readings[next] : nil
      note(own)
    }
    orders += events.orders
    trace.fills += events.fills.map { TracedFill($0) } + events.charges.map { TracedFill($0) }
    try sink.take(rows, events)
  }

  private func note(_ made: TickReadings?) {
    guard let made else {
      trace.readings.append(0)
      trace.forecasts.append(0)
      trace.prompts.append(0)
      return
    }
    if names.isEmpty { names = made.readings.map(\.name) }
    places[made.time.milliseconds] = values.count
    values += made.readings.map(\.value)
    trace.readings.append(made.readings.isEmpty ? 0 : Self.fingerprint(made.readings.map(\.value)))
    trace.forecasts.append(made.forecast.map { Self.fingerprint([$0]) } ?? 0)
    trace.prompts.append(made.question.map { UInt32(truncatingIfNeeded: $0) | 1 } ?? 0)
  }

  /// The trace of the finished replay; `tape` saw its candles pass.
  func finish(_ tape: TapeFingerprints) -> SessionTrace {
    trace.candles = tape.fingerprints(upTo: trace.times)
    trace.orders = orders.sorted { $0.id < $1.id }.map(TracedOrder.init)
    // They come page by page, of each page the fills first.
    trace.fills = trace.fills.enumerated().sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }
      .map(\.element)
    return trace
  }

  /// What was read at each tick, for whoever explains it.
  var readings: @Sendable (Int64) -> [Reading] {
    { [names, values, places] time in
      guard let place = places[time] else { return [] }
      return names.indices.map { Reading(names[$0], values[place + $0]) }
    }
  }

  /// Never zero, which stands for nothing.
  static func fingerprint(_ values: [Double]) -> UInt32 {
    values.withUnsafeBytes { UInt32(truncatingIfNeeded: ContentHash.of($0)) | 1 }
  }
}

/// The candles of a replay on their way in, with a fingerprint of each.
final class TapeFingerprints {
  private var closeTimes: [Int64] = []
  private var hashes: [UInt64] = []
  private let setup: TrackSetup
  private let schedule: SessionSchedule

  init(_ setup: TrackSetup) {
    self.setup = setup
    schedule = setup.instrument.calendar.sessions(
      covering: setup.learnsFrom..<setup.window.upperBound)
  }

  func note(_ candles: CandleColumns) {
    let chunk = TapeChunk(
      candles, timeframe: setup.timeframe, calendar: setup.instrument.calendar, schedule: schedule)
    let columns = chunk.columns
    closeTimes += chunk.closeTime
    for index in 0..<chunk.count {
      var values = [
        columns.open[index], columns.high[index], columns.low[index], columns.close[index], columns.volume[index],
      ]
      for side in [columns.quotes?.bid, columns.quotes?.ask].compactMap({ $0 }) {
        values += [side.open[index], side.high[index], side.low[index], side.close[index]]
      }
      hashes.append(values.withUnsafeBytes(ContentHash.of))
    }
  }

  /// For each tick, of the candles that closed since the one before; zero where none did.
  func fingerprints(upTo ticks: [Int64]) -> [UInt32] {
    var place = 0
    return ticks.map { tick in
      var hash: UInt64 = 0
      while place < closeTimes.count, closeTimes[place] <= tick {
        hash = (hash ^ hashes[place] ^ UInt64(bitPattern: closeTimes[place])) &* 0x9E37_79B9_7F4A_7C15
        place += 1
      }
      return hash == 0 ? 0 : UInt32(truncatingIfNeeded: hash >> 32) | 1
    }
  }
}

/// A source that tells of every candle that passes.
struct FingerprintedSource: CandleSource {
  private var source: any CandleSource
  private let fingerprints: TapeFingerprints

  init(_ source: any CandleSource, _ fingerprints: TapeFingerprints) {
    self.source = source
    self.fingerprints = fingerprints
  }

  mutating func next() throws -> CandleColumns? {
    let candles = try source.next()
    if let candles { fingerprints.note(candles) }
    return candles
  }
}
