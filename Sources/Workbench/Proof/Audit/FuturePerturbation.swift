import Market
import Replay

/// Changes candles so that whoever looks at one of them must notice.
///
/// Prices are mirrored about the last known close (what rose falls), then every candle gets a factor, an open, two
/// wicks and a volume of its own from the seed. Quotes move with the candle and keep their sides. A price that is none
/// stays one.
struct FuturePerturbation {
  private var generator: SeededGenerator
  private let square: Double

  init(seed: UInt64, around anchor: Double) {
    generator = SeededGenerator(seed: seed)
    square = anchor * anchor
  }

  /// The candles of `range`, changed; those of `begun` keep their opens, which are no longer the future.
  static func changed(
    _ candles: CandleColumns, _ range: Range<Int>, around anchor: Double, seed: UInt64, keepingOpensOf begun: Range<Int>
  ) -> CandleColumns {
    var perturbation = FuturePerturbation(seed: seed, around: anchor)
    var changed = CandleColumns(candles, range)
    for index in 0..<changed.count { perturbation.change(index, of: &changed) }
    for index in begun.clamped(to: range) { changed.setOpen(candles, at: index, in: index - range.lowerBound) }
    return changed
  }

  /// All rates, those of `range` changed.
  static func changed(_ rates: ExchangeRates, _ range: Range<Int>, around anchor: Double, seed: UInt64) -> ExchangeRates
  {
    var perturbation = FuturePerturbation(seed: seed, around: anchor)
    var values = rates.rates
    for index in range {
      let factor = 1 + 0.02 * (perturbation.generator.uniform() - 0.5)
      values[index] = perturbation.square / values[index] * factor
    }
    return ExchangeRates(times: rates.times, rates: values)
  }

  private mutating func change(_ index: Int, of candles: inout CandleColumns) {
    let factor = 1 + 0.02 * (generator.uniform() - 0.5)
    let wicks = (up: 1 + 0.004 * (generator.uniform() + 0.1), down: 1 - 0.004 * (generator.uniform() + 0.1))
    let place = generator.uniform()
    let volume = 0.5 + generator.uniform()
    let bar = mirrored(
      PriceBar(
        open: candles.open[index], high: candles.high[index], low: candles.low[index], close: candles.close[index]),
      factor, wicks, place)
    candles.open[index] = bar.open
    candles.high[index] = bar.high
    candles.low[index] = bar.low
    candles.close[index] = bar.close
    candles.volume[index] = candles.volume[index] * volume + (volume - 0.25)
    guard let quotes = candles.quotes else { return }
    let bid = mirrored(quotes.ask.bar(index), factor, wicks, place)
    let ask = mirrored(quotes.bid.bar(index), factor, wicks, place)
    candles.quotes?.bid.set(bid, at: index)
    candles.quotes?.ask.set(ask, at: index)
  }

  private func mirrored(_ bar: PriceBar, _ factor: Double, _ wicks: (up: Double, down: Double), _ place: Double)
    -> PriceBar
  {
    func mirror(_ price: Double) -> Double { price > 0 && price.isFinite ? square / price * factor : price }
    let (high, low) = (mirror(bar.low) * wicks.up, mirror(bar.high) * wicks.down)
    return PriceBar(open: low + (high - low) * place, high: high, low: low, close: mirror(bar.close))
  }
}

extension CandleColumns {
  /// Gives the candle at `place` the open of `other`'s at `index`, its wicks as long as that needs.
  fileprivate mutating func setOpen(_ other: CandleColumns, at index: Int, in place: Int) {
    (open[place], high[place], low[place]) = (
      other.open[index], max(high[place], other.open[index]), min(low[place], other.open[index])
    )
    guard let known = other.quotes else { return }
    quotes?.bid.setOpen(known.bid.open[index], in: place)
    quotes?.ask.setOpen(known.ask.open[index], in: place)
  }
}

extension PriceColumns {
  fileprivate mutating func setOpen(_ price: Double, in place: Int) {
    (open[place], high[place], low[place]) = (price, max(high[place], price), min(low[place], price))
  }

  fileprivate mutating func set(_ bar: PriceBar, at index: Int) {
    open[index] = bar.open
    high[index] = bar.high
    low[index] = bar.low
    close[index] = bar.close
  }
}
