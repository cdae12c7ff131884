import Market
import Replay
import Testing

@Suite struct ResamplerTests {
  static let minute: Int64 = 60_000
  static let hour: Int64 = 3_600_000

  /// What is out by `now` must be all and only the intervals that are over by then, each made of exactly the candles
  /// that closed inside it, and nothing that closed later can have been there.
  @Test(arguments: [Timeframe.fiveMinutes, .oneHour, .fourHours, .oneDay], [1, 2, 3, 4, 5] as [UInt64])
  func `at every instant only intervals that are over are out, and all of them`(timeframe: Timeframe, seed: UInt64) {
    let candles = Self.gappyMinutes(seed: seed)
    var generator = IndicatorTestGenerator(seed: seed &+ 100)
    var resampler = Resampler(to: timeframe)
    var out: [Candle] = []
    for (index, candle) in candles.enumerated() {
      if let closed = resampler.close(before: candle) { out.append(closed) }
      if let closed = resampler.add(candle) { out.append(closed) }
      var now = candle.closeTime
      expectEqual(out, Self.resampled(candles[...index], to: timeframe, by: now))
      // Sometimes the clock is asked, at an instant before the next candle closes.
      guard Int.random(in: 0..<4, using: &generator) == 0, index + 1 < candles.count else { continue }
      let wait = candles[index + 1].closeTime.milliseconds - now.milliseconds
      now = Timestamp(milliseconds: now.milliseconds + Int64.random(in: 0..<wait, using: &generator))
      if let closed = resampler.flush(upTo: now) { out.append(closed) }
      expectEqual(out, Self.resampled(candles[...index], to: timeframe, by: now))
    }
    #expect(out.count >= 2)
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func `days made of hours made of minutes are the days made of minutes`(seed: UInt64) {
    let candles = Self.gappyMinutes(seed: seed)
    let end = Timestamp(milliseconds: candles[candles.count - 1].closeTime.milliseconds + 24 * Self.hour)
    let hours = Self.streamed(candles, to: .oneHour, until: end)
    expectEqual(hours, Self.resampled(candles[...], to: .oneHour, by: end))
    expectEqual(Self.streamed(hours, to: .oneDay, until: end), Self.resampled(candles[...], to: .oneDay, by: end))
    expectEqual(Self.streamed(candles, to: .oneDay, until: end), Self.resampled(candles[...], to: .oneDay, by: end))
  }

  @Test func `an hour comes out with its last minute and not one earlier`() {
    var resampler = Resampler(to: .oneHour)
    for index in 0..<59 { #expect(resampler.add(Self.candle(from: Int64(index) * Self.minute)) == nil) }
    #expect(resampler.flush(upTo: Timestamp(milliseconds: Self.hour - 1)) == nil)
    let hour = resampler.add(Self.candle(from: 59 * Self.minute))
    #expect(hour?.openTime == Timestamp(milliseconds: 0) && hour?.closeTime == Timestamp(milliseconds: Self.hour))
    #expect(resampler.flush(upTo: Timestamp(milliseconds: 2 * Self.hour)) == nil, "it came out once")
  }

  @Test func `a gap closes the hour with the first candle after it, and that candle is not part of it`() {
    var resampler = Resampler(to: .oneHour)
    #expect(resampler.add(Self.candle(from: 10 * Self.minute, price: 100)) == nil)
    // The only candle of the third hour, and its last: two hours come out at once, the second is missing.
    let late = Self.candle(from: 3 * Self.hour - Self.minute, price: 500)
    let first = resampler.close(before: late)
    #expect(first?.openTime.milliseconds == 0 && first?.close == 100 && first?.high == 100)
    let third = resampler.add(late)
    #expect(third?.openTime.milliseconds == 2 * Self.hour && third?.open == 500)
  }

  @Test func `a candle that comes too late changes nothing`() {
    var resampler = Resampler(to: .oneHour)
    #expect(resampler.add(Self.candle(from: 0, price: 100)) == nil)
    #expect(resampler.add(Self.candle(from: 0, price: 900)) == nil, "the same minute twice")
    let hour = resampler.flush(upTo: Timestamp(milliseconds: Self.hour))
    #expect(hour?.high == 100 && hour?.volume == 1)
    let late = Self.candle(from: Self.hour - Self.minute, price: 900)
    #expect(resampler.close(before: late) == nil && resampler.add(late) == nil, "its hour is out")
    #expect(resampler.flush(upTo: Timestamp(milliseconds: 9 * Self.hour)) == nil)
  }

  @Test func `a candle that straddles two intervals belongs to the one it closes in`() {
    var resampler = Resampler(to: .fourHours)
    // Hours from half past to half past: 14:30 closes at 15:30, 15:30 closes at 16:30.
    let before = Self.candle(from: 14 * Self.hour + 30 * Self.minute, lasting: Self.hour, price: 100)
    let straddling = Self.candle(from: 15 * Self.hour + 30 * Self.minute, lasting: Self.hour, price: 200)
    #expect(resampler.add(before) == nil)
    let noon = resampler.close(before: straddling)
    #expect(noon?.openTime.milliseconds == 12 * Self.hour && noon?.high == 100)
    #expect(resampler.add(straddling) == nil)
    let afternoon = resampler.flush(upTo: Timestamp(milliseconds: 20 * Self.hour))
    #expect(afternoon?.openTime.milliseconds == 16 * Self.hour && afternoon?.open == 200)
  }

  @Test(arguments: [0, -20_000 * 86_400_000] as [Int64])
  func `days can begin at 22 o'clock, also before 1970`(shift: Int64) {
    var resampler = Resampler(to: .oneDay, anchor: Timestamp(milliseconds: 22 * Self.hour))
    let start = shift + 22 * Self.hour
    for index in 0..<23 {
      #expect(resampler.add(Self.candle(from: start + Int64(index) * Self.hour, lasting: Self.hour)) == nil)
    }
    let day = resampler.add(Self.candle(from: start + 23 * Self.hour, lasting: Self.hour))
    #expect(day?.openTime.milliseconds == start)
    #expect(day?.closeTime.milliseconds == start + 24 * Self.hour && day?.volume == 24)
  }

  @Test func `adding to a later interval before closing the pending one stops the program`() async {
    await #expect(processExitsWith: .failure) {
      var resampler = Resampler(to: .oneHour)
      _ = resampler.add(ResamplerTests.candle(from: 0))
      _ = resampler.add(ResamplerTests.candle(from: 2 * ResamplerTests.hour))
    }
  }

  private static func candle(from open: Int64, lasting length: Int64 = minute, price: Double = 100) -> Candle {
    Candle(
      openTime: Timestamp(milliseconds: open), closeTime: Timestamp(milliseconds: open + length),
      open: price, high: price, low: price, close: price, volume: 1)
  }

  /// Four days of minutes, one in ten missing, now and then some hours, and once a whole day.
  static func gappyMinutes(seed: UInt64) -> [Candle] {
    var generator = IndicatorTestGenerator(seed: seed)
    var quietUntil = 0
    return [Candle].randomWalk(count: 4 * 1_440, seed: seed, from: 1_396_310_400_000).enumerated().filter { index, _ in
      if index == 1_440 { quietUntil = 2 * 1_440 + 300 }
      if Int.random(in: 0..<500, using: &generator) == 0 { quietUntil = max(quietUntil, index + 200) }
      return index >= quietUntil && Int.random(in: 0..<10, using: &generator) > 0
    }.map(\.element)
  }

  /// The definition: group by the interval a candle closes in, keep the intervals over by `now`.
  static func resampled(_ candles: ArraySlice<Candle>, to timeframe: Timeframe, by now: Timestamp) -> [Candle] {
    let step = timeframe.milliseconds
    var groups: [Candle] = []
    for candle in candles where candle.closeTime <= now {
      let open = (candle.closeTime.milliseconds - 1) / step * step
      guard open + step <= now.milliseconds else { continue }
      if let group = groups.last, group.openTime.milliseconds == open {
        groups[groups.count - 1] = Candle(
          openTime: group.openTime, closeTime: group.closeTime, open: group.open,
          high: max(group.high, candle.high), low: min(group.low, candle.low), close: candle.close,
          volume: group.volume + candle.volume)
      } else {
        groups.append(
          Candle(
            openTime: Timestamp(milliseconds: open), closeTime: Timestamp(milliseconds: open + step),
            open: candle.open, high: candle.high, low: candle.low, close: candle.close, volume: candle.volume))
      }
    }
    return groups
  }

  private static func streamed(_ candles: [Candle], to timeframe: Timeframe, until end: Timestamp) -> [Candle] {
    var resampler = Resampler(to: timeframe)
    var out: [Candle] = []
    for candle in candles {
      if let closed = resampler.close(before: candle) { out.append(closed) }
      if let closed = resampler.add(candle) { out.append(closed) }
    }
    if let closed = resampler.flush(upTo: end) { out.append(closed) }
    return out
  }

  /// Compares without quoting thousands of equal candles.
  private func expectEqual(
    _ found: [Candle], _ expected: [Candle], sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let agree = found == expected
    #expect(agree, "\(found.count) candles, expected \(expected.count)", sourceLocation: sourceLocation)
  }
}
