import Market

/// A tape, and beside each of its chunks the finer candles that lie within it.
struct PairedSource {
  private var source: any CandleSource
  private var finer: (any CandleSource)?
  private let timeframe: Timeframe
  /// What has been read of either and not handed out.
  private var rest = CandleColumns()
  private var finerRest = CandleColumns()
  /// Longer candles that go out at a time where there are finer ones: a day of minutes is 1,440 of them.
  private static let chunk = 128

  init(_ source: any CandleSource, finer: (any CandleSource)?, _ setup: TrackSetup) {
    self.source = source
    self.finer = finer
    timeframe = setup.timeframe
  }

  mutating func next() throws -> (candles: CandleColumns, finer: CandleColumns?)? {
    guard finer != nil else { return try source.next().map { ($0, nil) } }
    if rest.count == 0 {
      guard let more = try source.next() else { return nil }
      rest = more
    }
    let taken = CandleColumns(rest, 0..<min(Self.chunk, rest.count))
    rest = CandleColumns(rest, taken.count..<rest.count)
    let last = taken.openTime[taken.count - 1]
    return (taken, try takeFiner(before: last + timeframe.milliseconds))
  }

  private mutating func takeFiner(before end: Int64) throws -> CandleColumns {
    while finerRest.openTime.last.map({ $0 < end }) ?? true {
      guard let more = try finer?.next() else { break }
      if finerRest.count == 0 { finerRest = CandleColumns(quoted: more.quotes != nil) }
      finerRest.append(more, 0..<more.count)
    }
    let count = finerRest.openTime.firstIndex { $0 >= end } ?? finerRest.count
    let taken = CandleColumns(finerRest, 0..<count)
    finerRest = CandleColumns(finerRest, count..<finerRest.count)
    return taken
  }
}
