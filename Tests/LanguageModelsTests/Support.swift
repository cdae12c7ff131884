import Foundation
import LanguageModels
import Market
import Testing

/// The repository's folder of model cards.
let models = ModelCardFolder(
  path: URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("models").path)

/// Lines of a CSV fixture without its header.
func fixture(_ name: String) throws -> [[Substring]] {
  let url = try #require(Bundle.module.url(forResource: "Fixtures/\(name)", withExtension: nil))
  return try String(contentsOf: url, encoding: .utf8).split(separator: "\n").dropFirst().map {
    $0.split(separator: ",", omittingEmptySubsequences: false)
  }
}

/// Why a text is no reply; nil for one that is.
func invalidity(_ text: String) -> InvalidReply.Reason? {
  do throws(InvalidReply) {
    _ = try ReplyContract.parse(text)
    return nil
  } catch { return error.reason }
}

extension PulseReading {
  /// A reading whose features are `features` (eight of them) at a close of `close`.
  init(_ timeframe: Timeframe, close: Double, features f: ArraySlice<Double>) {
    let f = Array(f)
    let range = close * 0.01
    let band = close * 0.02
    self.init(
      timeframe: timeframe, close: close, simpleMovingAverage: close - 2 * range * f[1],
      exponentialMovingAverage: close, relativeStrengthIndex: 25 * (f[0] + 2), macd: 2 * range * f[2],
      macdSignal: 0, macdHistogram: range * f[3] / 2, bollingerUpper: close + band * (1 - f[4]),
      bollingerMiddle: close - band * f[4], bollingerLower: close - band * (1 + f[4]), averageTrueRange: range,
      averageDirectionalIndex: 25 * (f[5] + 1), plusDirectionalIndicator: 40 + 12.5 * f[6],
      minusDirectionalIndicator: 40 - 12.5 * f[6], stochasticK: 50 * (f[7] + 1), stochasticD: 50)
  }
}

extension PromptFacts {
  /// Facts whose prompt has these 32 features, at a price of `close`.
  init(features f: [Double], close: Double = 6543.21) {
    let forecast = 3.0
    let bar = forecast / 24.0.squareRoot()
    let result = forecast * f[30]
    let last = Int(100 * abs(f[31]) + 0.5)
    self.init(
      symbol: "BTCUSD", time: Timestamp(year: 2017, month: 9, day: 1), decisionTimeframe: .oneHour, price: close,
      change1: bar * f[24], change4: 2 * bar * f[25], change24: bar * 24.0.squareRoot() * f[26],
      relativeVolume: (1 + f[28]) / (1 - f[28]),
      pulses: [
        PulseReading(.oneHour, close: close, features: f[0..<8]),
        PulseReading(.fourHours, close: close, features: f[8..<16]),
        PulseReading(.oneDay, close: close, features: f[16..<24]),
      ],
      forecastVolatility: forecast, realisedVolatility: forecast * (1 - f[27]) / (1 + f[27]),
      position: f[29] == 0
        ? .flat
        : f[29] > 0
          ? .long(entry: close / (1 + result / 100), unrealised: result)
          : .short(entry: close / (1 - result / 100), unrealised: result),
      recentDecisions: last == 0 ? [] : [Decision(f[31] > 0 ? .buy : .sell, confidence: UInt8(last))])
  }

  /// Facts of an ordinary hour, every feature near but not at zero.
  static let ordinary: PromptFacts = {
    var features = [Double](repeating: 0, count: 32)
    for index in features.indices { features[index] = Double((index * 7) % 11 - 5) / 10 }
    (features[29], features[31]) = (1, 0.55)
    return PromptFacts(features: features)
  }()
}
