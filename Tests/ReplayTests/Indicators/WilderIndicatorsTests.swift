import Market
import Replay
import Testing

/// Wilder's indicators where nothing moves, or everything moves one way.
@Suite struct WilderIndicatorsTests {
  @Test func `where nothing moves there is neither strength nor range nor direction`() {
    var strength = RelativeStrengthIndex()
    var range = AverageTrueRange()
    var direction = AverageDirectionalIndex()
    for _ in 0..<100 {
      strength.update(1.3456)
      range.update(high: 1.3456, low: 1.3456, close: 1.3456)
      direction.update(high: 1.3456, low: 1.3456, close: 1.3456)
    }
    #expect(strength.value == 50)
    #expect(range.value == 0)
    #expect(direction.value == 0 && direction.plusIndicator == 0 && direction.minusIndicator == 0)
  }

  /// A range that never moves has no directional movement, though its true range is 2.
  @Test func `a standing range has a true range and no direction`() {
    var range = AverageTrueRange()
    var direction = AverageDirectionalIndex()
    for _ in 0..<100 {
      range.update(high: 101, low: 99, close: 100)
      direction.update(high: 101, low: 99, close: 100)
    }
    #expect(abs(range.value - 2) < 1e-14)
    #expect(direction.value == 0 && direction.plusIndicator == 0 && direction.minusIndicator == 0)
  }

  /// Each candle is one higher and its range 2: +DM is 1, the true range 2, so +DI is 50 and DX 100.
  @Test func `a steady rise is all strength and all direction`() {
    var strength = RelativeStrengthIndex()
    var direction = AverageDirectionalIndex()
    for step in 0..<100 {
      let price = 100 + Double(step)
      strength.update(price)
      direction.update(high: price + 1, low: price - 1, close: price)
    }
    #expect(strength.value == 100)
    #expect(abs(direction.value - 100) < 1e-12)
    #expect(abs(direction.plusIndicator - 50) < 1e-12 && direction.minusIndicator == 0)
  }

  /// By hand, period 2: changes +1, -3 give averages 0.5 and 1.5, so 25; then +5: 2.75 and 0.75, so 550 / 7.
  @Test func `the relative strength index starts with plain means`() {
    var strength = RelativeStrengthIndex(period: 2)
    strength.update(10)
    strength.update(11)
    #expect(!strength.isReady)
    strength.update(8)
    #expect(strength.isReady && strength.value == 25)
    strength.update(13)
    #expect(abs(strength.value - 550.0 / 7) < 1e-12)
  }

  /// By hand, period 2: the second candle gaps up, 12 - 9 = 3; the third lies inside, 2; the fourth gaps down, 11 - 7 = 4.
  @Test func `a gap belongs to the true range`() {
    var range = AverageTrueRange(period: 2)
    range.update(high: 10, low: 8, close: 9)
    range.update(high: 12, low: 11, close: 11)
    #expect(!range.isReady)
    range.update(high: 12, low: 10, close: 11)
    #expect(range.isReady && range.value == 2.5)
    range.update(high: 8, low: 7, close: 8)
    #expect(range.value == 3.25)
  }
}
