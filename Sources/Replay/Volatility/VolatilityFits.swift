import LanguageModels
import Synchronization

/// Fits that replays of the same candles have made, for the next one: each is a pure function of its window, so a replay
/// cannot tell whether it made a fit or found it.
///
/// For replays of one panel with one setting of volatility.
package final class VolatilityFits: Sendable {
  private struct Key: Hashable {
    var bar: Int
    /// Of the window's bits.
    var window: UInt64
  }

  private let fits = Mutex<[Key: VolatilityForecaster.Fit]>([:])

  package init() {}

  /// The fit of the `window` of returns that ended at `bar`; `make` is asked where there is none yet.
  func fit(_ window: [Double], at bar: Int, make: () -> VolatilityForecaster.Fit) -> VolatilityForecaster.Fit {
    let key = Key(bar: bar, window: window.withUnsafeBytes { ContentHash.of($0) })
    if let known = fits.withLock({ $0[key] }) { return known }
    let fit = make()
    fits.withLock { $0[key] = fit }
    return fit
  }
}
