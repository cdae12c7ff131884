import Market
import Replay
import Testing

/// Candles before the window are learned; nothing is decided on them.
@Suite struct LeadInTests {
  private func play(
    _ candles: CandleColumns, _ instrument: Instrument, _ timeframe: Timeframe, window: Range<Timestamp>,
    learnsFrom: Timestamp?
  ) async throws -> (rows: [DecisionRow], learned: Int) {
    let collector = RowCollector()
    let setup = TrackSetup(
      .permissive, instrument: instrument, timeframe: timeframe, window: window, learnsFrom: learnsFrom)
    let outcome = try await Replayer([setup], strategy: .movingAverageCross(fast: 5, slow: 50))
      .play([TrackPorts(ChunkedCandles(candles, size: 64), into: collector)])
    return (collector.rows, outcome[0].candles)
  }

  @Test(arguments: [1, 2] as [UInt64])
  func `decisions in the window are those of a replay that began earlier`(seed: UInt64) async throws {
    let start = Timestamp.at("2024-01-01")
    let candles = CandleColumns(walk: 300, seed: seed, from: start, step: 0.02)
    let middle = start + .seconds(100 * 3_600)
    let end = start + .seconds(300 * 3_600)
    let whole = try await play(candles, .bitcoin, .oneHour, window: start..<end, learnsFrom: nil)
    let led = try await play(candles, .bitcoin, .oneHour, window: middle..<end, learnsFrom: start)
    #expect(led.rows.count == 200)
    #expect(led.rows.allSatisfy { $0.time > middle && $0.stage.isAfterDecision })
    #expect(led.rows.map(\.action) == whole.rows.suffix(200).map(\.action))
    // The account begins with the window: what the lead-in would have held is not held.
    #expect(led.rows[0].position == 0)
    let cut = try await play(
      candles.keeping { $0 >= middle }, .bitcoin, .oneHour, window: middle..<end, learnsFrom: nil)
    #expect(cut.rows.prefix(49).allSatisfy { $0.stage == .warmingUp })
  }

  /// A share's stamps are turned into sessions, which have to be known as far back as the lead-in reaches.
  @Test func `sessions of the lead-in are known`() async throws {
    let first = Timestamp.at("2023-01-03")
    let candles = CandleColumns(walk: 500, seed: 4, from: first, .oneDay, price: 400)
      .keeping { NewYorkStockExchange.isTradingDay(CivilDate(daysSince1970: $0.daysSince1970)) }
    let window = Timestamp.at("2024-01-01")..<Timestamp.at("2024-05-01")
    let led = try await play(candles, .spy, .oneDay, window: window, learnsFrom: first)
    #expect(led.rows.count > 80)
    #expect(led.rows[0].stage.isAfterDecision)
  }
}

private final class RowCollector: EventSink {
  private(set) var rows: [DecisionRow] = []

  func take(_ rows: Span<DecisionRow>, _ events: EventLog) { self.rows.append(contentsOf: rows) }
}
