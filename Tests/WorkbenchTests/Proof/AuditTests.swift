import Market
import Replay
import Synchronization
import Testing
import Workbench

@Suite struct AuditTests {
  @Test(arguments: [1, 2] as [UInt64])
  func `a rule that knows only the past is found to leak nowhere`(seed: UInt64) async throws {
    let finding = try await AuditScene(hours: 120, seed: seed).audit { _ in MovingAverageCross(fast: 3, slow: 10) }
    #expect(finding.leaks.isEmpty)
    #expect(finding.ticks == 120)
    #expect(finding.decided == 111)
    #expect(finding.branched == 120)
    #expect(finding.cuts == 120)
    // Two replays a cut, and nothing more to look for.
    #expect(finding.replays == 240)
  }

  @Test(arguments: [1, 2] as [UInt64])
  func `a rule that reads the next close is caught, with its tick, its reading and the candle`(
    seed: UInt64
  ) async throws {
    let finding = try await AuditScene(hours: 60, seed: seed).audit { candles in
      PeekingStrategy(candles, "next close") { all, learnt, _ in all.close[min(learnt, all.count - 1)] }
    }
    let leak = try #require(finding.leaks.first)
    // Five candles make it ready: the first decision is at the close of the fifth.
    #expect(leak.tick == AuditScene.hour(5))
    #expect(leak.test == .changedReplay)
    #expect(leak.differences.first?.what == "reading next close")
    #expect(leak.candle?.open == AuditScene.hour(5))
    #expect(leak.candle?.close == AuditScene.hour(6))
  }

  @Test(arguments: [3, 4] as [UInt64])
  func `a look further ahead names the candle that it reaches`(seed: UInt64) async throws {
    let finding = try await AuditScene(hours: 60, seed: seed).audit { candles in
      PeekingStrategy(candles, "close 7 on") { all, learnt, _ in all.close[min(learnt + 6, all.count - 1)] }
    }
    let leak = try #require(finding.leaks.first)
    #expect(leak.tick == AuditScene.hour(5))
    #expect(leak.candle?.open == AuditScene.hour(11))
  }

  /// The candle from 04:00 to 08:00 is looked up by its open, so 04:00 already knows its close.
  @Test func `a higher timeframe stamped by its open is caught at that open`() async throws {
    let finding = try await AuditScene(hours: 60, seed: 5).audit { candles in
      PeekingStrategy(candles, "4h close") { candles, _, now in
        let hour = Int((now.milliseconds - AuditScene.start.milliseconds) / 3_600_000)
        return candles.close[min(hour / 4 * 4 + 3, candles.count - 1)]
      }
    }
    let leak = try #require(finding.leaks.first)
    #expect(leak.tick == AuditScene.hour(5))
    #expect(leak.differences.first?.what == "reading 4h close")
    // It closes with the hour from 07:00 to 08:00.
    #expect(leak.candle?.open == AuditScene.hour(7))
    #expect(leak.candle?.close == AuditScene.hour(8))
  }

  @Test func `a rule that measures by the mean of the whole sample is caught`() async throws {
    let finding = try await AuditScene(hours: 60, seed: 6).audit { candles in
      let mean = candles.close.reduce(0, +) / Double(candles.count)
      return PeekingStrategy(candles, "mean") { _, _, _ in mean }
    }
    let leak = try #require(finding.leaks.first)
    #expect(leak.tick == AuditScene.hour(5))
    #expect(leak.differences.first?.what == "reading mean")
    // Any candle moves the mean: the first that was not known is enough.
    #expect(leak.candle?.open == AuditScene.hour(5))
  }

  /// A candle is known 5 seconds after its close, and the tick is at the close.
  @Test func `the high of a candle that has closed but not arrived is the future`() async throws {
    var scene = AuditScene(hours: 60, seed: 7)
    scene.settings.feed.delay = 5_000
    scene.settings.clock.decisionOffset = 0
    let finding = try await scene.audit { candles in
      PeekingStrategy(candles, "high") { candles, _, now in
        let hour = Int((now.milliseconds - AuditScene.start.milliseconds) / 3_600_000)
        return candles.high[min(max(hour, 1), candles.count) - 1]
      }
    }
    let leak = try #require(finding.leaks.first)
    // Five candles have arrived at the sixth tick.
    #expect(leak.tick == AuditScene.hour(6))
    #expect(leak.candle?.open == AuditScene.hour(5))
    #expect(leak.candle?.close == leak.tick)
    let honest = try await scene.audit { _ in MovingAverageCross(fast: 3, slow: 10) }
    #expect(honest.leaks.isEmpty)
    #expect(honest.branched + honest.moved == 60)
  }

  @Test func `few cuts catch what leaks at every tick, and name the first`() async throws {
    let finding = try await AuditScene(hours: 400, seed: 8).audit(cuts: 8) { candles in
      PeekingStrategy(candles, "next close") { all, learnt, _ in all.close[min(learnt, all.count - 1)] }
    }
    #expect(finding.cuts == 8)
    #expect(finding.leaks.first?.tick == AuditScene.hour(5))
  }

  @Test(arguments: [1, 2, 3, 16]) func `as many cuts are made as were asked for`(cuts: Int) async throws {
    let cross = try await AuditScene(hours: 200, seed: 13).audit(cuts: cuts) { _ in
      MovingAverageCross(fast: 3, slow: 10)
    }
    #expect(cross.cuts == cuts)
    // One that is never ready decides nothing.
    let silent = try await AuditScene(hours: 31, seed: 13).audit(cuts: cuts) { _ in
      MovingAverageCross(fast: 3, slow: 40)
    }
    #expect(silent.decided == 0)
    #expect(silent.cuts == cuts)
  }

  /// The whole sample's mean, but only from the 100th candle on: no early cut shows the tick that it begins at.
  @Test func `a leak that begins late is caught by a later cut`() async throws {
    let finding = try await AuditScene(hours: 400, seed: 9).audit(cuts: 8) { candles in
      let mean = candles.close.reduce(0, +) / Double(candles.count)
      return PeekingStrategy(candles, "mean") { all, learnt, _ in learnt < 100 ? all.close[learnt - 1] : mean }
    }
    #expect(finding.leaks.first?.tick == AuditScene.hour(100))
  }

  @Test func `a strategy that is no value is caught by the branches of its ticks`() async throws {
    let finding = try await AuditScene(hours: 30, seed: 10).audit { _ in
      let asked = Counter()
      return PeekingStrategy(CandleColumns(), "asked") { _, _, _ in Double(asked.next()) }
    }
    #expect(finding.leaks.map(\.test).contains(.cutBranch))
    #expect(finding.leaks.map(\.test).contains(.changedBranch))
    // It gives the first tick it decides at the same number in no two branches, the reference's included.
    #expect(finding.leakingTicks == 26)
  }

  @Test func `a run that starts later converges when its windows have passed`() async throws {
    let finding = try await AuditScene(hours: 200, seed: 11).audit(cuts: 2) { _ in
      MovingAverageCross(fast: 3, slow: 10)
    }
    #expect(finding.startUp.map(\.candles) == [2, 10, 20])
    for start in finding.startUp {
      // From the first tick at which the later run has ten candles.
      #expect(start.decisionsEqualFrom == AuditScene.hour(start.candles + 10))
      #expect(start.readingsEqualFrom == AuditScene.hour(start.candles + 10))
      #expect(start.decisionsDifferent == 0)
    }
  }

  /// An average over all candles since the start forgets nothing.
  @Test func `a memory without end is told by how much it leaves`() async throws {
    let finding = try await AuditScene(hours: 200, seed: 12).audit(cuts: 2) { _ in EverlastingMean() }
    let start = try #require(finding.startUp.last)
    #expect(start.readingsEqualFrom == nil)
    #expect(start.worstReading?.name == "mean since start")
    #expect((start.worstReading?.difference ?? 0) > 1e-6)
    #expect(finding.leaks.isEmpty)
  }
}

/// Shared by all copies of whoever holds it: the opposite of a value.
final class Counter: Sendable {
  private let count = Mutex(0)

  func next() -> Int {
    count.withLock { count in
      count += 1
      return count
    }
  }
}

private struct EverlastingMean: Strategy {
  private var sum = 0.0
  private var count = 0.0

  var isReady: Bool { count >= 5 }
  var readings: [Reading] { [Reading("mean since start", sum / count)] }
  mutating func learn(_ candle: Candle) { (sum, count) = (sum + candle.close, count + 1) }
  mutating func decide(at view: TickView) -> Answer {
    .decided(Decision(sum / count < view.price ? .buy : .sell, confidence: 100))
  }
}
