import Market
import Replay

extension PipelineSettings {
  /// Reads the key `venue`, but for what holds for all accounts; the strategy's positions have been read.
  mutating func readVenue(_ section: inout Section) throws(ScenarioError) {
    try venue.read(&section)
    try venue.readMargin(&section, positions: positions)
    if let value = section.value("entry") { try entry.read(value) }
  }
}

extension VenueSettings {
  fileprivate mutating func read(_ section: inout Section) throws(ScenarioError) {
    if section.isSwitchedOff("balance") {
      balance = nil
    } else if let value = section.value("balance") {
      balance = FixedPoint(try value.number(in: 1...1e9))
    }
    if let value = section.value("intrabar") { intrabar = try value.choice(Intrabar.self) }
    if let value = section.value("fee") { fees = try FeeModel.read(value) }
    if let value = section.value("spread") { spread = try value.share(in: 0...0.1) }
    if let value = section.value("slippage") { slippageModel = try SlippageModel.read(value) }
    try participation.read("participation", from: &section) { value throws(ScenarioError) in
      try value.share(in: 0.0001...1)
    }
    if let value = section.value("latency_cost") { latencyCost = try value.number(in: 0...100) }
    if let value = section.value("latency") { latency = try value.duration() }
  }

  /// Financing and liquidation: what is bought with cash borrows nothing.
  fileprivate mutating func readMargin(
    _ section: inout Section, positions: PositionMode
  ) throws(ScenarioError) {
    func check(_ value: Value) throws(ScenarioError) {
      guard positions == .longShort else {
        throw value.error(
          "long_flat buys with cash and borrows nothing. Remove it, or set strategy.positions: long_short.")
      }
    }
    try financing.read("financing", from: &section) { value throws(ScenarioError) in
      try check(value)
      return try Financing.read(value)
    }
    try liquidation.read("liquidation", from: &section) { value throws(ScenarioError) in
      try check(value)
      return try LiquidationRule.read(value)
    }
  }
}

extension Financing {
  fileprivate static func read(_ value: Value) throws(ScenarioError) -> Financing {
    var financing = Financing(.newYork17, longRate: 0, shortRate: 0)
    try value.section { section throws(ScenarioError) in
      financing.calendar = try section.required("calendar").choice(Calendar.self)
      financing.longRate = try section.required("long").share(in: -10...10)
      financing.shortRate = try section.required("short").share(in: -10...10)
      if let value = section.value("days_per_year") { financing.daysPerYear = try value.number(in: 250...366) }
    }
    return financing
  }
}

extension LiquidationRule {
  fileprivate static func read(_ value: Value) throws(ScenarioError) -> LiquidationRule {
    var rule = LiquidationRule(maintenance: 0)
    try value.section { section throws(ScenarioError) in
      rule.maintenance = try section.required("maintenance").share(in: 0...0.99)
      if let value = section.value("fee") { rule.fee = try value.share(in: 0...0.1) }
    }
    return rule
  }
}
