import Market
import Replay
import Testing

@Suite struct FeedTests {
  let start = Timestamp.at("2024-01-01")

  private func hour(_ hours: Int) -> Timestamp { start + .seconds(3_600 * hours) }

  @Test func `candles that close in an outage are lost, from its start up to its end`() throws {
    var scene = ReplayScene(CandleColumns(closes: (1...10).map { 100 + Double($0) }, from: start))
    // The second outage comes first in the list, and overlaps nothing.
    scene.settings.feed.outages = [hour(8)..<hour(9), hour(3)..<hour(5)]
    let run = try scene.played(deciding: Decision(.hold, confidence: 50))
    #expect(run.learned.map(\.close) == [101, 102, 105, 106, 107, 109, 110])
    #expect(run.rows.map(\.price) == [101, 102, 102, 102, 105, 106, 107, 107, 109, 110])
    #expect(run.stages == [Stage](repeating: .hold, count: 10))
  }

  @Test func `an outage ages the market until it is stale, and ends with its last candle`() throws {
    var scene = ReplayScene(CandleColumns(walk: 12, seed: 8, from: start))
    scene.settings.feed.outages = [hour(4)..<hour(9)]
    let run = try scene.played(deciding: Decision(.hold, confidence: 50))
    // The candle of three o'clock is two hours old at five.
    #expect(run.stages.indices.filter { run.stages[$0] == .stale } == [5, 6, 7])
    #expect(run.learned.count == 7)
  }

  @Test func `orders that rest at the venue fill while the feed is down`() throws {
    var scene = ReplayScene(CandleColumns(closes: [100, 100, 100, 100, 90, 90, 90, 90], from: start))
    scene.settings.sizing.stop = .fraction(0.05)
    scene.settings.feed.outages = [hour(4)..<hour(7)]
    let run = try scene.played(
      by: ScriptedStrategy { [start] view in
        Decision(view.now == start + .seconds(7_200) ? .buy : .hold, confidence: 100)
      })
    #expect(run.fills.map(\.cause) == [.signal, .stopLoss])
    // Bought at the open of the third candle, stopped in the fifth, which nobody heard of.
    #expect(run.fills.map(\.time) == [hour(2), hour(5)])
    #expect(run.fills.last?.price == FixedPoint(95))
    #expect(run.row(at: hour(4))?.position == 1)
    #expect(run.row(at: hour(5))?.position == 0)
    #expect(run.row(at: hour(5))?.price == 100)
    #expect(!run.learned.map(\.closeTime).contains(hour(5)))
  }

  @Test func `a candle that has not arrived is not known, whatever the chunks`() throws {
    var scene = ReplayScene(CandleColumns(closes: (1...30).map { 100 + Double($0) }, from: start, .oneMinute))
    scene.timeframe = .oneMinute
    scene.settings.feed.delay = 150_000
    scene.settings.clock.decisionOffset = 0
    for size in [1, 7, 4_096] {
      scene.chunkSize = size
      let run = try scene.played(deciding: Decision(.hold, confidence: 50))
      // At minute k the candle that closed two and a half minutes before has come: k - 3.
      #expect(run.rows.map(\.price) == (1...30).map { $0 <= 3 ? 0 : 97 + Double($0) })
      #expect(run.stages == (1...30).map { $0 <= 3 ? .warmingUp : .hold })
    }
  }

  @Test func `a strategy learns thousands of delayed candles in order, each once`() throws {
    var scene = ReplayScene(CandleColumns(walk: 5_000, seed: 6, from: start, .oneMinute), timeframe: .oneMinute)
    scene.settings.feed.delay = 61_000
    scene.chunkSize = 700
    let run = try scene.played(deciding: Decision(.hold, confidence: 50))
    #expect(run.learned.map(\.openTime.milliseconds) == scene.candles.openTime)
  }

  @Test func `a feed whose clock runs ahead is a fault, not fresh`() throws {
    var scene = ReplayScene(CandleColumns(walk: 6, seed: 8, from: start))
    scene.settings.feed.clockSkew = 1
    let ahead = try scene.played(deciding: Decision(.buy, confidence: 100))
    #expect(ahead.stages == [Stage](repeating: .clockSkew, count: 6))
    #expect(ahead.rows.allSatisfy { $0.action == .hold && $0.confidence == 0 })
    #expect(ahead.orders.isEmpty)

    // Asked a millisecond later, the stamp lies in the future no more.
    scene.settings.clock.decisionOffset = 1
    let later = try scene.played(deciding: Decision(.hold, confidence: 50))
    #expect(later.stages == [Stage](repeating: .hold, count: 6))
  }

  @Test func `a feed whose clock runs late ages its candles`() throws {
    var scene = ReplayScene(CandleColumns(walk: 6, seed: 8, from: start))
    scene.settings.feed.clockSkew = -7_200_000
    #expect(try scene.played(deciding: Decision(.hold, confidence: 50)).stages == [Stage](repeating: .hold, count: 6))
    scene.settings.feed.clockSkew = -7_200_001
    #expect(try scene.played(deciding: Decision(.hold, confidence: 50)).stages == [Stage](repeating: .stale, count: 6))
  }
}
