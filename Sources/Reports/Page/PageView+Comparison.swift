extension PageView {
  /// All variants under each other: how often each answers otherwise, what that did to the money.
  struct Comparison {
    /// What the figures say: a sentence for each variant, or where none was written, for each experiment.
    let answer: [Answer]
    let hasProbe: Bool
    let hasTrade: Bool
    let rows: [Row]
    let probeAxis: String
    let tradeAxis: String
    let keys: [Key]
    let notes: [String]
    let table: FiguresTable

    struct Row {
      let name: String
      let colour: Int
      let isMockVariant: Bool
      let isReference: Bool
      /// Size, latency, fills.
      let facts: [String]
      let probe: Side?
      let trade: Side?
      let remarks: [String]
    }

    /// What one experiment says of one variant.
    struct Side {
      let svg: String
      let verdict: Word?
      let figure: String?
      let what: String
      /// What narrow screens add, which have no heads over the columns.
      let whatElse: String
      let lines: [String]
    }

    /// `q4_0`, and what is said of it.
    struct Answer {
      let who: String
      let what: String

      init(_ sentence: String) {
        let parts = sentence.split(separator: ": ", maxSplits: 1)
        (who, what) = (String(parts.first ?? ""), parts.count > 1 ? String(parts[1]) : "")
      }
    }

    struct Word {
      let word: String
      let tone: String
    }

    struct Key {
      let style: String
      let label: String
    }
  }
}

extension PageView.Comparison {
  /// Nil where no variant is compared with another.
  init?(_ context: PageContext) {
    let page = context.page
    let variants = page.variants
    guard variants.contains(where: { $0.decisions != nil || $0.money != nil }) else { return nil }
    hasProbe = variants.contains { $0.decisions != nil }
    hasTrade = variants.contains { $0.money != nil }
    let flips = Self.flipPlot(context)
    let money = Self.moneyPlot(context)
    let order = (page.reference.map { [$0] } ?? []) + variants.indices.filter { $0 != page.reference }
    rows = order.map { index in
      let isReference = index == page.reference
      return Row(
        name: variants[index].name, colour: context.colours[index], isMockVariant: variants[index].isMock,
        isReference: isReference, facts: variants[index].facts,
        probe: Side(
          probe: variants[index].decisions, floor: isReference ? page.noiseFloor : nil, margin: page.flipMargin,
          svg: flips.plot.svg(of: flips.rows[index])),
        trade: Side(
          trade: variants[index].money, headlines: isReference ? variants[index].headlines : [],
          svg: money.plot.svg(of: money.rows[index])),
        remarks: variants[index].notes)
    }
    probeAxis = flips.plot.svg(of: nil)
    tradeAxis = money.plot.svg(of: nil)
    keys = (flips.plot.bands + money.plot.bands).map { Key(style: $0.style, label: $0.label) }
    notes = page.notes + Self.latencyNotes(page)
    let sentences = order.compactMap { variants[$0].sentence }
    let said = sentences.isEmpty ? [Self.answerOnFlips(page), Self.answerOnMoney(page)].compactMap(\.self) : sentences
    answer = said.map(Answer.init)
    table = Self.table(page)
  }

  // MARK: Plots

  private typealias Plotted = (plot: ForestPlot, rows: [ForestPlot.Row?])

  private static func flipPlot(_ context: PageContext) -> Plotted {
    let page = context.page
    let rows = page.variants.indices.map { index -> ForestPlot.Row? in
      if index == page.reference, let floor = page.noiseFloor {
        return row(context, index, floor.rate, floor.interval, .rate)
      }
      return page.variants[index].decisions.flatMap { row(context, index, $0.rate, $0.interval, .rate) }
    }
    var bands: [ForestPlot.Band] = []
    if let margin = page.flipMargin {
      let label = "equivalence margin " + ReportPage.Unit.rate.text(margin)
      bands.append(.init(low: 0, high: margin, label: label, style: "margin"))
    }
    if let floor = page.noiseFloor {
      let high = floor.interval?.high ?? floor.rate
      let label = "noise floor: the reference against itself, up to " + ReportPage.Unit.rate.text(high)
      bands.append(.init(low: 0, high: high, label: label, style: "floor"))
    }
    return (ForestPlot(rows: rows.compactMap(\.self), bands: bands, isSigned: false), rows)
  }

  private static func moneyPlot(_ context: PageContext) -> Plotted {
    let page = context.page
    let rows = page.variants.indices.map { index in
      page.variants[index].money.flatMap { row(context, index, $0.annual, $0.interval, .signedRate) }
    }
    var bands: [ForestPlot.Band] = []
    if let margin = page.returnMargin {
      let label = "equivalence margin ±" + ReportPage.Unit.rate.text(margin) + " a year"
      bands.append(.init(low: -margin, high: margin, label: label, style: "margin"))
    }
    return (ForestPlot(rows: rows.compactMap(\.self), bands: bands, isSigned: true), rows)
  }

  private static func row(
    _ context: PageContext, _ index: Int, _ estimate: Double, _ interval: ReportPage.Interval?, _ unit: ReportPage.Unit
  ) -> ForestPlot.Row? {
    ForestPlot.Row(
      name: context.page.variants[index].name, colour: context.colours[index], estimate: estimate,
      low: interval?.low ?? .nan, high: interval?.high ?? .nan,
      text: unit.text(estimate) + (interval.map { ", " + $0.text(unit) } ?? ""))
  }

  // MARK: Words

  /// Whether flips stand out of the noise: two 95 % intervals that do not touch.
  private static func answerOnFlips(_ page: ReportPage) -> String? {
    guard let floor = page.noiseFloor else { return nil }
    let compared = page.variants.compactMap { variant in variant.decisions.map { (variant.name, $0) } }
    guard !compared.isEmpty else { return nil }
    let apart = compared.filter { $0.1.interval.low > floor.interval?.high ?? floor.rate }.map(\.0)
    let than = "more answers than the reference does against itself"
    if apart.isEmpty { return "Answers: no variant flips measurably \(than)." }
    let who = apart.count == compared.count ? count(apart.count) : names(apart)
    return "Answers: \(who) \(apart.count == 1 ? "flips" : "flip") \(than); the 95\u{A0}% intervals are apart."
  }

  private static func answerOnMoney(_ page: ReportPage) -> String? {
    let compared = page.variants.compactMap { variant in variant.money.map { (variant.name, $0) } }
    guard let finest = compared.min(by: { $0.1.smallestDetectable < $1.1.smallestDetectable }),
      let coarsest = compared.max(by: { $0.1.smallestDetectable < $1.1.smallestDetectable })
    else { return nil }
    let beyond = compared.filter { $0.1.interval.low > 0 || $0.1.interval.high < 0 }
    let found =
      beyond.isEmpty
      ? "no variant’s return differs from the reference’s beyond its 95\u{A0}% interval"
      : "the 95\u{A0}% interval of the difference leaves out zero for \(names(beyond.map(\.0)))"
    func detectable(_ one: (String, ReportPage.MoneyDifference)) -> String {
      ReportPage.Unit.percent.text(one.1.smallestDetectable)
        + (compared.count > 1 ? " (\(one.0.replacing(" ", with: "\u{A0}")))" : "")
    }
    let range = compared.count > 1 ? "\(detectable(finest)) to \(detectable(coarsest))" : detectable(finest)
    let days = Figures.grouped(finest.1.days)
    return "Money: \(found). \(days) days find a true difference four times in five if it is at least \(range) a year."
  }

  /// Where answer times come from and what candles can tell of them, once for all variants that share it.
  private static func latencyNotes(_ page: ReportPage) -> [String] {
    var notes: [String] = []
    for variant in page.variants {
      guard let latency = variant.latency else { continue }
      let note = "Answer times (median, p95) are \(latency.source); they are \(latency.resolution)."
      if !notes.contains(note) { notes.append(note) }
    }
    return notes
  }

  private static func count(_ number: Int) -> String { number == 1 ? "the variant" : "all \(number) variants" }

  /// `A, B and C`.
  private static func names(_ names: [String]) -> String {
    guard let last = names.last, names.count > 1 else { return names.first ?? "" }
    return names.dropLast().joined(separator: ", ") + " and " + last
  }

  private static func table(_ page: ReportPage) -> FiguresTable {
    FiguresTable(
      caption: "Every variant against the reference", file: "comparison",
      head: [
        "variant", "GB", "fills", "flips", "answers", "flip rate", "low", "high", "divergence, millinats", "a year",
        "low", "high", "tracking error", "smallest detectable", "days",
      ],
      rows: page.variants.map { variant in
        let decisions = variant.decisions
        let money = variant.money
        return [
          .init(variant.name), .init(variant.sizeGigabytes, .ratio), .init(variant.fills),
          .init(decisions.map { Double($0.flips) }, .count), .init(decisions.map { Double($0.answers) }, .count),
          .init(decisions?.rate, .rate), .init(decisions?.interval.low, .rate), .init(decisions?.interval.high, .rate),
          .init(decisions?.divergence.map { $0 * 1000 }, .ratio), .init(money?.annual, .signedRate),
          .init(money?.interval.low, .signedRate), .init(money?.interval.high, .signedRate),
          .init(money?.trackingError, .rate), .init(money?.smallestDetectable, .rate),
          .init(money.map { Double($0.days) }, .count),
        ]
      })
  }
}

extension PageView.Comparison.Side {
  /// The reference shows the noise floor.
  init?(
    probe: ReportPage.DecisionDifference?, floor: ReportPage.NoiseFloor?, margin: Double?, svg: String
  ) {
    self.svg = svg
    if let floor {
      verdict = nil
      figure = ReportPage.Unit.rate.text(floor.rate)
      what = "noise floor: against itself"
      whatElse = ""
      var lines: [String] = []
      if let interval = floor.interval { lines.append(interval.text(.rate) + ", 95\u{A0}% by day") }
      lines.append("\(Figures.grouped(floor.flips)) of \(Figures.grouped(floor.answers)) answers, \(floor.under)")
      self.lines = lines + floor.remarks
      return
    }
    guard let probe else {
      (verdict, figure, what, whatElse, lines) = (nil, nil, "", "", [])
      return
    }
    verdict = probe.verdict.map { .init(word: $0.word, tone: $0.tone.rawValue) }
    figure = ReportPage.Unit.rate.text(probe.rate)
    what = "of answers flip"
    whatElse = "(probe)"
    var counts = "\(Figures.grouped(probe.flips)) of \(Figures.grouped(probe.answers)) answers"
    if let remark = probe.remark { counts += ", " + remark }
    var lines = [probe.interval.text(.rate) + ", 95\u{A0}% by day", counts]
    if let margin { lines.append("margin " + ReportPage.Unit.rate.text(margin)) }
    if let divergence = probe.divergence {
      lines.append("divergence \(Figures.fixed(divergence * 1000, 2))\u{A0}millinats")
    }
    self.lines = lines
  }

  /// The reference shows its own headlines.
  init?(trade: ReportPage.MoneyDifference?, headlines: [ReportPage.Headline], svg: String) {
    self.svg = svg
    guard let trade else {
      verdict = nil
      figure = nil
      what = headlines.isEmpty ? "" : "its own account"
      whatElse = ""
      lines = PageView.HeadlineGroup.all(of: headlines).map { group in
        // The first two: the rest is among the metrics.
        let figures = group.figures.prefix(2).map { "\($0.label) \($0.value)" }.joined(separator: ", ")
        return (group.place.map { $0 + ": " } ?? "") + figures
      }
      return
    }
    verdict = trade.verdict.map { .init(word: $0.word, tone: $0.tone.rawValue) }
    figure = ReportPage.Unit.signedRate.text(trade.annual)
    what = "a year"
    whatElse = "against the reference (trade run)"
    lines = [
      trade.interval.text(.signedRate) + ", 95\u{A0}%",
      "tracking error " + ReportPage.Unit.rate.text(trade.trackingError),
      "smallest detectable " + ReportPage.Unit.rate.text(trade.smallestDetectable),
    ]
  }
}

extension ReportPage.Interval {
  /// `4.4 to 5.9 %`: the unit is said once, both bounds with the decimals of the larger.
  func text(_ unit: ReportPage.Unit) -> String {
    let larger = max(abs(low), abs(high))
    return unit.text(low, asFineAs: larger).prefix { $0 != "\u{A0}" } + " to " + unit.text(high, asFineAs: larger)
  }
}
