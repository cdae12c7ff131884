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
    let panel = run.scenario.panels[index]
    let (settings, timeframe, calendar) = (panel.settings, panel.series.timeframe, panel.instrument.calendar)
    let chunk = TapeChunk(
      try run.candles(ofPanel: index), timeframe: timeframe, calendar: calendar,
      schedule: calendar.sessions(covering: run.panels[index].window))
    tape = LabelTape(
      chunk, isGood: settings.quality.goodCandles(of: chunk, timeframe: timeframe),
      halfSpread: settings.venue.spread / 2)
    let horizon = run.scenario.report.labelHorizon
    labels = TradeLabels(
      tape, barriers: TradeLabels.Barriers(settings.sizing), horizon: horizon,
      cost: settings.venue.takerFee + settings.venue.slippage)
    interval = timeframe.milliseconds * Int64(settings.clock.decideEvery)
    overlap = (horizon + settings.clock.decideEvery - 1) / settings.clock.decideEvery
  }
}
