package import Market
package import Replay

/// What a replay of one track reads.
package struct TrackTape: Sendable {
  package var candles: CandleColumns
  /// Those that lie within the candles, where there are any.
  package var finer: CandleColumns?
  /// What the account's currency pays for the instrument's, where they differ.
  package var rates: ExchangeRates?

  package init(_ candles: CandleColumns, finer: CandleColumns? = nil, rates: ExchangeRates? = nil) {
    self.candles = candles
    self.finer = finer
    self.rates = rates
  }
}

/// One series of a track: when each of its candles or rates began, and when it was over.
struct AuditSeries: Sendable {
  enum Kind: Int, CaseIterable, Sendable { case candles, finer, rates }

  let name: String
  /// Milliseconds since 1970.
  let openTimes: [Int64]
  let closeTimes: [Int64]
  /// Milliseconds from a close until it is known.
  let delay: Int64

  var count: Int { closeTimes.count }

  /// How many have closed and arrived by `instant`.
  func known(at instant: Timestamp) -> Int { Self.places(closeTimes) { $0 + delay <= instant.milliseconds } }

  func closed(by instant: Timestamp) -> Int { Self.places(closeTimes) { $0 <= instant.milliseconds } }

  /// How many began before `milliseconds`.
  func begun(before milliseconds: Int64) -> Int { Self.places(openTimes) { $0 < milliseconds } }

  /// How many of `times`, which rise, `isPast`.
  private static func places(_ times: [Int64], _ isPast: (Int64) -> Bool) -> Int {
    var (low, high) = (0, times.count)
    while low < high {
      let middle = (low + high) / 2
      if isPast(times[middle]) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

/// One track of the account that is audited.
struct AuditTrack: Sendable {
  let setup: TrackSetup
  let tape: TrackTape
  /// By ``AuditSeries/Kind``; empty where the track has none of a kind.
  let series: [AuditSeries]
  private let schedule: SessionSchedule

  init(_ setup: TrackSetup, _ stored: TrackTape) {
    var setup = setup
    setup.settings.recordsReadings = true
    let calendar = setup.instrument.calendar
    let schedule = calendar.sessions(covering: setup.learnsFrom..<setup.window.upperBound)
    func chunk(_ columns: CandleColumns, _ timeframe: Timeframe) -> TapeChunk {
      TapeChunk(columns, timeframe: timeframe, calendar: calendar, schedule: schedule)
    }
    // Candles outside the sessions reach nobody.
    let candles = chunk(stored.candles, setup.timeframe)
    let finer = setup.finerTimeframe.flatMap { timeframe in stored.finer.map { chunk($0, timeframe) } }
    let (symbol, delay) = (setup.instrument.symbol, setup.settings.feed.delay)
    let times = stored.rates?.times ?? []
    let finerName = "\(symbol) \(setup.finerTimeframe?.rawValue ?? "")"
    self.setup = setup
    self.schedule = schedule
    tape = TrackTape(candles.columns, finer: finer?.columns, rates: stored.rates)
    series = [
      AuditSeries(
        name: "\(symbol) \(setup.timeframe.rawValue)", openTimes: candles.openTime, closeTimes: candles.closeTime,
        delay: delay),
      AuditSeries(name: finerName, openTimes: finer?.openTime ?? [], closeTimes: finer?.closeTime ?? [], delay: delay),
      AuditSeries(name: "exchange rate of \(symbol)", openTimes: times, closeTimes: times, delay: 0),
    ]
  }

  subscript(kind: AuditSeries.Kind) -> AuditSeries { series[kind.rawValue] }

  var name: String { self[.candles].name }

  /// Candles for the pipeline, as a replay loads them.
  func chunk(_ candles: CandleColumns) -> TapeChunk { chunk(candles, setup.timeframe) }

  func finerChunk(_ candles: CandleColumns) -> TapeChunk? { setup.finerTimeframe.map { chunk(candles, $0) } }

  private func chunk(_ candles: CandleColumns, _ timeframe: Timeframe) -> TapeChunk {
    TapeChunk(candles, timeframe: timeframe, calendar: setup.instrument.calendar, schedule: schedule)
  }

  /// The finer candles that come with the candles of `range`.
  func finer(with range: Range<Int>) -> Range<Int> {
    let (candles, finer) = (self[.candles], self[.finer])
    guard finer.count > 0, let last = range.last else { return 0..<0 }
    let start = range.lowerBound == 0 ? 0 : finer.begun(before: candles.closeTimes[range.lowerBound - 1])
    return start..<max(start, finer.begun(before: candles.closeTimes[last]))
  }

  /// How many candles had begun before the tick at `instant`: orders may have filled at their opens, on an account of
  /// several tracks. Finer candles fill at their own times, when the longer one is over.
  func begun(before instant: Timestamp) -> Int {
    let offset = setup.settings.clock.decisionOffset ?? setup.settings.feed.delay
    var count = self[.candles].begun(before: instant.milliseconds - offset)
    while count > 0, !finer(with: count - 1..<count).isEmpty { count -= 1 }
    return count
  }

  /// The last good close before the candle at `index`, around which the future is changed.
  func anchor(_ kind: AuditSeries.Kind, before index: Int) -> Double {
    let prices: [Double] =
      switch kind {
      case .candles: tape.candles.close
      case .finer: tape.finer?.close ?? []
      case .rates: tape.rates?.rates ?? []
      }
    return prices[..<index].last { $0 > 0 && $0.isFinite } ?? prices.first { $0 > 0 } ?? 1
  }
}
