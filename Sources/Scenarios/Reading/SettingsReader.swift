import Market
import Replay
import Yams

/// Reads the pipeline's settings; a panel's `override` is read by the same code on top of the scenario's own.
struct SettingsReader {
  var settings = PipelineSettings()
  private(set) var accounts = AccountsReader()

  /// Reads the scenario's own; the strategy's positions have been read.
  mutating func read(_ section: inout Section) throws(ScenarioError) {
    var accounts = accounts
    try readSections(&section) { section throws(ScenarioError) in try accounts.read(&section) }
    self.accounts = accounts
  }

  /// Reads an instrument's `override`.
  mutating func read(override: Value) throws(ScenarioError) {
    try accounts.check(override: override)
    try override.section { section throws(ScenarioError) in try readSections(&section) { _ in } }
  }

  private mutating func readSections(
    _ section: inout Section, readingAccounts: (inout Section) throws(ScenarioError) -> Void
  ) throws(ScenarioError) {
    var settings = settings
    try section.section("clock") { section throws(ScenarioError) in try settings.clock.read(&section) }
    try section.section("pipeline") { section throws(ScenarioError) in try settings.readPipeline(&section) }
    try section.section("volatility") { section throws(ScenarioError) in try settings.volatility.read(&section) }
    try section.section("risk") { section throws(ScenarioError) in try settings.risk.read(&section) }
    try section.section("sizing") { section throws(ScenarioError) in
      try settings.sizing.read(&section)
      try settings.entry.trailingStop.read("trailing_stop", from: &section) { value throws(ScenarioError) in
        try value.share(in: 0.0001...0.99)
      }
    }
    try section.section("venue") { section throws(ScenarioError) in
      try readingAccounts(&section)
      try settings.readVenue(&section)
    }
    self.settings = settings
  }
}

extension ClockSettings {
  fileprivate mutating func read(_ section: inout Section) throws(ScenarioError) {
    if let value = section.value("decide_every") { decideEvery = try value.int(in: 1...10_000) }
    if let value = section.value("decision_offset") { decisionOffset = try value.duration() }
    if let value = section.value("grid") { grid = try value.choice(Grid.self) }
    if let value = section.value("when_closed") { whenClosed = try value.choice(WhenClosed.self) }
  }
}

extension PipelineSettings {
  fileprivate mutating func readPipeline(_ section: inout Section) throws(ScenarioError) {
    if let value = section.value("profile") {
      switch try value.choice(StalenessSettings.Profile.self) {
      case .standard:
        staleness.profile = .standard
        sizing.profile = .standard
      case .legacy:
        staleness.profile = .legacy
        sizing.profile = .legacy
        minimumConfidence = 70
      }
    }
    if let value = section.value("minimum_confidence") { minimumConfidence = UInt8(try value.int(in: 0...100)) }
    var copy = self
    try section.section("feed") { section throws(ScenarioError) in try copy.feed.read(&section) }
    try section.section("staleness") { section throws(ScenarioError) in
      if let value = section.value("threshold") { copy.staleness.threshold = try value.duration() }
      if section.isSwitchedOff("frozen_after") {
        copy.staleness.frozenAfter = nil
      } else if let value = section.value("frozen_after") {
        copy.staleness.frozenAfter = try value.int(in: 2...1_000)
      }
    }
    try section.section("quality") { section throws(ScenarioError) in
      if let value = section.value("jump_limit") { copy.quality.jumpLimit = try value.share(in: 0.0001...100) }
    }
    self = copy
  }
}

extension FeedSettings {
  fileprivate mutating func read(_ section: inout Section) throws(ScenarioError) {
    if let value = section.value("delay") { delay = try value.duration() }
    if let value = section.value("clock_skew") { clockSkew = try value.duration() }
    if let value = section.value("outages") {
      outages = []
      for element in try value.list() {
        try element.section { section throws(ScenarioError) in outages.append(try Value.period(&section)) }
      }
    }
  }
}

extension VolatilitySettings {
  fileprivate mutating func read(_ section: inout Section) throws(ScenarioError) {
    if let value = section.value("model") { model = try value.choice(Model.self) }
    if let value = section.value("window") { window = try value.int(in: 100...100_000) }
    if let value = section.value("refit_every") { refitEvery = try value.int(in: 1...100_000) }
    if let value = section.value("decay") { decay = try value.number(in: 0.5...0.9999) }
  }
}

extension RiskSettings {
  fileprivate mutating func read(_ section: inout Section) throws(ScenarioError) {
    var copy = self
    if section.isSwitchedOff("kill_switch") {
      (copy.killSwitchLoss, copy.killSwitchGain) = (nil, nil)
    } else {
      try section.section("kill_switch") { section throws(ScenarioError) in try copy.readKillSwitch(&section) }
    }
    if section.isSwitchedOff("drawdown") {
      copy.maximumDrawdown = nil
    } else {
      try section.section("drawdown") { section throws(ScenarioError) in
        try copy.maximumDrawdown.read("limit", from: &section) { value throws(ScenarioError) in
          try value.share(in: 0.001...1)
        }
        if let value = section.value("peak") { copy.drawdownPeak = try value.choice(DrawdownPeak.self) }
      }
    }
    try copy.dailyTrades.read("daily_trades", from: &section) { value throws(ScenarioError) in
      try value.int(in: 0...1_000_000)
    }
    if section.isSwitchedOff("volatility") {
      copy.maximumDailyVolatility = nil
    } else {
      try section.section("volatility") { section throws(ScenarioError) in
        try copy.maximumDailyVolatility.read("limit", from: &section) { value throws(ScenarioError) in
          try value.share(in: 0.0001...10) * 100
        }
        if let value = section.value("confidence") { copy.volatileConfidence = UInt8(try value.int(in: 0...100)) }
      }
    }
    if section.isSwitchedOff("correlation") {
      copy.correlationLimit = nil
    } else {
      try section.section("correlation") { section throws(ScenarioError) in
        if let value = section.value("limit") { copy.correlationLimit = try value.number(in: 0...1) }
        if let value = section.value("held") { copy.correlatedPositions = try value.int(in: 1...1_000) }
      }
    }
    if let value = section.value("cooldown") { copy.rejectionCooldown = try value.duration() }
    if let value = section.value("leverage") { copy.maximumLeverage = try value.number(in: 0.01...1_000) }
    if let value = section.value("concentration") { copy.maximumConcentration = try value.share(in: 0.001...1_000) }
    try copy.maximumValueAtRisk.read("value_at_risk", from: &section) { value throws(ScenarioError) in
      try value.share(in: 0.0001...1)
    }
    if let value = section.value("on_excess") { copy.onExcess = try value.choice(OnExcess.self) }
    self = copy
  }

  private mutating func readKillSwitch(_ section: inout Section) throws(ScenarioError) {
    try killSwitchLoss.read("loss", from: &section) { value throws(ScenarioError) in try value.share(in: 0.0001...1) }
    try killSwitchGain.read("gain", from: &section) { value throws(ScenarioError) in try value.share(in: 0.0001...100) }
    if let value = section.value("flatten") { killSwitchFlattens = try value.bool() }
  }
}

extension SizingSettings {
  fileprivate mutating func read(_ section: inout Section) throws(ScenarioError) {
    if let value = section.value("rule") { rule = try value.choice(Rule.self) }
    if let value = section.value("risk") { riskPerTrade = try value.share(in: 0.00001...1) }
    if let value = section.value("target_volatility") { targetVolatility = try value.share(in: 0.001...10) }
    if let value = section.value("fraction") { fraction = try value.share(in: 0.0001...1_000) }
    if let value = section.value("kelly_cap") { kellyCap = try value.share(in: 0.0001...1) }
    if section.isSwitchedOff("stop") {
      stop = .none(assumed: 0.02)
    } else if let value = section.value("stop") {
      stop = try Stop(value)
    }
    try takeProfitMultiple.read("take_profit", from: &section) { value throws(ScenarioError) in
      try value.number(in: 0.01...1_000)
    }
  }
}

extension SizingSettings.Stop {
  /// A share of price, or `{ atr: 2, minimum: 1 %, maximum: 5 % }`.
  fileprivate init(_ value: Value) throws(ScenarioError) {
    if value.node.mapping == nil {
      self = .fraction(try value.share(in: 0.0001...0.99))
      return
    }
    var stop = Self.averageTrueRange(multiple: 2, minimum: 0.01, maximum: 0.05)
    try value.section { section throws(ScenarioError) in
      let multiple = try section.required("atr").number(in: 0.01...100)
      let minimum = try section.value("minimum")?.share(in: 0.0001...0.99) ?? 0.01
      let maximum = try section.value("maximum")?.share(in: 0.0001...0.99) ?? 0.05
      guard minimum <= maximum else { throw value.error("the minimum is above the maximum. Swap them.") }
      stop = .averageTrueRange(multiple: multiple, minimum: minimum, maximum: maximum)
    }
    self = stop
  }
}

extension Optional {
  /// Reads a rule that `off` switches off.
  mutating func read(
    _ key: String, from section: inout Section, _ read: (Value) throws(ScenarioError) -> Wrapped
  ) throws(ScenarioError) {
    if section.isSwitchedOff(key) {
      self = nil
    } else if let value = section.value(key) {
      self = try read(value)
    }
  }
}
