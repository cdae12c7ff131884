import Market
import Replay
import Testing

@Suite struct QualityGateTests {
  static let start = Timestamp.at("2024-01-01")
  /// Six candles that rise by one.
  static let candles = CandleColumns(closes: [100, 101, 102, 103, 104, 105], from: start)

  /// What a damaged source may say of a candle.
  enum Damage: String, CaseIterable {
    case lowAboveHigh, openAboveHigh, closeAboveHigh, openBelowLow, closeBelowLow
    case lowZero, everyPriceZero, everyPriceNegative
    case openNaN, highNaN, lowNaN, closeNaN, volumeNaN
    case highInfinite, volumeNegative

    func damage(_ candles: inout CandleColumns, at index: Int) {
      switch self {
      case .lowAboveHigh: swap(&candles.low[index], &candles.high[index])
      case .openAboveHigh: candles.open[index] = candles.high[index] + 0.01
      case .closeAboveHigh: candles.close[index] = candles.high[index] + 0.01
      case .openBelowLow: candles.open[index] = candles.low[index] - 0.01
      case .closeBelowLow: candles.close[index] = candles.low[index] - 0.01
      case .lowZero: candles.low[index] = 0
      case .everyPriceZero: setPrices(of: &candles, at: index, to: 0)
      case .everyPriceNegative: setPrices(of: &candles, at: index, to: -100)
      case .openNaN: candles.open[index] = .nan
      case .highNaN: candles.high[index] = .nan
      case .lowNaN: candles.low[index] = .nan
      case .closeNaN: candles.close[index] = .nan
      case .volumeNaN: candles.volume[index] = .nan
      case .highInfinite: candles.high[index] = .infinity
      case .volumeNegative: candles.volume[index] = -1
      }
    }

    private func setPrices(of candles: inout CandleColumns, at index: Int, to price: Double) {
      for column in [\CandleColumns.open, \.high, \.low, \.close] { candles[keyPath: column][index] = price }
    }
  }

  @Test(arguments: Damage.allCases)
  func `a candle that cannot be true is neither learned nor decided on, and the next tick passes`(
    damage: Damage
  ) throws {
    var candles = Self.candles
    damage.damage(&candles, at: 3)
    let run = try ReplayScene(candles).played(deciding: Decision(.hold, confidence: 50))
    #expect(run.stages == [.hold, .hold, .hold, .badCandle, .hold, .hold])
    #expect(run.rows.map(\.price) == [100, 101, 102, 102, 104, 105])
    #expect(run.learned.map(\.close) == [100, 101, 102, 104, 105])
  }

  @Test(arguments: Damage.allCases)
  func `nothing is filled against a bad candle`(damage: Damage) throws {
    var candles = Self.candles
    damage.damage(&candles, at: 3)
    let decisive = Self.start + .seconds(3 * 3_600)
    let run = try ReplayScene(candles).played(
      by: ScriptedStrategy { view in Decision(view.now == decisive ? .buy : .hold, confidence: 100) })
    // Candle 4 opens at what the undamaged candle 3 closed at.
    #expect(run.fills.map(\.time) == [Self.start + .seconds(4 * 3_600)])
    #expect(run.fills.map(\.price) == [FixedPoint(103)])
  }

  private func goodness(
    closes: [Double], _ timeframe: Timeframe = .oneHour, limit: Double? = nil
  ) throws -> [Bool] {
    var scene = ReplayScene(CandleColumns(closes: closes, from: Self.start, timeframe), timeframe: timeframe)
    scene.settings.quality.jumpLimit = limit
    let run = try scene.played(deciding: Decision(.hold, confidence: 50))
    #expect(run.stages.allSatisfy { $0 == .badCandle || $0 == .hold })
    let isGood = run.stages.map { $0 == .hold }
    #expect(run.learned.map(\.close) == zip(closes, isGood).filter(\.1).map(\.0))
    return isGood
  }

  @Test(arguments: [
    (Timeframe.oneMinute, nil as Double?, 0.25), (.oneHour, nil, 0.25), (.fourHours, nil, 0.25), (.oneDay, nil, 0.5),
    (.oneHour, 0.125, 0.125), (.oneDay, 0.125, 0.125),
  ])
  func `a jump up to the limit is a market, one beyond it a bad print`(
    timeframe: Timeframe, setting: Double?, limit: Double
  ) throws {
    // A day's limit is 0.60, which no double holds exactly: half is well inside.
    for sign in [1.0, -1.0] {
      #expect(try goodness(closes: [128, 128 * (1 + sign * limit)], timeframe, limit: setting) == [true, true])
    }
    let beyond = timeframe == .oneDay && setting == nil ? 0.6001 : limit + 0x1p-20
    for sign in [1.0, -1.0] {
      #expect(
        try goodness(closes: [128, 128 * (1 + sign * beyond), 128], timeframe, limit: setting) == [true, false, true])
    }
  }

  @Test func `after three candles at a new level it is the level`() throws {
    #expect(
      try goodness(closes: [100, 100, 200, 201, 199, 200, 200]) == [true, true, false, false, false, true, true])
    #expect(try goodness(closes: [100, 40, 41, 42, 41, 41]) == [true, false, false, false, true, true])
  }

  @Test func `a print that comes back in between starts the count again`() throws {
    #expect(
      try goodness(closes: [100, 200, 200, 100, 200, 200, 200, 200])
        == [true, false, false, true, false, false, false, true])
  }

  @Test func `bad prints that disagree with each other confirm nothing`() throws {
    #expect(
      try goodness(closes: [100, 200, 20, 500, 2_000, 6, 300, 100])
        == [true, false, false, false, false, false, false, true])
  }

  @Test func `a stretch that is known to be wrong is excluded, and every candle that it touches`() throws {
    var scene = ReplayScene(CandleColumns(walk: 10, seed: 4, from: Self.start))
    func hours(_ from: Int, _ to: Int, milliseconds: Int = 0) -> Range<Timestamp> {
      Self.start + .seconds(3_600 * from) + .milliseconds(milliseconds)..<Self.start + .seconds(3_600 * to)
        + .milliseconds(2 * milliseconds)
    }
    // Out of order: candles 6 and 7; candle 2; one millisecond inside candle 4.
    scene.settings.quality.badRanges = [hours(6, 8), hours(2, 3), hours(4, 4, milliseconds: 1)]
    let run = try scene.played(deciding: Decision(.hold, confidence: 50))
    #expect(run.stages.indices.filter { run.stages[$0] == .badCandle } == [2, 4, 6, 7])
    #expect(run.learned.count == 6)
  }

  @Test func `a bad candle does not count as a new one for staleness or for indicators`() throws {
    // The newest candle is bad for so long that an average of three would otherwise be ready.
    var candles = Self.candles
    for index in 1..<4 { Damage.lowZero.damage(&candles, at: index) }
    let run = try ReplayScene(candles).played(by: ScriptedStrategy(needs: 3) { _ in Decision(.hold, confidence: 50) })
    #expect(run.stages == [.warmingUp, .badCandle, .badCandle, .badCandle, .warmingUp, .hold])
  }
}
