package import Market

/// The indicators of one instrument over several timeframes, all learnt from the candles of one.
///
/// Longer timeframes see only candles that are complete: see ``Resampler``. Build one only where someone reads it, and
/// change it in place: copying it copies every window.
package struct Pulse: Sendable {
  /// The timeframe of the candles it learns from.
  package let base: Timeframe
  private var levels: ContiguousArray<Level>

  /// A pulse of `timeframes`, in that order: at least one, none twice, none shorter than `base`.
  ///
  /// `anchor` is an instant at which candles of every timeframe begin, by default midnight UTC. Candles of the base
  /// timeframe are taken as they are.
  package init(base: Timeframe, timeframes: [Timeframe], anchor: Timestamp = Timestamp(milliseconds: 0)) {
    precondition(!timeframes.isEmpty, "a pulse has at least one timeframe")
    precondition(timeframes.allSatisfy { $0 >= base }, "a pulse cannot be of a shorter timeframe than its candles")
    precondition(Set(timeframes).count == timeframes.count, "a pulse has each timeframe once")
    self.base = base
    levels = ContiguousArray(
      timeframes.map { timeframe in
        Level(timeframe: timeframe, resampler: timeframe == base ? nil : Resampler(to: timeframe, anchor: anchor))
      })
  }

  /// The timeframes it speaks of, in the order asked for.
  package var timeframes: [Timeframe] { levels.map(\.timeframe) }

  /// Whether every timeframe has seen enough closed candles, ``PulseIndicators/warmUp``, for every indicator.
  package var isReady: Bool { levels.allSatisfy(\.indicators.isReady) }

  /// Learns the next closed candle of the base timeframe. Prices must be finite and `low ≤ close ≤ high`: leave out what
  /// the quality gate excludes.
  @inline(__always)
  package mutating func learn(_ candle: Candle) {
    for index in levels.indices { levels[index].learn(candle) }
  }

  /// Closes candles of longer timeframes that are over by `now`, though the last base candles in them never came.
  ///
  /// Call it once all candles known by `now` have been learnt; base candles of a closed interval that come later are
  /// ignored by that timeframe.
  @inline(__always)
  package mutating func flush(upTo now: Timestamp) {
    for index in levels.indices { levels[index].flush(upTo: now) }
  }

  /// What the indicators of `timeframe` say; nil while it warms up, or when it is none of ``timeframes``.
  package func reading(of timeframe: Timeframe) -> PulseReading? {
    guard let index = levels.firstIndex(where: { $0.timeframe == timeframe }) else { return nil }
    return levels[index].reading
  }

  /// What the indicators of every timeframe say that has warmed up, in the order of ``timeframes``.
  package func readings() -> [PulseReading] { levels.compactMap(\.reading) }
}

/// One timeframe of a pulse.
private struct Level: Sendable {
  let timeframe: Timeframe
  /// Nil where the base candles are this timeframe's own.
  var resampler: Resampler?
  var indicators = PulseIndicators()

  var reading: PulseReading? { indicators.isReady ? indicators.reading(of: timeframe) : nil }

  @inline(__always)
  mutating func learn(_ candle: Candle) {
    guard resampler != nil else { return indicators.update(candle) }
    if let closed = resampler?.close(before: candle) { indicators.update(closed) }
    if let closed = resampler?.add(candle) { indicators.update(closed) }
  }

  @inline(__always)
  mutating func flush(upTo now: Timestamp) {
    if let closed = resampler?.flush(upTo: now) { indicators.update(closed) }
  }
}
