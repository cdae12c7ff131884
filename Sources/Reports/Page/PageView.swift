import Market

/// What `report.mustache` reads: its names are the template's, its values are text.
///
/// A name that a template finds empty in one value is looked for in the values around it, so no optional here has the
/// name of a property further out.
struct PageView {
  let title: String
  let summary: String?
  let isMock: Bool
  let tags: [String]
  let meta: [String]
  let sections: [Section]
  let styles: String
  let script: String
  let chartScript: String
  let data: String
  let charts: String?
  let hasCharts: Bool

  let cardsID: String
  let cardsTitle: String
  let cardsSubtitle: String
  let comparison: Comparison?
  let hasCards: Bool
  let cards: [Card]
  let isSingle: Bool
  let paths: Paths?
  let flips: Flips?
  let agreement: AgreementSection?
  let funnel: FunnelSection?
  let prices: Prices?
  let equity: Equity?
  let months: MonthsSection?
  let outcomes: OutcomesSection?
  let volatility: VolatilitySection?
  let calibration: CalibrationSection?
  let memory: MemorySection?
  let risk: RiskSection?
  let nulls: NullSection?
  let metrics: MetricsSection?
  let trials: TrialsSection?
  let folds: FoldsSection?
  let attribution: AttributionSection?
  let defects: Defects?
  let hasAssumptions: Bool
  let assumptions: [ReportPage.Fact]
  let command: String?
  let provenance: [ReportPage.Fact]
  let hasInputs: Bool
  let inputs: [ReportPage.InputFile]

  /// An entry of the table of contents.
  struct Section {
    let id: String
    let name: String
  }

  init(_ page: ReportPage, charts: String?) {
    let context = PageContext(page)
    title = page.title
    summary = page.summary
    isMock = page.variants.contains(where: \.isMock)
    tags = page.tags
    meta = Self.meta(of: page)
    styles = PageTemplates.styles
    script = PageTemplates.script
    chartScript = PageTemplates.chartScript
    data = PageData(context).text
    self.charts = charts?.insideScript
    hasCharts = charts != nil

    comparison = Comparison(context)
    let isComparison = comparison != nil
    cardsID = isComparison ? "same" : "overview"
    cardsTitle = isComparison ? "Does the smaller model still trade the same?" : "Overview"
    cardsSubtitle =
      isComparison
      ? "Probe: every variant answers the reference’s prompts. Trade run: every variant lives with an account of its own."
      : Self.origin(of: page)
    cards = isComparison ? [] : page.variants.indices.map { Card(at: $0, in: context) }
    hasCards = !cards.isEmpty
    isSingle = cards.count == 1
    paths = Paths(context, hasCharts: charts != nil)
    flips = Flips(context)
    agreement = AgreementSection(context)
    funnel = FunnelSection(context)
    prices = Prices(context)
    equity = Equity(context)
    months = MonthsSection(context)
    outcomes = OutcomesSection(context)
    volatility = VolatilitySection(context)
    calibration = CalibrationSection(context)
    memory = MemorySection(context)
    risk = RiskSection(context)
    nulls = NullSection(context)
    metrics = MetricsSection(context)
    trials = TrialsSection(context)
    folds = FoldsSection(context)
    attribution = AttributionSection(context)
    defects = Defects(context)
    hasAssumptions = !page.assumptions.isEmpty
    assumptions = page.assumptions
    command = page.command.isEmpty ? nil : page.command
    provenance = page.provenance
    hasInputs = !page.inputs.isEmpty
    inputs = page.inputs

    let present: [(String, String, Bool)] = [
      (cardsID, isComparison ? "Same?" : "Overview", true), ("folds", "Folds", folds != nil),
      ("trials", "Trials", trials != nil), ("paths", "Paths", paths != nil),
      ("flips", "Flips", flips != nil), ("agreement", "Agreement", agreement != nil),
      ("money", "Money", attribution != nil), ("funnel", "Funnel", funnel != nil),
      ("trades", "Trades", prices != nil),
      ("equity", "Equity", equity != nil), ("months", "Months", months != nil),
      ("outcomes", "Outcomes", outcomes != nil), ("volatility", "Volatility", volatility != nil),
      ("calibration", "Calibration", calibration != nil), ("memory", "Memory", memory != nil),
      ("risk", "Risk", risk != nil), ("luck", "Luck", nulls != nil), ("metrics", "Metrics", metrics != nil),
      ("data", "Data", defects != nil),
      ("assumptions", "Assumptions", hasAssumptions), ("inputs", "Inputs", true),
    ]
    sections = present.filter(\.2).map { Section(id: $0.0, name: $0.1) }
  }

  /// What the cards are of.
  private static func origin(of page: ReportPage) -> String {
    if let folds = page.folds {
      return "Out of sample: \(Figures.grouped(folds.rows.count)) test windows, after all costs"
    }
    guard let trials = page.trials else { return "After all costs, over the whole tape" }
    return "The best of \(Figures.grouped(trials.rows.count)) points, after all costs, over the whole tape"
  }

  private static func meta(of page: ReportPage) -> [String] {
    var meta = page.panels.map { "\($0.name), \($0.first.day) to \($0.last.day)" }
    if page.ticks > 0 {
      meta.append("\(Figures.grouped(page.ticks)) ticks" + (page.seeds > 1 ? " a variant and seed" : ""))
    }
    if page.seeds > 1 { meta.append("\(Figures.grouped(page.seeds)) seeds") }
    meta.append("run \(page.runID)")
    return meta
  }
}

/// A page with what several sections need to know of it.
struct PageContext {
  let page: ReportPage
  /// Names of panels, accounts, funnels, matrices and metrics tables, each once, in order of appearance.
  let scopes: [String]
  /// Number of each variant's colour: 0 is the reference's, others count from 1.
  let colours: [Int]
  let flips: [RankedFlip]

  /// Colours that the style sheet has beside the reference's.
  static let colourCount = 6

  init(_ page: ReportPage) {
    self.page = page
    var scopes: [String] = []
    let named =
      page.panels.map(\.name) + page.accounts.map(\.name) + page.flipMatrices.map(\.scope) + page.funnels.map(\.scope)
      + page.metrics.map(\.scope) + (page.attribution?.scopes ?? [])
    for name in named where !scopes.contains(name) { scopes.append(name) }
    self.scopes = scopes
    flips = Self.ranked(page)
    var next = 0
    colours = page.variants.indices.map { index in
      if index == page.reference { return 0 }
      next += 1
      return (next - 1) % Self.colourCount + 1
    }
  }

  /// A selector over those `names`, in a section that holds several; none where there is nothing to choose.
  func scopeChoice(_ names: [String], group: String) -> [Choice] {
    let shown = scopes.filter(names.contains)
    guard shown.count > 1 else { return [] }
    let options = shown.enumerated().map { position, name in
      Choice.Option(value: index(of: name), label: name, isChosen: position == 0)
    }
    return [Choice(kind: "scope", legend: "Panel", group: group + "-scope", options: options)]
  }

  /// A selector over the variants of those indices.
  func variantChoice(_ indices: [Int], group: String) -> [Choice] {
    guard indices.count > 1 else { return [] }
    let chosen = indices.contains(page.focus) ? page.focus : indices[0]
    let options = indices.map { Choice.Option(value: $0, label: page.variants[$0].name, isChosen: $0 == chosen) }
    return [Choice(kind: "variant", legend: "Variant", group: group + "-variant", options: options)]
  }

  /// What a curve of several seeds is.
  var meanOfSeeds: String? { page.seeds > 1 ? "the mean of \(page.seeds) seeds’ accounts" : nil }

  func index(of scope: String) -> Int { scopes.firstIndex(of: scope) ?? 0 }
}

/// A row of radio buttons that switches what a section shows.
struct Choice {
  let kind: String
  let legend: String
  let group: String
  let options: [Option]

  struct Option {
    let value: Int
    let label: String
    let isChosen: Bool
  }
}

/// The figures behind a picture, as a table that can be saved as CSV.
struct FiguresTable {
  let caption: String
  /// Name of the CSV file, without its ending.
  let file: String
  let head: [String]
  /// The rows as HTML, written here and not by the template: there are over a thousand cells.
  let body: String

  init(caption: String, file: String, head: [String], rows: [[Cell]]) {
    self.caption = caption
    self.file = file
    self.head = head
    body = rows.reduce(into: "") { body, row in
      body += "<tr>"
      for cell in row {
        body += cell.isNumber ? "<td class=\"number\" data-value=\"" : "<td data-value=\""
        body += cell.raw.escaped + "\">" + cell.text.escaped + "</td>"
      }
      body += "</tr>\n"
    }
  }

  struct Cell {
    let text: String
    /// The number in full, as a CSV holds it.
    let raw: String
    let isNumber: Bool

    init(_ text: String) {
      self.text = text
      raw = text
      isNumber = false
    }

    init(_ value: Double?, _ unit: ReportPage.Unit) {
      text = unit.text(value)
      raw = unit.plain(value)
      isNumber = true
    }

    init(_ value: Int) {
      text = Figures.grouped(value)
      raw = String(value)
      isNumber = true
    }
  }
}

extension ReportPage.Unit {
  /// As a CSV holds it: the shortest decimal that reads back to the same number, an ISO 8601 day; empty for none.
  func plain(_ value: Double?) -> String {
    guard let value, value.isFinite else { return "" }
    if self == .date { return text(value) }
    var text = TextBuffer()
    text.append(value)
    return text.string
  }
}

extension Timestamp {
  /// `2018-02-06`.
  var day: String { String(description.prefix(10)) }

  /// `2018-02-06 14:00`, UTC; seconds are left out.
  var minute: String { day + " " + description.dropFirst(11).prefix(5) }
}
