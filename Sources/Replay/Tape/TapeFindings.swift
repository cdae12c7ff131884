import LanguageModels
import Market
import Synchronization

/// What replays of one tape have worked out about it, for the next one: each is a pure function of the candles, so a
/// replay cannot tell whether it did the work or found it.
package final class TapeFindings: Sendable {
  private struct Window: Hashable {
    var bar: Int
    /// Of its bits.
    var hash: UInt64
  }

  private struct Stretch: Hashable {
    var firstOpen: Int64
    var count: Int
    var jumpLimit: Double
  }

  private let fits = Mutex<[Window: VolatilityForecaster.Fit]>([:])
  private let plain = Mutex(PlainCandles())

  package init() {}

  /// The fit of the `window` of returns that ended at `bar`; `make` is asked where there is none yet.
  func fit(_ window: [Double], at bar: Int, make: () -> VolatilityForecaster.Fit) -> VolatilityForecaster.Fit {
    let key = Window(bar: bar, hash: window.withUnsafeBytes { ContentHash.of($0) })
    if let known = fits.withLock({ $0[key] }) { return known }
    let fit = make()
    fits.withLock { $0[key] = fit }
    return fit
  }

  /// Which candles of a stretch of the tape are plain, under a limit of jumps.
  func plainCandles(of candles: CandleColumns, jumpLimit: Double, make: () -> [Bool]) -> [Bool] {
    guard let first = candles.openTime.first else { return [] }
    let stretch = Stretch(firstOpen: first, count: candles.count, jumpLimit: jumpLimit)
    if let known = plain.withLock({ $0.found[stretch] }) { return known }
    let made = make()
    plain.withLock { $0.keep(made, of: stretch) }
    return made
  }

  private struct PlainCandles {
    var found: [Stretch: [Bool]] = [:]
    private var kept = 0
    /// Candles; so that memory stays flat, however long the tape.
    private static let most = 4 << 20

    mutating func keep(_ made: [Bool], of stretch: Stretch) {
      guard found[stretch] == nil, kept + made.count <= Self.most else { return }
      found[stretch] = made
      kept += made.count
    }
  }
}
