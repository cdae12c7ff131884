import Market
import Replay
import Testing

@Suite struct PulseTests {
  /// At every minute the pulse must read as indicators fed with nothing but the candles that are over by then.
  @Test(arguments: [1, 2] as [UInt64])
  func `every timeframe reads only its closed candles`(seed: UInt64) throws {
    let candles = ResamplerTests.gappyMinutes(seed: seed)
    let timeframes: [Timeframe] = [.fifteenMinutes, .oneMinute, .oneHour]
    var pulse = Pulse(base: .oneMinute, timeframes: timeframes)
    for (index, candle) in candles.enumerated() {
      pulse.learn(candle)
      guard index % 101 == 0 || index == candles.count - 1 else { continue }
      var expected: [PulseReading] = []
      for timeframe in timeframes {
        var indicators = PulseIndicators()
        for closed in ResamplerTests.resampled(candles[...index], to: timeframe, by: candle.closeTime) {
          indicators.update(closed)
        }
        let reading = indicators.isReady ? indicators.reading(of: timeframe) : nil
        #expect(pulse.reading(of: timeframe) == reading)
        if let reading { expected.append(reading) }
      }
      #expect(pulse.readings() == expected)
      #expect(pulse.isReady == (expected.count == timeframes.count))
    }
    #expect(pulse.isReady)
    #expect(pulse.readings().map(\.timeframe) == timeframes)
  }

  @Test func `a copy goes its own way`() {
    let candles = [Candle].randomWalk(count: 3_000, seed: 1)
    var pulse = Pulse(base: .oneMinute, timeframes: [.oneMinute, .oneHour])
    for candle in candles.prefix(2_999) { pulse.learn(candle) }
    let before = pulse.readings()
    var copy = pulse
    copy.learn(candles[2_999])
    #expect(pulse.readings() == before)
    // The last candle is also the last of the 50th hour.
    #expect(copy.readings().map(\.close) == [candles[2_999].close, candles[2_999].close])
    pulse.learn(candles[2_999])
    #expect(pulse.readings() == copy.readings())
  }

  @Test func `a longer candle whose last minutes never came closes when the clock says so`() {
    let minutes = [Candle].randomWalk(count: 40 * 60 - 5, seed: 6)
    var pulse = Pulse(base: .oneMinute, timeframes: [.oneHour])
    for candle in minutes { pulse.learn(candle) }
    let before = pulse.reading(of: .oneHour)
    let end = Timestamp(milliseconds: 40 * Timeframe.oneHour.milliseconds)
    pulse.flush(upTo: Timestamp(milliseconds: end.milliseconds - 1))
    #expect(pulse.reading(of: .oneHour) == before)
    pulse.flush(upTo: end)
    #expect(pulse.reading(of: .oneHour)?.close == minutes[minutes.count - 1].close)
    #expect(pulse.reading(of: .oneHour) != before)
  }

  @Test func `a timeframe that was not asked for has no reading`() {
    var pulse = Pulse(base: .oneHour, timeframes: [.oneHour])
    for candle in [Candle].randomWalk(count: 50, seed: 1, timeframe: .oneHour) { pulse.learn(candle) }
    #expect(pulse.isReady)
    #expect(pulse.reading(of: .oneDay) == nil)
  }

  @Test func `a timeframe shorter than the candles stops the program`() async {
    await #expect(processExitsWith: .failure) { _ = Pulse(base: .oneHour, timeframes: [.oneMinute]) }
  }

  @Test func `a timeframe asked for twice stops the program`() async {
    await #expect(processExitsWith: .failure) { _ = Pulse(base: .oneMinute, timeframes: [.oneHour, .oneHour]) }
  }
}
