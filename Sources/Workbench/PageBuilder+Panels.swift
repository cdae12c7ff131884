import Comparison
import Market
import Replay
import Reports
import Scenarios

/// Prices, trades and forecasts. What several seeds did differently is the first one's.
extension PageBuilder {
  func panel(_ index: Int) -> ReportPage.Panel {
    let panel = scenario.panels[index]
    let tape = run.panels[index]
    var page = ReportPage.Panel(
      name: panelName(index), quote: panel.instrument.quote, priceDecimals: Self.decimals(panel.instrument.priceTick),
      first: tape.window.lowerBound, last: tape.window.upperBound, candles: tape.chart)
    page.merged = tape.candlesPerBar
    page.account = run.books.firstIndex { $0.panels.contains(index) }.map(bookName)
    let defects = DataDefects(
      panel: panel, tape: tape, ticks: results.sessions(variant: 0, panel: index).first?.record.periods ?? [])
    page.periods = defects.periods
    page.remark = defects.remark
    page.trades = run.variantNames.indices.map { variant in
      results.sessions(variant: variant, panel: index).first.map(trades) ?? []
    }
    page.volatility = volatility(index)
    return page
  }

  private static func decimals(_ tick: Int64) -> Int {
    var (rest, decimals) = (tick, 8)
    while decimals > 0, rest % 10 == 0 { (rest, decimals) = (rest / 10, decimals - 1) }
    return decimals
  }

  private func trades(_ session: ScenarioRun.Session) -> [ReportPage.Trade] {
    session.record.trades.map { trade in
      ReportPage.Trade(
        isLong: trade.side == .buy, entry: trade.entryTime, entryPrice: trade.entryPrice.doubleValue,
        exit: trade.exitTime, exitPrice: trade.exitPrice.doubleValue, profit: trade.profit.doubleValue,
        reason: trade.exit.name.replacing("_", with: " "))
    }
  }

  private func volatility(_ index: Int) -> ReportPage.VolatilityCurve? {
    let panel = scenario.panels[index]
    let settings = panel.settings.volatility
    let forecasts = results.sessions(variant: 0, panel: index).first?.record.forecasts ?? []
    guard forecasts.count > 1 else { return nil }
    let days = panel.instrument.calendar.daysPerYear
    let annual = days.squareRoot() / 100
    // What the day after a forecast brought stands in the next record; after the last it is not known.
    let realised = forecasts.dropFirst().map { $0.realisedVolatility * annual } + [.nan]
    let failed = forecasts.count { if case .sampleVariance = $0.parameters { true } else { false } }
    let model =
      settings.model == .ewma
      ? "EWMA, decay \(settings.decay)"
      : "GARCH(1,1), normal, window \(settings.window), refit every \(settings.refitEvery) bars"
    var scores = [ReportPage.Fact("forecasts", "\(forecasts.count)")]
    if failed > 0 {
      scores.append(ReportPage.Fact("without a trusted fit", "\(failed), the window’s variance instead"))
    }
    return ReportPage.VolatilityCurve(
      model: model, times: forecasts.map(\.time.milliseconds), forecast: forecasts.map { $0.dailyVolatility * annual },
      realised: realised, daysPerYear: days,
      barsPerDay: max(1, panel.instrument.calendar.periodsPerYear(of: panel.series.timeframe) / days), scores: scores)
  }
}

extension PanelTape {
  /// How many candles each of the chart stands for; neighbours are merged two by two.
  var candlesPerBar: Int {
    var group = 1
    while (rows + group - 1) / group > chart.count { group *= 2 }
    return group
  }
}
