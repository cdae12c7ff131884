import Market
import Reports

/// Pages to test with. Every figure on them is invented by a seeded generator: none says anything about any model.
enum SamplePage {
  /// Five variants on two instruments, two years of hourly candles: the size of the comparison that ships.
  static func comparison(seed: UInt64 = 1) -> ReportPage {
    var maker = SampleMaker(seed: seed)
    var page = ReportPage(title: "quantized-variants", runID: "8c1f02de")
    page.summary =
      "Do quantized copies of one model still trade like the f16 original, and if not, where did the money go?"
    page.tags = ["test fixture"]
    page.seeds = 5
    page.reference = 0
    page.focus = 3
    page.tradesSeed = "1"
    page.noiseFloor = .init(
      flips: 42, answers: 21_110, rate: 0.002, interval: .init(0.001, 0.004), under: "masked prompt",
      remarks: ["loaded again: 0 of 21,110", "another seed: 633 of 21,110"])
    page.notes = ["Trade: the panels’ days are taken one after the other."]
    page.flipMargin = 0.02
    page.returnMargin = 0.02
    let names = ["3B f16", "3B q8_0", "3B q4_1", "3B q4_0", "1B q4_0"]
    let sizes = [6.43, 3.42, 2.14, 1.92, 0.77]
    let rates = [0, 0.006, 0.042, 0.051, 0.178]
    let returns = [0, 0.004, -0.006, -0.012, -0.089]
    page.variants = names.indices.map { index in
      var variant = ReportPage.Variant(name: names[index], isMock: true, fills: 642 - index * 17)
      variant.sizeGigabytes = sizes[index]
      variant.timesSmaller = index == 0 ? nil : sizes[0] / sizes[index]
      variant.latency = .init(
        median: 0.5 + sizes[index] / 4, percentile95: 0.9 + sizes[index] / 3, source: "from the card",
        resolution: "below the resolution of 1h candles")
      guard index > 0 else {
        variant.headlines = [
          .init("a year", 0.213, .signedPercent, place: "BTCUSD"), .init("Sharpe", 0.93, .ratio, place: "BTCUSD"),
          .init("a year", -0.012, .signedPercent, place: "EURUSD"), .init("Sharpe", -0.4, .ratio, place: "EURUSD"),
        ]
        return variant
      }
      let half = (rates[index] * (1 - rates[index]) / 4222).squareRoot() * 2.4
      variant.decisions = .init(
        flips: Int(rates[index] * 21_110), answers: 21_110, rate: rates[index],
        interval: .init(rates[index] - half, rates[index] + half),
        verdict: index == 1 ? .init("EQUIVALENT", .good) : .init("DIFFERENT", .bad))
      variant.decisions?.divergence = rates[index] / 40
      if index == 3 { variant.decisions?.remark = "mostly SELL to HOLD" }
      let spread = 0.012 + 0.03 * Double(index)
      variant.money = .init(
        annual: returns[index], interval: .init(returns[index] - spread, returns[index] + spread * 0.9),
        trackingError: spread * 0.7, smallestDetectable: spread * 1.4, days: 1228,
        verdict: .init("UNDECIDED", .neutral))
      if index == 3 { variant.notes = ["Decisions without an answer, all seeds: 12 × timeout; each was held."] }
      return variant
    }
    let start = Timestamp(year: 2017, month: 11, day: 13)
    page.panels = [
      maker.panel("BTCUSD 1h", quote: "USD", decimals: 2, price: 6300, volatility: 0.009, start: start, closes: false),
      maker.panel("EURUSD 1h", quote: "USD", decimals: 5, price: 1.165, volatility: 0.0011, start: start, closes: true),
    ]
    for index in page.panels.indices {
      maker.trade(&page.panels[index], variants: names.count)
      page.accounts.append(maker.account(of: page.panels[index], reference: 0))
    }
    for panel in page.panels {
      for variant in names.indices {
        page.funnels.append(maker.funnel(variant: variant, scope: panel.name))
        if variant > 0 {
          page.flipMatrices.append(maker.matrix(variant: variant, scope: panel.name, rate: rates[variant]))
        }
      }
      page.metrics.append(maker.metrics(panel.name, columns: names + ["buy and hold"]))
    }
    page.ticks = 4222
    maker.addCourse(to: &page)
    describe(&page)
    return page
  }

  /// One strategy without language models on one instrument.
  static func strategy(seed: UInt64 = 2) -> ReportPage {
    var maker = SampleMaker(seed: seed)
    var page = ReportPage(title: "sma-cross", runID: "51d0aa97")
    page.summary = "A 10/50 moving average cross, long or flat: the plainest thing the pipeline can trade."
    page.ticks = 16_896
    var variant = ReportPage.Variant(name: "sma-cross 10/50", fills: 612)
    variant.headlines = [
      .init("total return", 0.384, .signedPercent), .init("a year", 0.183, .signedPercent),
      .init("Sharpe", 0.91, .ratio),
      .init("deepest drawdown", -0.221, .percent), .init("trades", 306, .count),
      .init("time in market", 0.47, .percent),
    ]
    page.variants = [variant]
    let start = Timestamp(year: 2017, month: 11, day: 13)
    page.panels = [
      maker.panel("BTCUSD 1h", quote: "USD", decimals: 2, price: 6300, volatility: 0.009, start: start, closes: false)
    ]
    maker.trade(&page.panels[0], variants: 1)
    page.accounts = [maker.account(of: page.panels[0], reference: nil)]
    page.funnels = [maker.funnel(variant: 0, scope: "BTCUSD 1h")]
    page.metrics = [maker.metrics("BTCUSD 1h", columns: ["sma-cross 10/50", "buy and hold"])]
    maker.addCourse(to: &page)
    describe(&page)
    return page
  }

  private static func describe(_ page: inout ReportPage) {
    page.assumptions = [
      .init("fees", "taker 10 bp, maker 6 bp", note: "the venue’s published tier without discount"),
      .init("spread", "declared, 2 bp", note: "the source has no quotes"),
      .init("intrabar", "pessimistic", note: "stop before target; in the entry bar only the adverse extreme counts"),
      .init("latency", "below resolution, cost 0 bp"),
      .init("sizing", "risk 1 %, stop 2 %, concentration at most 25 %"),
      .init("volatility", "GARCH(1,1), window 1,000, refit every 24 bars"),
      .init("minimum confidence", "55"), .init("financing", "none"),
    ]
    page.inputs = [
      .init(
        name: "datasets/btcusd-1h.csv", kind: "candles",
        hash: "9f2c4be07a14c7a0f6f9a1f1d7a5b7b6fd4df1f8b6f4c9a8a5b2f0c1d2e3f405", detail: "16,872 rows"),
      .init(
        name: "scenarios/quantized-variants.yaml", kind: "scenario",
        hash: "1b7f20a94c2f6d1cc1f7c2b7e2e1be0a6f7d9b3d5a1c4e8f9b0a7c6d5e4f3a2b"),
      .init(
        name: "models/3b-q4_0.yaml", kind: "model card",
        hash: "c0ffee4b1d5a90e7e1a3f8b2c6d4950718293a4b5c6d7e8f9a0b1c2d3e4f5061"),
    ]
    page.provenance = [
      .init("version", "tapedeck 0.1.0"), .init("seed", "1"), .init("run id", page.runID),
      .init("decision tape", "auto, 21,110 answers"),
    ]
    page.command = "tapedeck run scenarios/\(page.title).yaml --seed 1 --out reports/\(page.title)"
  }
}

/// SplitMix64 (Steele, Lea, Flood 2014) and the invented figures drawn from it.
struct SampleMaker {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  private mutating func bits() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }

  /// In 0 ..< 1.
  mutating func uniform() -> Double { Double(bits() >> 11) * 0x1p-53 }

  /// Mean 0, variance 1: the sum of twelve uniforms.
  mutating func normal() -> Double { (0..<12).reduce(-6.0) { sum, _ in sum + uniform() } }

  mutating func panel(
    _ name: String, quote: String, decimals: Int, price: Double, volatility: Double, start: Timestamp, closes: Bool
  ) -> ReportPage.Panel {
    let hour: Int64 = 3_600_000
    let hours = 703 * 24
    var candles = CandleColumns()
    var periods: [ReportPage.Period] = []
    var times: [Int64] = []
    var forecast: [Double] = []
    var realised: [Double] = []
    var price = price
    var level = 1.0
    var squares = 0.0
    let stale = [900..<906, 4210..<4231, 7000..<7003, 11_020..<11_090, 15_700..<15_709]
    for index in 0..<hours {
      let time = start.milliseconds + Int64(index) * hour
      level += 0.02 * (1 - level) + 0.07 * normal() * level.squareRoot()
      level = min(max(level, 0.25), 4)
      let step = normal() * volatility * level
      squares += step * step
      if index % 24 == 23 {
        times.append(time)
        forecast.append(volatility * level.squareRoot() * (24 * 365.0).squareRoot() * 0.98)
        realised.append((squares * 365).squareRoot())
        squares = 0
      }
      // 2017-11-13 was a Monday: hour 118 of each week is Friday 22:00, hour 166 Sunday 22:00.
      let hourOfWeek = index % 168
      if closes, (118..<166).contains(hourOfWeek) { continue }
      if stale.contains(where: { $0.contains(index) }) { continue }
      let open = price
      price *= 1 + step
      let reach = volatility * level * open
      candles.append(
        openTime: Timestamp(milliseconds: time), open: open, high: max(open, price) + abs(normal()) * reach * 0.4,
        low: min(open, price) - abs(normal()) * reach * 0.4, close: price, volume: 10)
    }
    func instant(_ index: Int) -> Timestamp { Timestamp(milliseconds: start.milliseconds + Int64(index) * hour) }
    for hours in stale {
      periods.append(
        .init(
          kind: .gap, from: instant(hours.lowerBound), until: instant(hours.upperBound), ticks: hours.count,
          detail: "\(hours.count) candles missing; nothing is filled in"))
    }
    periods.append(
      .init(
        kind: .warmingUp, from: instant(0), until: instant(250), ticks: 250, detail: "1,000 candles for volatility"))
    periods.append(
      .init(
        kind: .bad, from: instant(16_600), until: instant(16_602), ticks: 2,
        detail: "close 12 % off both neighbours; excluded"))
    periods.append(
      .init(
        kind: .frozen, from: instant(16_640), until: instant(16_649), ticks: 6,
        detail: "9 equal candles without volume"))
    if closes {
      for week in 0..<100 {
        periods.append(
          .init(
            kind: .closed, from: instant(week * 168 + 118), until: instant(week * 168 + 166), ticks: 48,
            detail: "weekend"))
      }
    }
    periods.sort { $0.from < $1.from }
    var panel = ReportPage.Panel(
      name: name, quote: quote, priceDecimals: decimals, first: start, last: instant(hours - 1), candles: candles)
    panel.periods = periods
    panel.account = name
    panel.volatility = .init(
      model: "GARCH(1,1), Student t, refit every 24 bars", times: times, forecast: forecast, realised: realised,
      daysPerYear: 365, barsPerDay: 24, scores: [.init("QLIKE", "0.214"), .init("R²", "0.38")])
    return panel
  }

  mutating func trade(_ panel: inout ReportPage.Panel, variants: Int) {
    let candles = panel.candles
    panel.trades = (0..<variants).map { _ in
      var trades: [ReportPage.Trade] = []
      var index = 260
      while index < candles.count - 60 {
        index += 8 + Int(uniform() * 45)
        let exit = min(index + 3 + Int(uniform() * 40), candles.count - 1)
        let isLong = uniform() < 0.8
        let entryPrice = candles.open[index]
        let exitPrice = candles.open[exit]
        let size = 2500 / entryPrice
        let gain = (exitPrice - entryPrice) * (isLong ? size : -size) - 5 + uniform() * 12
        trades.append(
          .init(
            isLong: isLong, entry: Timestamp(milliseconds: candles.openTime[index]), entryPrice: entryPrice,
            exit: Timestamp(milliseconds: candles.openTime[exit]), exitPrice: exitPrice, profit: gain,
            reason: ["signal", "stop", "take profit"][Int(uniform() * 3)]))
        index = exit
      }
      trades[trades.count - 1].exit = nil
      trades[trades.count - 1].exitPrice = nil
      trades[trades.count - 1].reason = "open"
      return trades
    }
  }

  mutating func account(of panel: ReportPage.Panel, reference: Int?) -> ReportPage.Account {
    let day: Int64 = 86_400_000
    let first = panel.first.milliseconds
    let days = Int((panel.last.milliseconds - first) / day) + 1
    let times = (0..<days).map { first + Int64($0) * day }
    var curves: [[Double]] = []
    for variant in panel.trades.indices {
      var equity = 10_000.0
      var curve: [Double] = []
      for index in 0..<days {
        let shared = reference == nil ? normal() : 6 * Double(index % 11 - 5) / 5
        equity += shared + normal() * (variant == reference ? 8 : 11) + 5 - Double(variant) * 0.35
        curve.append(equity)
      }
      curves.append(curve)
    }
    let drawdown = curves.map { curve in
      var peak = 0.0
      return curve.map { equity in
        peak = max(peak, equity)
        return equity / peak - 1
      }
    }
    var account = ReportPage.Account(
      name: panel.name, currency: panel.quote, times: times, equity: curves, drawdown: drawdown)
    if let reference {
      account.difference = curves.map { curve in zip(curve, curves[reference]).map { ($0 - $1) / 10_000 } }
      let half = (0..<days).map { 0.0012 * Double($0).squareRoot() }
      account.chance = curves.indices.map { variant in
        variant == reference
          ? nil
          : .init(low: half.map { -$0 * 1.1 }, high: half, blockLength: 1.84, resamples: 2_000, seed: "100\(variant)")
      }
    }
    let step = max(1, panel.candles.count / days)
    account.buyAndHold = (0..<days).map { index in
      10_000 * panel.candles.close[min(index * step, panel.candles.count - 1)] / panel.candles.close[0]
    }
    return account
  }

  mutating func funnel(variant: Int, scope: String) -> ReportPage.Funnel {
    let stages: [(String, ReportPage.FunnelStage.Kind, Int, Double?)] = [
      ("market closed", .stopped, scope.hasPrefix("EUR") ? 1206 : 0, nil), ("stale", .stopped, 61, -11.8),
      ("frozen", .stopped, 6, nil), ("bad candle", .stopped, 3, -310), ("warming up", .stopped, 250, nil),
      ("hold", .held, 1740 + variant * 20, nil), ("low confidence", .stopped, 184 + 31 * variant, 0.4),
      ("risk", .stopped, 96, -2.1), ("too small", .stopped, 0, nil),
      ("already in position", .stopped, 340, 1.2),
    ]
    var rows = stages.map { name, kind, ticks, mean in
      ReportPage.FunnelStage(
        name: name, kind: kind, ticks: ticks,
        markouts: [0.15, 0.5, 1].map { part in
          mean.map { .init($0 * part + normal() * 0.3, halfWidth: abs($0) * 0.4 * part + 1.1) }
        })
    }
    let stopped = rows.reduce(0) { $0 + $1.ticks }
    rows.append(
      .init(
        name: "order", kind: .traded, ticks: 4222 - stopped,
        markouts: [.init(0.6, halfWidth: 0.9), .init(2.4, halfWidth: 1.9), .init(7.9, halfWidth: 4.8)]))
    var funnel = ReportPage.Funnel(variant: variant, scope: scope, ticks: 4222, stages: rows)
    funnel.stopped = [.init(-0.4), .init(-1.1), .init(-3.2)]
    return funnel
  }

  mutating func matrix(variant: Int, scope: String, rate: Double) -> ReportPage.FlipMatrix {
    let base = [612.0, 0, 0, 0, 2905, 0, 0, 0, 705]
    let shares = [0, 0.26, 0.03, 0.17, 0, 0.13, 0.02, 0.39, 0]
    var ticks = shares.map { Int($0 * rate * 4222) }
    for row in 0..<3 {
      ticks[row * 4] = Int(base[row * 4]) - (0..<3).reduce(0) { $0 + (($1 == row) ? 0 : ticks[row * 3 + $1]) }
    }
    let markouts: [Double?] = (0..<9).map { $0 % 4 == 0 || ticks[$0] == 0 ? nil : normal() * 8 - 1 }
    return .init(variant: variant, scope: scope, ticks: ticks, markouts: markouts)
  }

  mutating func metrics(_ scope: String, columns: [String]) -> ReportPage.MetricsTable {
    func row(
      _ name: String, _ unit: ReportPage.Unit, _ first: Double, _ step: Double, note: String? = nil
    ) -> ReportPage.MetricsRow {
      .init(name, unit, columns.indices.map { first + step * Double($0) }, note: note)
    }
    return .init(
      scope: scope, columns: columns,
      rows: [
        row("total return", .signedPercent, 0.402, -0.061), row("a year", .signedPercent, 0.192, -0.034),
        row("volatility", .percent, 0.213, 0.011, note: "daily, annualised"),
        row("Sharpe", .ratio, 0.93, -0.14, note: "daily, no risk-free rate"), row("Sortino", .ratio, 1.31, -0.2),
        row("deepest drawdown", .percent, -0.184, -0.013), row("longest drawdown", .days, 96, 17),
        row("value at risk", .percent, -0.021, -0.001, note: "95 %, daily"), row("trades", .count, 321, -8),
        row("hit rate", .percent, 0.523, -0.006), row("profit factor", .ratio, 1.28, -0.07),
        row("costs", .money("USD"), 1284.2, -31.7), row("final equity", .money("USD"), 14_020.31, -612.04),
        row("from its peak on", .date, 1_524_700_800_000, 86_400_000),
        .init("information ratio", .ratio, [nil] + columns.indices.dropFirst().map { -0.1 * Double($0) }),
      ])
  }
}
