extension PageView {
  /// A forest plot with the names and values beside it.
  struct Forest {
    let title: String
    let subtitle: String
    let rows: [Row]
    let svg: String
    let hasKeys: Bool
    let keys: [Key]
    let table: FiguresTable

    struct Row {
      let name: String
      let colour: Int
      let value: String
      let interval: String
    }

    struct Key {
      let style: String
      let label: String
    }
  }
}

extension PageView.Forest {
  /// Flips and returns, those of the two that the page has.
  static func all(in context: PageContext) -> [PageView.Forest] {
    [decisions(in: context), money(in: context)].compactMap(\.self)
  }

  private static func decisions(in context: PageContext) -> PageView.Forest? {
    let page = context.page
    let compared = page.variants.indices.compactMap { index in page.variants[index].decisions.map { (index, $0) } }
    guard !compared.isEmpty else { return nil }
    var bands: [ForestPlot.Band] = []
    if let margin = page.flipMargin {
      let label = "equivalence margin " + ReportPage.Unit.percent.text(margin)
      bands.append(.init(low: 0, high: margin, label: label, style: "margin"))
    }
    if let floor = page.noiseFloor {
      let rate = ReportPage.Unit.percent.text(floor.interval?.high ?? floor.rate)
      let label = "noise floor: the reference against \(floor.against), up to \(rate)"
      bands.append(.init(low: 0, high: floor.interval?.high ?? floor.rate, label: label, style: "floor"))
    }
    return PageView.Forest(
      title: "Decisions that flip",
      subtitle: "Share of ticks answered differently from the reference, 95\u{A0}% interval clustered by day (probe)",
      compared: compared.map { ($0, $1.rate, $1.interval) }, unit: .percent, bands: bands, context: context,
      table: FiguresTable(
        caption: "Decisions that flip", file: "flips",
        head: ["variant", "flips", "ticks", "rate", "low", "high"],
        rows: compared.map { index, flips in
          [
            .init(page.variants[index].name), .init(flips.flips), .init(flips.ticks), .init(flips.rate, .percent),
            .init(flips.interval.low, .percent), .init(flips.interval.high, .percent),
          ]
        }))
  }

  private static func money(in context: PageContext) -> PageView.Forest? {
    let page = context.page
    let compared = page.variants.indices.compactMap { index in page.variants[index].money.map { (index, $0) } }
    guard !compared.isEmpty else { return nil }
    var bands: [ForestPlot.Band] = []
    if let margin = page.returnMargin {
      let label = "equivalence margin ±" + ReportPage.Unit.percent.text(margin)
      bands.append(.init(low: -margin, high: margin, label: label, style: "margin"))
    }
    return PageView.Forest(
      title: "Return against the reference",
      subtitle: "Difference of annual returns, 95\u{A0}% interval (trade)",
      compared: compared.map { ($0, $1.annual, $1.interval) }, unit: .signedPercent, bands: bands, context: context,
      table: FiguresTable(
        caption: "Return against the reference", file: "returns",
        head: ["variant", "a year", "low", "high", "tracking error", "smallest detectable"],
        rows: compared.map { index, money in
          [
            .init(page.variants[index].name), .init(money.annual, .signedPercent),
            .init(money.interval.low, .signedPercent), .init(money.interval.high, .signedPercent),
            .init(money.trackingError, .percent), .init(money.smallestDetectable, .percent),
          ]
        }))
  }

  private init(
    title: String, subtitle: String, compared: [(index: Int, estimate: Double, interval: ReportPage.Interval)],
    unit: ReportPage.Unit, bands: [ForestPlot.Band], context: PageContext, table: FiguresTable
  ) {
    self.title = title
    self.subtitle = subtitle
    rows = compared.map { index, estimate, interval in
      Row(
        name: context.page.variants[index].name, colour: context.colours[index], value: unit.text(estimate),
        interval: interval.text(unit))
    }
    let plot = ForestPlot(
      rows: zip(rows, compared).map { row, compared in
        .init(
          name: row.name, colour: row.colour, estimate: compared.estimate, low: compared.interval.low,
          high: compared.interval.high, text: "\(row.value), \(row.interval)")
      }, bands: bands, isSigned: unit == .signedPercent,
      label: title + ": " + rows.map { "\($0.name) \($0.value), \($0.interval)" }.joined(separator: "; "))
    svg = plot.svg
    keys = bands.map { Key(style: $0.style, label: $0.label) }
    hasKeys = !keys.isEmpty
    self.table = table
  }
}
