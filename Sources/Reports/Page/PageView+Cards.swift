extension PageView {
  /// A variant in a few lines.
  struct Card {
    let name: String
    let colour: Int
    let isMockVariant: Bool
    let size: String?
    let differences: [Difference]
    let hasHeadlines: Bool
    let headlines: [ReportPage.Fact]
    let notes: [String]
    let facts: [ReportPage.Fact]
  }

  /// One of the two experiments: its figure, its interval, and what it has to be read beside.
  struct Difference {
    let experiment: String
    let verdict: Word?
    let figure: String
    let what: String
    let interval: String
    let beside: String

    struct Word {
      let word: String
      let tone: String
    }
  }
}

extension PageView.Card {
  /// A card with both experiments, or with the variant's headlines where there is nothing to compare.
  init(at index: Int, in context: PageContext) {
    let variant = context.page.variants[index]
    var differences: [PageView.Difference] = []
    if let decisions = variant.decisions { differences.append(.init(decisions, on: context.page)) }
    if let money = variant.money { differences.append(.init(money, on: context.page)) }
    self.init(
      variant, colour: context.colours[index], differences: differences,
      headlines: differences.isEmpty ? variant.headlines : [], facts: [])
  }

  /// The reference's card: what all others are compared with.
  init(referenceAt index: Int, in context: PageContext) {
    let variant = context.page.variants[index]
    let facts = variant.headlines.map { ReportPage.Fact($0.label, $0.unit.text($0.value)) }
    self.init(variant, colour: context.colours[index], differences: [], headlines: [], facts: facts)
  }

  private init(
    _ variant: ReportPage.Variant, colour: Int, differences: [PageView.Difference],
    headlines: [ReportPage.Headline], facts: [ReportPage.Fact]
  ) {
    name = variant.name
    self.colour = colour
    isMockVariant = variant.isMock
    let gigabytes = variant.sizeGigabytes.map { Figures.fixed($0, 2) + "\u{A0}GB" }
    let smaller = variant.timesSmaller.map { Figures.fixed($0, 1) + "×\u{A0}smaller" }
    let sizes = [gigabytes, smaller].compactMap(\.self)
    size = sizes.isEmpty ? nil : sizes.joined(separator: ", ")
    self.differences = differences
    self.headlines = headlines.map { .init($0.label, $0.unit.text($0.value)) }
    hasHeadlines = !headlines.isEmpty
    notes = variant.notes
    var facts = facts
    if differences.isEmpty, let gigabytes { facts.append(.init("size", gigabytes)) }
    if let latency = variant.latency { facts.append(.init("answer", latency.text)) }
    facts.append(.init("fills", Figures.grouped(variant.fills)))
    self.facts = facts
  }
}

extension PageView.Difference {
  init(_ decisions: ReportPage.DecisionDifference, on page: ReportPage) {
    experiment = "probe"
    verdict = decisions.verdict.map { Word(word: $0.word, tone: $0.tone.rawValue) }
    figure = ReportPage.Unit.percent.text(decisions.rate)
    what = "of answers flip"
    interval = decisions.interval.text(.percent) + ", 95\u{A0}% by day"
    var beside = ["\(Figures.grouped(decisions.flips)) of \(Figures.grouped(decisions.ticks)) ticks"]
    if let floor = page.noiseFloor { beside.append("noise floor " + ReportPage.Unit.percent.text(floor.rate)) }
    if let margin = page.flipMargin { beside.append("margin " + ReportPage.Unit.percent.text(margin)) }
    self.beside = beside.joined(separator: ", ")
  }

  init(_ money: ReportPage.MoneyDifference, on page: ReportPage) {
    experiment = "trade"
    verdict = money.verdict.map { Word(word: $0.word, tone: $0.tone.rawValue) }
    figure = ReportPage.Unit.signedPercent.text(money.annual)
    what = "a year against the reference"
    interval = money.interval.text(.signedPercent) + ", 95\u{A0}%"
    let detectable = ReportPage.Unit.percent.text(money.smallestDetectable)
    beside = "tracking error \(ReportPage.Unit.percent.text(money.trackingError)), smallest detectable \(detectable)"
  }
}

extension ReportPage.Interval {
  /// `4.4 to 5.9 %`: the unit is said once.
  func text(_ unit: ReportPage.Unit) -> String {
    let low = unit.text(low).prefix { $0 != "\u{A0}" }
    return low + " to " + unit.text(high)
  }
}

extension ReportPage.Latency {
  /// `0.42 s median, 0.95 s p95, from the card; below the resolution of 1h candles`.
  var text: String {
    var text = ReportPage.Unit.seconds.text(median) + " median"
    if let percentile95 { text += ", " + ReportPage.Unit.seconds.text(percentile95) + " p95" }
    return text + ", " + source + "; " + resolution
  }
}
