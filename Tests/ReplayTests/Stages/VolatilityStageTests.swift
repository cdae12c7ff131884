import Glibc
import Market
import Replay
import Testing

@Suite struct VolatilityStageTests {
  static let start = Timestamp.at("2024-01-01")
  private static let asker = StrategyChoice.languageModel(PromptSettings(timeframes: [.oneHour], masked: false))

  private func scene(_ count: Int, _ change: (inout VolatilitySettings) -> Void) -> ReplayScene {
    var scene = ReplayScene(CandleColumns(walk: count, seed: 21, from: Self.start))
    scene.settings.volatility.window = 100
    scene.settings.volatility.model = .garch
    change(&scene.settings.volatility)
    return scene
  }

  /// What a model was told at each tick at which it was asked, and the run.
  private struct Told {
    var entries: [RecordingRespondent.Entry]
    var run: PlayedRun

    /// Percent a day, at a tick at which there must be a forecast.
    func forecast(at time: Timestamp) throws -> Double {
      let entry = try #require(entries.first { $0.time == time })
      return try #require(entry.forecast)
    }
  }

  private func told(_ scene: ReplayScene, asker: StrategyChoice = asker) async throws -> Told {
    let respondent = RecordingRespondent { _ in Decision(.hold, confidence: 50) }
    let run = try await scene.played(by: asker, asking: respondent)
    return Told(entries: respondent.entries, run: run)
  }

  private func hour(_ hours: Int) -> Timestamp { Self.start + .seconds(3_600 * hours) }

  /// 100 ln(close / close before), one fewer than candles.
  private func returns(_ candles: CandleColumns) -> [Double] {
    (1..<candles.count).map { 100 * log(candles.close[$0] / candles.close[$0 - 1]) }
  }

  @Test(arguments: [24, 10, 7])
  func `a model is fitted when its window has filled, then at every multiple of the refit interval`(
    every: Int
  ) async throws {
    let scene = scene(260) { $0.refitEvery = every }
    let run = try await told(scene).run
    // 100 returns are 101 candles; from then on at multiples of `every` returns.
    let bars = [100] + (101..<260).filter { $0 % every == 0 }
    #expect(run.forecasts.map(\.time) == bars.map { hour($0 + 1) })
    #expect(run.funnel[.warmingUp] == 100)
  }

  @Test func `between two fits the forecast is the filter's, one return at a time`() async throws {
    let scene = scene(260) { _ in }
    let told = try await self.told(scene)
    let run = told.run
    let returns = returns(scene.candles)
    var checked = 0
    for (index, record) in run.forecasts.enumerated() {
      guard case .garch(let mean, let omega, let alpha, let beta) = record.parameters else { continue }
      // The variance of 24 returns from that of the next, h, is h G(24) + omega (G(0) + ... + G(23)), with
      // G(k) = 1 + p + ... + p^(k-1): Bollerslev (1986), iterated expectations.
      let sums = (0...24).map { k in (0..<k).reduce(0) { $0 + pow(alpha + beta, Double($1)) } }
      func nextVariance(at time: Timestamp) throws -> Double {
        let daily = try told.forecast(at: time)
        return (daily * daily - omega * sums[..<24].reduce(0, +)) / sums[24]
      }
      let end = index + 1 < run.forecasts.count ? run.forecasts[index + 1].time : hour(260)
      var time = record.time
      while time + .seconds(3_600) < end {
        let before = try nextVariance(at: time)
        time = time + .seconds(3_600)
        let bar = Int((time.milliseconds - Self.start.milliseconds) / 3_600_000) - 2
        let residual = returns[bar] - mean
        let expected = omega + alpha * residual * residual + beta * before
        #expect(abs(try nextVariance(at: time) / expected - 1) < 1e-9)
        checked += 1
      }
    }
    #expect(checked > 100)
  }

  @Test(arguments: [2, 5, 7, 36])
  func `who asks rarely is told what they are told who ask at every tick`(every: Int) async throws {
    var scene = scene(300) { _ in }
    let often = try await told(scene)
    scene.settings.clock.decideEvery = every
    let rarely = try await told(scene)
    #expect(rarely.entries.count > 4)
    for entry in rarely.entries { #expect(try often.forecast(at: entry.time) == entry.forecast) }
    for record in rarely.run.forecasts { #expect(try often.forecast(at: record.time) == record.dailyVolatility) }
  }

  @Test func `an exponential average starts from the window's mean square and has no mean`() async throws {
    let scene = scene(130) {
      $0.model = .ewma
      $0.window = 50
      $0.decay = 0.9
    }
    let told = try await self.told(scene)
    let returns = returns(scene.candles)
    #expect(told.entries.first?.time == hour(51))
    // RiskMetrics Technical Document, 4th ed. (1996), equation 5.3; a day of 24 equal hours.
    var variance = returns[..<50].reduce(0) { $0 + $1 * $1 } / 50
    for (index, value) in returns.enumerated() {
      variance = 0.9 * variance + 0.1 * value * value
      guard index >= 49 else { continue }
      #expect(abs(try told.forecast(at: hour(index + 2)) / (24 * variance).squareRoot() - 1) < 1e-12)
    }
  }

  @Test func `a price that never moves has no likelihood to maximise, and the window's variance stands in`()
    async throws
  {
    var scene = scene(130) { _ in }
    scene.candles = CandleColumns(flat: 100, count: 130, from: Self.start)
    let told = try await self.told(scene)
    #expect(told.entries.map(\.forecast) == [Double?](repeating: 0, count: 30))
    #expect(told.run.forecasts.count == 2)
    for record in told.run.forecasts {
      guard case .sampleVariance(let variance, let reason) = record.parameters else {
        Issue.record("a fit of nothing")
        continue
      }
      #expect(variance == 0)
      #expect(!reason.isEmpty)
      #expect(record.dailyVolatility == 0)
    }
  }

  @Test func `without a model nothing is forecast and nothing waited for`() async throws {
    let told = try await self.told(scene(60) { $0.model = .none })
    // The pulse alone: MACD's 26 + 9 - 1 candles.
    #expect(told.entries.map(\.forecast) == [Double?](repeating: nil, count: 60 - 33))
    #expect(told.run.forecasts.isEmpty)
  }

  /// Two weeks of forex candles; over the weekend between them every price moves by `gap`.
  private func fortnight(_ timeframe: Timeframe, gap: Double, days: Int) -> ReplayScene {
    let start = Timestamp.at("2024-01-07T22:00Z")
    let reopening = start + .seconds(86_400 * (days - 7))
    var candles = CandleColumns(
      walk: Int(86_400_000 * Int64(days) / timeframe.milliseconds), seed: 30, from: start, timeframe, price: 1.1,
      step: 0.002)
    for index in 0..<candles.count where candles.openTime[index] >= reopening.milliseconds {
      for column in [\CandleColumns.open, \.high, \.low, \.close] { candles[keyPath: column][index] *= 1 + gap }
    }
    let hours = TradingCalendar.forex.sessions(covering: start..<start + .seconds(86_400 * days))
    var scene = ReplayScene(candles.keeping(where: hours.isOpen), instrument: .euro, timeframe: timeframe)
    scene.settings.volatility.model = .ewma
    scene.settings.volatility.window = timeframe == .oneDay ? 20 : 50
    return scene
  }

  @Test func `over a weekend intraday forex has no return`() async throws {
    let calm = try await told(fortnight(.oneHour, gap: 0, days: 14))
    let jumpy = try await told(fortnight(.oneHour, gap: 0.05, days: 14))
    #expect(calm.entries.map(\.time) == jumpy.entries.map(\.time))
    #expect(calm.entries.count > 150)
    for time in calm.entries.map(\.time) {
      // Scaling a price changes the last bits of its logarithm's differences.
      #expect(abs(try jumpy.forecast(at: time) / calm.forecast(at: time) - 1) < 1e-9)
    }
  }

  @Test func `crypto never reopens, and every return counts`() async throws {
    var calm = fortnight(.oneHour, gap: 0, days: 14)
    var jumpy = fortnight(.oneHour, gap: 0.05, days: 14)
    (calm.instrument, jumpy.instrument) = (.bitcoin, .bitcoin)
    let after = Timestamp.at("2024-01-14T23:00Z")
    let quiet = try await told(calm).forecast(at: after)
    let loud = try await told(jumpy).forecast(at: after)
    #expect(loud > 2 * quiet)
  }

  @Test func `a daily return over a weekend is a day's return`() async throws {
    let asker = StrategyChoice.languageModel(PromptSettings(timeframes: [.oneDay], masked: false))
    let calm = try await told(fortnight(.oneDay, gap: 0, days: 70), asker: asker)
    let jumpy = try await told(fortnight(.oneDay, gap: 0.05, days: 70), asker: asker)
    let last = try #require(calm.entries.last?.time)
    #expect(try jumpy.forecast(at: last) > 2 * calm.forecast(at: last))
  }

  @Test func `a day's variance is that of as many candles as the market's day has`() async throws {
    // The same returns under an exponential average: 24 hours of crypto, seven hourly candles of a session.
    let crypto = scene(24 * 30) {
      $0.model = .ewma
      $0.window = 50
    }
    let told = try await self.told(crypto)
    let returns = returns(crypto.candles)
    var variance = returns[..<50].reduce(0) { $0 + $1 * $1 } / 50
    for value in returns { variance = 0.94 * variance + 0.06 * value * value }
    let last = try told.forecast(at: hour(24 * 30))
    #expect(abs(last * last / variance - 24) < 1e-9)

    var share = crypto
    share.instrument = .spy
    let sessions = try await self.told(share)
    let learned = share.candles.keeping { stamp in sessions.run.rows.contains { $0.time == stamp + .seconds(3_600) } }
    // The return over a night is left out: the first candle of a session has none.
    var kept: [Double] = []
    for index in 1..<learned.count where learned.openTime[index] - learned.openTime[index - 1] == 3_600_000 {
      kept.append(100 * log(learned.close[index] / learned.close[index - 1]))
    }
    let time = try #require(sessions.entries.last?.time)
    // At the last close the market is closed: the last question is asked an hour before.
    var asked = kept[..<50].reduce(0) { $0 + $1 * $1 } / 50
    for value in kept.dropLast() { asked = 0.94 * asked + 0.06 * value * value }
    let forecast = try sessions.forecast(at: time)
    #expect(abs(forecast * forecast / asked - 7) < 1e-9)
  }
}
