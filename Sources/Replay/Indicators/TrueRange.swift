/// How far the price went since the previous close, in quote currency: the candle's range, stretched to that close.
///
/// Wilder's `max(high − low, |high − previousClose|, |low − previousClose|)`.
@inline(__always)
func trueRange(high: Double, low: Double, previousClose: Double) -> Double {
  max(high, previousClose) - min(low, previousClose)
}
