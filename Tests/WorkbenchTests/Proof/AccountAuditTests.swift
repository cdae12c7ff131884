import Market
import Replay
import Testing
import Workbench

/// Accounts of several tracks, finer candles, exchange rates.
@Suite struct AccountAuditTests {
  /// An hourly and a four-hourly track over the same days, sorted by name as an account's tracks are.
  private func account(hours: Int, seed: UInt64, delay: Int64 = 0) -> [(setup: TrackSetup, tape: TrackTape)] {
    var (bitcoin, ether) = (AuditScene(hours: hours, seed: seed), AuditScene(hours: 0, seed: 0))
    ether.candles = AuditScene.walk(hours / 4, .fourHours, seed: seed + 100)
    ether.timeframe = .fourHours
    // So that a fill shows in the account at once.
    bitcoin.settings.venue.takerFee = 0.001
    if delay > 0 { bitcoin.settings.sizing.stop = .fraction(0.005) }
    bitcoin.settings.feed.delay = delay
    ether.settings = bitcoin.settings
    return [bitcoin.track("BTCUSD"), ether.track("ETHUSD")]
  }

  /// Close of the newest candle that is over; zero where none is.
  private static func newest(_ candles: CandleColumns, _ timeframe: Timeframe, by now: Timestamp) -> Double {
    candles.openTime.lastIndex { $0 + timeframe.milliseconds <= now.milliseconds }.map { candles.close[$0] } ?? 0
  }

  /// Hours since the start.
  private static func hours(_ now: Timestamp) -> Int {
    Int((now.milliseconds - AuditScene.start.milliseconds) / 3_600_000)
  }

  /// The four-hourly orders fill at opens, and the ticks within those four hours know of it.
  @Test(arguments: [1, 2, 3] as [UInt64]) func `rules on one account that know only the past leak nowhere`(seed: UInt64)
    async throws
  {
    let finding = try await AuditScene.audit(account(hours: 96, seed: seed)) { _, _ in
      MovingAverageCross(fast: 2, slow: 5)
    }
    #expect(finding.leaks.isEmpty)
    #expect(finding.ticks == 96 + 24)
    #expect(finding.branched == 96 + 24)
    #expect(finding.moved == 0)
    // One cut an instant, however many tracks tick at it.
    #expect(finding.cuts == 96)
    #expect(finding.replays == 192)
  }

  /// A candle is known an hour and a half after its close: its stops are in the account, its close is in no reading.
  @Test(arguments: [1, 2, 3] as [UInt64]) func `fills in candles on their way move a shared account and are no leak`(
    seed: UInt64
  ) async throws {
    let finding = try await AuditScene.audit(account(hours: 96, seed: seed, delay: 5_400_000)) { _, _ in
      MovingAverageCross(fast: 2, slow: 5)
    }
    #expect(finding.leaks.isEmpty)
    #expect(finding.branched + finding.moved == finding.ticks)
    #expect(finding.moved > 0)
    #expect(finding.branched > finding.ticks / 2)
  }

  /// The hourly track looks up the four-hourly candle of the other instrument by its open.
  @Test(arguments: [4, 5] as [UInt64]) func `an instrument that sees a candle of another before it closed is caught`(
    seed: UInt64
  ) async throws {
    let finding = try await AuditScene.audit(account(hours: 60, seed: seed)) { track, tapes in
      PeekingStrategy(tapes[1].candles, "ether's close") { candles, learnt, now in
        track == 1 ? candles.close[learnt - 1] : candles.close[min(Self.hours(now) / 4, candles.count - 1)]
      }
    }
    let leak = try #require(finding.leaks.first)
    // Five candles make it ready; at 05:00 the candle from 04:00 to 08:00 is not over.
    #expect(leak.tick == AuditScene.hour(5))
    #expect(leak.instrument == "BTCUSD 1h")
    #expect(leak.differences.first?.what == "reading ether's close")
    #expect(leak.candle?.series == "ETHUSD 4h")
    #expect(leak.candle?.open == AuditScene.hour(4))
    #expect(leak.candle?.close == AuditScene.hour(8))
  }

  @Test func `an instrument that sees the closed candles of another does not leak`() async throws {
    let finding = try await AuditScene.audit(account(hours: 60, seed: 6)) { track, tapes in
      PeekingStrategy(tapes[1].candles, "ether's close") { candles, _, now in Self.newest(candles, .fourHours, by: now)
      }
    }
    #expect(finding.leaks.isEmpty)
    #expect(finding.branched == finding.ticks)
  }

  /// A number that both tracks write and read, outside the pipeline.
  @Test func `instruments that talk behind the account's back are caught by the branches`() async throws {
    let finding = try await AuditScene.audit(account(hours: 40, seed: 7), cuts: 2) { _, _ in
      let asked = Counter()
      return PeekingStrategy(CandleColumns(), "asked") { _, _, _ in Double(asked.next()) }
    }
    #expect(finding.leaks.map(\.test).contains(.cutBranch))
    #expect(finding.leaks.first?.candle?.series == "BTCUSD 1h")
    // 36 ticks of the hourly track decide, and 6 of the four-hourly one.
    #expect(finding.leakingTicks == 36 + 6)
  }

  // MARK: Finer candles

  private func finerTrack(hours: Int, seed: UInt64, stop: Bool = false) -> (setup: TrackSetup, tape: TrackTape) {
    var scene = AuditScene(hours: hours, seed: seed)
    if stop {
      scene.settings.sizing.stop = .fraction(0.005)
      scene.settings.sizing.takeProfitMultiple = 1
    }
    let finer = AuditScene.walk(hours * 4, .fifteenMinutes, seed: seed + 100)
    return scene.track(finer: (.fifteenMinutes, finer))
  }

  @Test(arguments: [8, 9] as [UInt64]) func `stops that fill in finer candles leak nowhere`(seed: UInt64) async throws {
    let finding = try await AuditScene.audit([finerTrack(hours: 72, seed: seed, stop: true)]) { _, _ in
      MovingAverageCross(fast: 2, slow: 5)
    }
    #expect(finding.leaks.isEmpty)
    #expect(finding.branched == 72)
  }

  @Test(arguments: [10, 11] as [UInt64]) func `a finer candle that has not closed is the future`(seed: UInt64)
    async throws
  {
    let finding = try await AuditScene.audit([finerTrack(hours: 40, seed: seed)]) { _, tapes in
      PeekingStrategy(tapes[0].finer ?? CandleColumns(), "quarter's close") { candles, _, now in
        candles.close[min(Self.hours(now) * 4, candles.count - 1)]
      }
    }
    let leak = try #require(finding.leaks.first)
    #expect(leak.tick == AuditScene.hour(5))
    #expect(leak.candle?.series == "BTCUSD 15m")
    #expect(leak.candle?.open == leak.tick)
    let honest = try await AuditScene.audit([finerTrack(hours: 40, seed: seed)]) { _, tapes in
      PeekingStrategy(tapes[0].finer ?? CandleColumns(), "quarter's close") { candles, _, now in
        Self.newest(candles, .fifteenMinutes, by: now)
      }
    }
    #expect(honest.leaks.isEmpty)
  }

  // MARK: Exchange rates

  /// Hourly rates, known from `first` hours after the start on.
  private func exchangedTrack(hours: Int, seed: UInt64, first: Int = 0) -> (setup: TrackSetup, tape: TrackTape) {
    var scene = AuditScene(hours: hours, seed: seed)
    scene.settings.positions = .longShort
    let walk = AuditScene.walk(hours, .oneHour, seed: seed + 100)
    let times = walk.openTime.map { $0 + Int64(first) * 3_600_000 }
    return scene.track(rates: ExchangeRates(times: times, rates: walk.close.map { $0 / 100 }))
  }

  @Test(arguments: [12, 13] as [UInt64]) func `an account in another currency leaks nowhere`(seed: UInt64) async throws
  {
    let finding = try await AuditScene.audit([exchangedTrack(hours: 72, seed: seed)]) { _, _ in
      MovingAverageCross(fast: 2, slow: 5)
    }
    #expect(finding.leaks.isEmpty)
    #expect(finding.branched == 72)
  }

  @Test func `tomorrow's exchange rate is caught`() async throws {
    let finding = try await AuditScene.audit([exchangedTrack(hours: 60, seed: 14)]) { _, tapes in
      let rates = tapes[0].rates
      return PeekingStrategy(CandleColumns(), "rate") { _, _, now in
        rates.map { $0.rates[min(Self.hours(now) + 1, $0.rates.count - 1)] } ?? 0
      }
    }
    let leak = try #require(finding.leaks.first)
    #expect(leak.tick == AuditScene.hour(5))
    #expect(leak.candle?.series == "exchange rate of BTCUSD")
    #expect(leak.candle?.close == AuditScene.hour(6))
  }

  /// Before the first rate the first one holds, which nobody could have known.
  @Test func `rates that begin after the window are told as a leak`() async throws {
    let finding = try await AuditScene.audit([exchangedTrack(hours: 60, seed: 15, first: 20)]) { _, _ in
      MovingAverageCross(fast: 2, slow: 5)
    }
    let leak = try #require(finding.leaks.first { $0.test == .changedReplay })
    #expect(leak.tick < AuditScene.hour(20))
    #expect(leak.candle?.series == "exchange rate of BTCUSD")
    #expect(leak.candle?.close == AuditScene.hour(20))
  }
}
