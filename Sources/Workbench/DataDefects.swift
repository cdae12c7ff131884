import Comparison
import Market
import Replay
import Reports
import Scenarios

/// When the market was closed, and what was wrong with the candles: as the ticks met it, as the scenario knows it, and
/// as the candles' own times show it.
struct DataDefects {
  /// In order of their start.
  let periods: [ReportPage.Period]
  /// What could not be told.
  let remark: String?

  init(panel: Scenario.Panel, tape: PanelTape, ticks: [TickPeriod]) {
    let step = Duration.milliseconds(panel.series.timeframe.milliseconds * Int64(panel.settings.clock.decideEvery))
    let gaps = Self.gaps(panel, tape)
    var missing = Causes(gaps ?? [])
    var declared = Causes(Self.annotated(panel, tape))
    var found: [ReportPage.Period] = []
    for period in ticks {
      guard let (kind, detail) = Self.describe(period.stage) else { continue }
      // Ticks inside a gap or a range that is known to be bad are its ticks, not a finding of their own.
      if kind == .stale, missing.take(period) { continue }
      if kind == .bad, declared.take(period) { continue }
      // A warm-up goes on after a weekend.
      if kind == .warmingUp, let last = found.lastIndex(where: { $0.kind != .closed }),
        found[last].kind == .warmingUp, found[last].detail == detail
      {
        found[last].until = period.last
        found[last].ticks += period.ticks
        continue
      }
      found.append(
        ReportPage.Period(
          kind: kind, from: period.first - step, until: period.last, ticks: period.ticks, detail: detail))
    }
    periods = (missing.periods + declared.periods + found).sorted { ($0.from, $0.until) < ($1.from, $1.until) }
    remark =
      gaps == nil
      ? "gaps are not listed one by one, the \(tape.rows) candles were merged as they were read; ticks without a fresh "
        + "candle are."
      : nil
  }

  private static func describe(_ stage: Stage) -> (ReportPage.Period.Kind, String)? {
    switch stage {
    case .marketClosed: (.closed, "the market is closed")
    case .stale: (.stale, "no fresh candle: held")
    case .clockSkew: (.stale, "candles stamped in the future: held")
    case .frozen: (.frozen, "the feed repeats itself: held")
    case .badCandle: (.bad, "the newest candle cannot be true: left out, held")
    case .warmingUp: (.warmingUp, "not enough history: held")
    case .warmingUpReopen: (.warmingUp, "no candle yet since the market reopened: held")
    default: nil
    }
  }

  /// The ranges that the scenario declares bad, as far as they lie in the window.
  private static func annotated(_ panel: Scenario.Panel, _ tape: PanelTape) -> [ReportPage.Period] {
    panel.badRanges.filter { $0.period.overlaps(tape.window) }.map { range in
      let period = range.period.clamped(to: tape.window)
      return ReportPage.Period(
        kind: .bad, from: period.lowerBound, until: period.upperBound, ticks: 0,
        detail: "declared in the scenario: \(range.reason)")
    }
  }

  /// Candles that are missing while the market was open; nil where the tape kept too little to tell.
  private static func gaps(_ panel: Scenario.Panel, _ tape: PanelTape) -> [ReportPage.Period]? {
    let timeframe = panel.series.timeframe
    let opens: [Int64]
    if !tape.closeTimes.isEmpty {
      opens = tape.closeTimes.map { $0 - timeframe.milliseconds }
    } else if tape.candlesPerBar == 1 {
      opens = tape.chart.openTime
    } else {
      return nil
    }
    let calendar = panel.instrument.calendar
    let schedule = calendar.sessions(covering: tape.window)
    var gaps: [ReportPage.Period] = []
    var known = tape.window.lowerBound
    for open in opens + [tape.window.upperBound.milliseconds] {
      let stamp = Timestamp(milliseconds: open)
      let interval = calendar.interval(ofCandleStamped: stamp, timeframe: timeframe, in: schedule)
      let isEnd = stamp == tape.window.upperBound
      let start = isEnd ? stamp : interval?.open ?? stamp
      let missed = schedule.openMilliseconds(from: known, to: start)
      let length = min(timeframe.milliseconds, calendar == .usEquities ? 23_400_000 : timeframe.milliseconds)
      let count = (missed + length / 2) / length
      if count > 0 {
        gaps.append(
          ReportPage.Period(
            kind: .gap, from: known, until: start, ticks: 0,
            detail: "\(count) \(count == 1 ? "candle" : "candles") missing; nothing is filled in"))
      }
      if !isEnd { known = max(known, interval?.close ?? start) }
    }
    return gaps
  }
}

/// Periods that explain ticks, in order; the ticks are told in order too.
private struct Causes {
  private(set) var periods: [ReportPage.Period]
  private var next = 0

  init(_ periods: [ReportPage.Period]) { self.periods = periods.sorted { $0.from < $1.from } }

  /// Counts the ticks where the first of them lies inside a period; whether one did.
  mutating func take(_ ticks: TickPeriod) -> Bool {
    while next < periods.count, periods[next].until < ticks.first { next += 1 }
    guard next < periods.count, periods[next].from < ticks.first else { return false }
    periods[next].ticks += ticks.ticks
    return true
  }
}
