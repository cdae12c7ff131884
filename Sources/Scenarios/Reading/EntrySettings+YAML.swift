import Replay

extension EntrySettings {
  private enum OrderType: String, CaseIterable {
    case market
    case limit
    case stop
    case stopLimit = "stop_limit"
  }

  /// Reads the order that opens positions, as a whole: nothing of what was set before stays.
  mutating func read(_ value: Value) throws(ScenarioError) {
    var entry = EntrySettings()
    entry.trailingStop = trailingStop
    try value.section { section throws(ScenarioError) in
      let type = try section.value("type")?.choice(OrderType.self) ?? .market
      entry.kind = try Self.kind(type, from: &section, in: value)
      if let value = section.value("time_in_force") { entry.timeInForce = try value.choice(TimeInForce.self) }
      if let value = section.value("lifetime") {
        guard entry.timeInForce == .goodTillDate else {
          throw value.error("only a gtd order has a lifetime. Remove it, or set time_in_force: gtd.")
        }
        entry.lifetime = try value.duration()
        guard entry.lifetime > 0 else { throw value.error("the order would never stand. Use 1ms or more.") }
      }
    }
    self = entry
  }

  private static func kind(
    _ type: OrderType, from section: inout Section, in entry: Value
  ) throws(ScenarioError) -> Kind {
    if type == .market, let offset = entry.member("offset") {
      throw offset.error("a market order has no offset. Remove it, or set type: limit, stop or stop_limit.")
    }
    if type != .stopLimit, let offset = entry.member("limit_offset") {
      throw offset.error("only a stop_limit order has a limit_offset. Remove it, or set type: stop_limit.")
    }
    // Less than half of the price each, so that both together leave a price above zero.
    func offset(_ key: String) throws(ScenarioError) -> Double { try section.required(key).share(in: 0...0.49) }
    return switch type {
    case .market: .market
    case .limit: .limit(offset: try offset("offset"))
    case .stop: .stop(offset: try offset("offset"))
    case .stopLimit: .stopLimit(offset: try offset("offset"), limitOffset: try offset("limit_offset"))
    }
  }
}
