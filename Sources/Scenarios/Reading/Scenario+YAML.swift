import Market
import Replay
import Yams

extension Scenario {
  /// Reads a scenario; `file` is its path as the user gave it, `overrides` are `KEY=VALUE` from the command line.
  package init(yaml text: String, file: String, overrides: [String] = []) throws(ScenarioError) {
    var root = try Self.parse(text, file: file)
    for override in overrides { try root.apply(override: override, file: file) }
    try self.init(root, file: file)
    if var sweep {
      try sweep.readPoints(root, of: self, file: file)
      self.sweep = sweep
    }
  }

  /// Reads a scenario from its tree; the points of a sweep are left to be read.
  init(_ root: Node, file: String) throws(ScenarioError) {
    var top = try Section(root, file: file, path: "")
    self = try Self.read(&top)
    try top.finish()
  }

  private static func parse(_ text: String, file: String) throws(ScenarioError) -> Node {
    let root: Node?
    do {
      root = try Yams.compose(yaml: text)
    } catch let error as YamlError {
      throw ScenarioError(error, in: text, file: file)
    } catch {
      throw ScenarioError(file: file, line: 1, column: 1, key: "", problem: "not readable as YAML: \(error).")
    }
    guard let root, root.string != "" else {
      throw ScenarioError(
        file: file, line: 1, column: 1, key: "",
        problem: "the file is empty. A scenario needs at least name, data and strategy.")
    }
    return root
  }

  private static func read(_ top: inout Section) throws(ScenarioError) -> Scenario {
    let name = try readName(&top)
    let description = try top.value("description")?.text() ?? ""
    var common = SettingsReader()
    let strategy = try StrategyChoice.read(&top, settings: &common.settings)
    try common.read(&top)
    let panels = try readPanels(&top, common: common)
    let seed = UInt64(try top.value("seed")?.int(in: 0...Int.max) ?? 1)
    let models = try ModelsSettings.read(&top, seed: seed)
    let isModelScenario = if case .languageModel = strategy { true } else { false }
    if isModelScenario, models == nil {
      throw try top.required("strategy").error("a language model decides, but the key 'models' is missing. Add it.")
    }
    if !isModelScenario, let models = top.value("models") {
      throw models.error("the strategy '\(strategy.name)' asks no model. Remove 'models', or use kind: language-model.")
    }
    var report = ReportSettings()
    try top.section("report") { section throws(ScenarioError) in
      if let value = section.value("decision_log") { report.decisionLog = try value.choice(DecisionLog.self) }
      if let value = section.value("label_horizon") { report.labelHorizon = try value.int(in: 1...1_000) }
      try section.section("margins") { section throws(ScenarioError) in
        if let value = section.value("flips") { report.margins.flips = try value.share(in: 0.0001...1) }
        if let value = section.value("annual_return") { report.margins.annualReturn = try value.share(in: 0.0001...10) }
      }
      if section.isSwitchedOff("null_traders") {
        report.nullTraders = 0
      } else if let value = section.value("null_traders") {
        report.nullTraders = try value.int(in: 1...1_000)
      }
      if let value = section.value("null_block") { report.nullBlock = try value.int(in: 1...1_000_000) }
      if let value = section.value("attribution") { report.attribution = try value.choice(Attribution.self) }
    }
    let walkForward = try WalkForward.read(&top)
    try checkNullTrader(&top, strategy, accounts: common.accounts.accounts)
    if walkForward != nil, let models, models.variants.count > 1, let value = top.value("walk_forward") {
      throw ScenarioError(
        file: value.file, line: 0, column: 0, key: "models.variants",
        problem: "walk_forward chains one account, not several. Name one variant.")
    }
    return Scenario(
      name: name, description: description, panels: panels, strategy: strategy, models: models, seed: seed,
      report: report, accounts: common.accounts.accounts, currency: common.accounts.currency,
      sweep: try Sweep.read(&top, seed: seed), walkForward: walkForward)
  }

  /// A null trader is made of one instrument's decisions or exposure, on an account of its own.
  private static func checkNullTrader(
    _ top: inout Section, _ strategy: StrategyChoice, accounts: Accounts
  ) throws(ScenarioError) {
    guard strategy.isNullTrader, accounts == .shared else { return }
    throw try top.required("strategy").error(
      "'\(strategy.name)' is made of the decisions or the exposure of one instrument, and these share an account. Set "
        + "venue.accounts to separate.")
  }

  /// The name is a folder in `reports/`.
  private static func readName(_ top: inout Section) throws(ScenarioError) -> String {
    let value = try top.required("name")
    let name = try value.text()
    let allowed = name.utf8.allSatisfy { byte in
      (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x2D || byte == 0x5F
    }
    guard allowed, !name.isEmpty, name.utf8.count <= 80 else {
      throw value.error("'\(name)' names a folder: use up to 80 of a-z, 0-9, '-' and '_'.")
    }
    return name
  }

  private static func readPanels(_ top: inout Section, common: SettingsReader) throws(ScenarioError) -> [Panel] {
    let data = try top.required("data")
    let entries = try data.list()
    guard !entries.isEmpty else {
      throw data.error("the list is empty. Name at least one series, such as 'BTCUSD 1h'.")
    }
    var panels: [Panel] = []
    for entry in entries {
      try entry.section { section throws(ScenarioError) in
        panels.append(try readPanel(&section, common: common))
      }
      let name = panels[panels.count - 1].instrument.symbol
      if panels.dropLast().contains(where: { $0.instrument.symbol == name }) {
        throw entry.error("\(name) is named twice. Name each instrument once.")
      }
    }
    try common.accounts.check(panels)
    return panels
  }

  private static func readPanel(_ section: inout Section, common: SettingsReader) throws(ScenarioError) -> Panel {
    let seriesValue = try section.required("series")
    let series = try seriesValue.seriesName()
    let instrument = try readInstrument(&section, series: seriesValue, symbol: series.instrument)
    let files = try section.files()
    let from = try section.value("from")?.time()
    let toValue = section.value("to")
    let to = try toValue?.time()
    if let from, let to, from >= to, let toValue {
      throw toValue.error("the window ends at \(to), which is not after its start \(from).")
    }
    var badRanges: [BadRange] = []
    for value in try section.value("bad_ranges")?.list() ?? [] {
      try value.section { range throws(ScenarioError) in
        let period = try Value.period(&range)
        badRanges.append(BadRange(period: period, reason: try range.required("reason").text()))
      }
    }
    var own = common
    if let value = section.value("override") { try own.read(override: value) }
    own.settings.quality.badRanges = badRanges.map(\.period)
    if own.settings.venue.latencyCost > 0, own.settings.volatility.model == .none {
      throw seriesValue.error(
        "venue.latency_cost is reckoned from a volatility forecast, and volatility.model is none. Use garch or ewma, or a "
          + "latency_cost of 0.")
    }
    var panel = Panel(
      series: series, instrument: instrument, files: files, from: from, to: to,
      isSynthetic: try section.value("synthetic")?.bool() ?? false, badRanges: badRanges, settings: own.settings)
    panel.finer = try Source.readFiner(&section, of: panel)
    panel.exchange = try Source.readExchange(
      &section, of: instrument, currency: common.accounts.currency, series: seriesValue)
    return panel
  }

  static func readInstrument(
    _ section: inout Section, series: Value, symbol: String
  ) throws(ScenarioError) -> Instrument {
    var instrument = Instrument.named(symbol)
    try section.section("instrument") { own throws(ScenarioError) in
      let base = try own.required("base").text()
      let quote = try own.required("quote").text()
      let calendar = try own.required("calendar").choice(TradingCalendar.self)
      func units(_ key: String) throws(ScenarioError) -> Int64 {
        let value = try own.required(key)
        return FixedPoint(try value.number(in: 1e-8...1e6)).units
      }
      instrument = Instrument(
        symbol: symbol, base: base, quote: quote, calendar: calendar, priceTick: try units("price_tick"),
        lotStep: try units("lot_step"), minimumOrder: try units("minimum_order"))
    }
    guard let instrument else {
      let known = Instrument.known.map(\.symbol)
      let hint = nearestName(to: symbol, among: known).map { "Did you mean '\($0)'? " } ?? ""
      throw series.error(
        "the instrument '\(symbol)' is not known. \(hint)Known: \(known.joined(separator: ", ")). Or describe it with "
          + "the key 'instrument' (base, quote, calendar, price_tick, lot_step, minimum_order).")
    }
    return instrument
  }
}
