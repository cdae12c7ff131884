package import Market

/// Builds the candles of a longer timeframe from closed candles of a shorter one, never from one still open.
///
/// Intervals lie on a grid of `timeframe` steps through `anchor`, which by default is midnight UTC. A candle belongs to
/// the interval it closes in, so nothing that closed after an interval is ever part of it. An interval's candle comes
/// out as soon as it is certain to be complete, and no sooner:
///
/// - with the candle that closes when the interval does (``add(_:)``),
/// - or else before the first candle of a later interval (``close(before:)``),
/// - or else when the clock says that the interval is over (``flush(upTo:)``).
///
/// An interval in which nothing closed has no candle.
package struct Resampler: Sendable {
  private let step: Int64
  private let anchor: Int64
  /// The candle being built; between intervals, the last that came out.
  private var pending: Candle
  private var isPending = false
  /// Close of the newest candle taken in, or end of the last interval that came out, whichever is later.
  private var newestClose = Timestamp.distantPast

  /// Candles of `timeframe`, whose intervals begin at `anchor` and at every step before and after it.
  package init(to timeframe: Timeframe, anchor: Timestamp = Timestamp(milliseconds: 0)) {
    step = timeframe.milliseconds
    self.anchor = anchor.milliseconds
    pending = Candle(
      openTime: .distantPast, closeTime: .distantPast, open: 0, high: 0, low: 0, close: 0, volume: 0)
  }

  /// The pending candle, if `candle` closes in a later interval. Call it before ``add(_:)``, which needs the place.
  @inline(__always)
  package mutating func close(before candle: Candle) -> Candle? {
    guard isPending, pending.closeTime < candle.closeTime else { return nil }
    return takePending()
  }

  /// Takes in a closed candle; the candle it completes, if it closes when its interval does.
  ///
  /// A candle that closes no later than one taken in before, or in an interval whose candle is already out, comes too
  /// late and is ignored: what was told is not changed afterwards.
  @inline(__always)
  package mutating func add(_ candle: Candle) -> Candle? {
    guard candle.closeTime > newestClose else { return nil }
    newestClose = candle.closeTime
    if isPending {
      precondition(candle.closeTime <= pending.closeTime, "the pending candle was not closed before the next interval")
      pending.high = max(pending.high, candle.high)
      pending.low = min(pending.low, candle.low)
      pending.close = candle.close
      pending.volume += candle.volume
    } else {
      start(with: candle)
    }
    guard candle.closeTime == pending.closeTime else { return nil }
    return takePending()
  }

  /// The pending candle, if its interval is over by `now`, though its last candles never came.
  @inline(__always)
  package mutating func flush(upTo now: Timestamp) -> Candle? {
    guard isPending, pending.closeTime <= now else { return nil }
    return takePending()
  }

  @inline(__always)
  private mutating func takePending() -> Candle {
    isPending = false
    newestClose = max(newestClose, pending.closeTime)
    return pending
  }

  private mutating func start(with candle: Candle) {
    // An interval is half-open, so what closes on the grid closes in the interval that ends there.
    let index = (candle.closeTime.milliseconds - anchor - 1).flooredQuotient(by: step)
    pending = candle
    pending.openTime = Timestamp(milliseconds: anchor + index * step)
    pending.closeTime = Timestamp(milliseconds: anchor + (index + 1) * step)
    isPending = true
  }
}
