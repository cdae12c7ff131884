import Market
import Replay
import Testing

@Suite struct BollingerBandsTests {
  /// A variance as "mean of squares less square of the mean" would have no digit left at 1e9: its squares are 1e18.
  @Test(arguments: [0, 1e6, 1e9])
  func `the level of prices costs no digits`(level: Double) {
    let closes = [Double].prices(count: 2_000, seed: 5).map { $0 + level }
    var bands = BollingerBands(period: 20, width: 2)
    for (index, close) in closes.enumerated() {
      bands.update(close)
      guard index >= 19 else { continue }
      let window = closes[(index - 19)...index]
      #expect(abs(bands.standardDeviation - window.exactDeviation) <= 1e-11 * window.exactDeviation, "close \(index)")
      #expect(abs(bands.middle - window.exactMean) <= 2 * window.exactMean.ulp, "close \(index)")
    }
  }

  @Test(arguments: 1...40)
  func `bands of equal closes are exactly that close`(closesBefore: Int) {
    var bands = BollingerBands(period: 20, width: 2)
    let before = [Double].prices(count: closesBefore, seed: UInt64(closesBefore)).map { $0 * 1e4 }
    for close in before + Array(repeating: 1.3456, count: 19) { bands.update(close) }
    #expect(!bands.isReady || bands.standardDeviation > 0)
    for _ in 0..<60 {
      bands.update(1.3456)
      #expect(bands.upper == 1.3456 && bands.middle == 1.3456 && bands.lower == 1.3456)
    }
    bands.update(1.3457)
    #expect(bands.upper > bands.middle && bands.lower < bands.middle)
  }

  @Test func `a price far off the others is forgotten two rounds after it left the window`() {
    let closes = [Double].prices(count: 200, seed: 4).map { $0 / 100 }
    for spike in 100..<120 {
      var bands = BollingerBands(period: 20, width: 2)
      for (index, close) in closes.enumerated() {
        bands.update(index == spike ? 1e6 : close)
        guard index >= spike + 60 else { continue }
        let exact = closes[(index - 19)...index].exactDeviation
        #expect(abs(bands.standardDeviation - exact) <= 1e-11 * exact)
      }
    }
  }

  @Test func `one standard deviation of two closes is half their distance`() {
    var bands = BollingerBands(period: 2, width: 1)
    bands.update(10)
    bands.update(14)
    #expect(bands.middle == 12 && bands.upper == 14 && bands.lower == 10)
  }
}
