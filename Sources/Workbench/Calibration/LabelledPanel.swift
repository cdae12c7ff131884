import CandleStore
import Market
import Replay
import Scenarios

/// The labels of one panel, and how its ticks count as bars.
struct LabelledPanel: Sendable {
  let tape: LabelTape
  let labels: TradeLabels
  /// From one tick to the next, milliseconds.
  let interval: Int64
  /// Ticks whose labels look at the same candles: the horizon in ticks, rounded up.
  let overlap: Int

  /// Reads the panel's candles once more: tapes are not kept in memory for all of a run.
  init(_ index: Int, of run: ScenarioRun) throws {
    let (panel, window) = (run.scenario.panels[index], run.panels[index].window)
    let timeframe = panel.series.timeframe
    var columns = CandleColumns()
    var source = try run.store.candles(of: panel.series, from: window.lowerBound, to: window.upperBound)
    while let chunk = try source.next() { columns.append(contentsOf: chunk) }
    let settings = panel.settings
    tape = LabelTape(
      columns, isGood: settings.quality.goodCandles(of: columns, timeframe: timeframe), timeframe: timeframe,
      halfSpread: settings.venue.spread / 2)
    let horizon = run.scenario.report.labelHorizon
    labels = TradeLabels(
      tape, barriers: TradeLabels.Barriers(settings.sizing), horizon: horizon,
      cost: settings.venue.takerFee + settings.venue.slippage)
    interval = timeframe.milliseconds * Int64(settings.clock.decideEvery)
    overlap = (horizon + settings.clock.decideEvery - 1) / settings.clock.decideEvery
  }
}

extension CandleColumns {
  /// `other` follows in time and has quotes where these have.
  fileprivate mutating func append(contentsOf other: CandleColumns) {
    if count == 0 {
      self = other
      return
    }
    openTime += other.openTime
    open += other.open
    high += other.high
    low += other.low
    close += other.close
    volume += other.volume
    guard let more = other.quotes else { return }
    quotes?.bid.append(contentsOf: more.bid)
    quotes?.ask.append(contentsOf: more.ask)
  }
}

extension PriceColumns {
  fileprivate mutating func append(contentsOf other: PriceColumns) {
    open += other.open
    high += other.high
    low += other.low
    close += other.close
  }
}
