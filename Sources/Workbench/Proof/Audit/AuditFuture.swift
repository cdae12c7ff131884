import Market
import Replay

/// Tapes whose future is cut off or another one.
struct AuditFuture: Sendable {
  let tracks: [AuditTrack]
  let knowledge: Knowledge
  let seed: UInt64

  /// All that was known, and nothing more.
  func cut() -> [TrackTape] {
    tracks.indices.map { track in
      var tape = part(track, 0..<knowledge.candles(track), finer: 0..<known(track, .finer), changed: none(track))
      tape.rates = cutRates(track)
      return tape
    }
  }

  /// The whole tapes with another future: all of it, or only the first `count` of what was not known.
  func changed(_ count: Int?) -> [TrackTape] {
    var ends = tracks.map { $0.series.map(\.count) }
    if let count {
      ends = knowledge.known
      for candle in knowledge.future(of: tracks).prefix(count) {
        ends[candle.track][candle.kind.rawValue] = candle.index + 1
      }
    }
    return tracks.indices.map { track in
      let own = tracks[track]
      var tape = part(
        track, 0..<own[.candles].count, finer: 0..<own[.finer].count, changed: changes(track, ends[track]))
      tape.rates = changedRates(track, until: ends[track][AuditSeries.Kind.rates.rawValue])
      return tape
    }
  }

  /// The pages that a branch is given: what was known and not loaded yet, then `depth` candles of another future.
  func pages(loaded: [Int], depth: Int) -> [[AuditPage]] {
    tracks.indices.map { track in
      let range = loaded[track]..<min(knowledge.candles(track) + depth, tracks[track][.candles].count)
      let tape = part(track, range, changed: changes(track, tracks[track].series.map(\.count)))
      return [AuditPage(tape.candles, tape.finer)]
    }
  }

  /// The same with what was known alone; the opens of candles that have begun are known too.
  func cutPages(loaded: [Int]) -> [[AuditPage]] {
    tracks.indices.map { track in
      let tape = part(track, loaded[track]..<max(loaded[track], knowledge.candles(track)), changed: none(track))
      return [AuditPage(tape.candles, tape.finer)] + opening(track)
    }
  }

  /// What was worth what, up to now or with another future.
  func rates(isChanged: Bool) -> [ExchangeRates?] {
    tracks.indices.map { track in isChanged ? changedRates(track, until: tracks[track][.rates].count) : cutRates(track)
    }
  }

  /// A page with the opens of the candles that had begun, and nothing else of them.
  func opening(_ track: Int) -> [AuditPage] {
    let begun = knowledge.begun[track]
    guard !begun.isEmpty else { return [] }
    var candles = CandleColumns(tracks[track].tape.candles, begun)
    (candles.high, candles.low, candles.close) = (candles.open, candles.open, candles.open)
    // How much trades until they are over is not known yet: as much as in the last one that is.
    let volume = begun.lowerBound > 0 ? tracks[track].tape.candles.volume[begun.lowerBound - 1] : 0
    candles.volume = begun.map { _ in volume }
    candles.quotes?.bid.keepOpens()
    candles.quotes?.ask.keepOpens()
    return [AuditPage(candles, nil)]
  }

  // MARK: Parts

  private func known(_ track: Int, _ kind: AuditSeries.Kind) -> Int { knowledge.known[track][kind.rawValue] }

  private func none(_ track: Int) -> [Range<Int>] { changes(track, knowledge.known[track]) }

  /// By kind: which candles are others.
  private func changes(_ track: Int, _ ends: [Int]) -> [Range<Int>] {
    zip(knowledge.known[track], ends).map { $0..<max($0, $1) }
  }

  /// The candles of `range` without rates, those of `changed` as others; with the finer candles of `finer`, else those
  /// that come with them.
  private func part(
    _ track: Int, _ range: Range<Int>, finer: Range<Int>? = nil, changed: [Range<Int>]
  ) -> TrackTape {
    let own = tracks[track]
    var tape = TrackTape(columns(own.tape.candles, range, track, .candles, changed))
    tape.finer = own.tape.finer.map { columns($0, finer ?? own.finer(with: range), track, .finer, changed) }
    return tape
  }

  private func columns(
    _ own: CandleColumns, _ range: Range<Int>, _ track: Int, _ kind: AuditSeries.Kind, _ changed: [Range<Int>]
  ) -> CandleColumns {
    let changed = changed[kind.rawValue].clamped(to: range)
    guard !changed.isEmpty else { return CandleColumns(own, range) }
    var columns = CandleColumns(own, range.lowerBound..<changed.lowerBound)
    let others = FuturePerturbation.changed(
      own, changed, around: tracks[track].anchor(kind, before: known(track, kind)), seed: seed(track, kind),
      keepingOpensOf: kind == .candles ? knowledge.begun[track] : 0..<0)
    columns.append(others, 0..<others.count)
    columns.append(own, changed.upperBound..<range.upperBound)
    return columns
  }

  private func cutRates(_ track: Int) -> ExchangeRates? {
    // Before the first rate the first one holds: it is known from the start.
    tracks[track].tape.rates.map { $0.first(max(1, known(track, .rates))) }
  }

  private func changedRates(_ track: Int, until end: Int) -> ExchangeRates? {
    tracks[track].tape.rates.map { rates in
      let first = known(track, .rates)
      return FuturePerturbation.changed(
        rates, first..<max(first, end), around: tracks[track].anchor(.rates, before: first), seed: seed(track, .rates))
    }
  }

  /// Another one for every tick, track and series.
  private func seed(_ track: Int, _ kind: AuditSeries.Kind) -> UInt64 {
    seed &+ UInt64(known(track, kind)) &+ UInt64(track) << 40 &+ UInt64(kind.rawValue) << 56
  }
}

/// What a pipeline is given at once.
struct AuditPage: Sendable {
  let candles: CandleColumns
  let finer: CandleColumns?

  init(_ candles: CandleColumns, _ finer: CandleColumns?) {
    self.candles = candles
    self.finer = finer
  }
}

extension AuditTrack {
  /// Candles of this track's own tape.
  func page(_ range: Range<Int>) -> AuditPage {
    AuditPage(CandleColumns(tape.candles, range), tape.finer.map { CandleColumns($0, finer(with: range)) })
  }

  /// A tape of this track from its start, in pages as a replay reads them.
  func pages(of tape: TrackTape) -> [AuditPage] {
    stride(from: 0, to: tape.candles.count, by: Self.page).map { start in
      let range = start..<min(start + Self.page, tape.candles.count)
      let inside = tape.finer.map { CandleColumns($0, finer(with: range).clamped(to: 0..<$0.count)) }
      return AuditPage(CandleColumns(tape.candles, range), inside)
    }
  }

  private static var page: Int { 4_096 }
}

extension PriceColumns { fileprivate mutating func keepOpens() { (high, low, close) = (open, open, open) } }
