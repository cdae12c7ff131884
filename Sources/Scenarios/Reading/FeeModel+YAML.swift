import Market
import Replay

extension FeeModel {
  /// A share of each fill, or one of `maker` with `taker`, `tiers`, `per_share`, `per_order`.
  static func read(_ value: Value) throws(ScenarioError) -> FeeModel {
    guard let form = try value.form(["maker", "taker", "tiers", "per_share", "per_order"]) else {
      let share = try value.feeShare()
      return share == 0 ? .none : .share(maker: share, taker: share)
    }
    var model = FeeModel.none
    try value.section { section throws(ScenarioError) in
      switch form {
      case "tiers": model = .tiered(try FeeTiers.read(try section.required("tiers")))
      case "per_share": model = .perShare(try PerShareFee.read(&section))
      case "per_order": model = .perOrder(FixedPoint(try section.required("per_order").number(in: 0...1e6)))
      default:
        let shares = try section.feeShares()
        model = .share(maker: shares.maker, taker: shares.taker)
      }
    }
    return model
  }
}

extension FeeTiers {
  private enum Table: String, CaseIterable {
    case coinbase
  }

  /// The name of a table, or the tiers themselves.
  fileprivate static func read(_ value: Value) throws(ScenarioError) -> FeeTiers {
    guard value.isList else {
      switch try value.choice(Table.self) {
      case .coinbase: return .coinbase
      }
    }
    var tiers: [Tier] = []
    for element in try value.list() {
      try element.section { section throws(ScenarioError) in
        let from = try section.required("from")
        let volume = try from.number(in: 0...1e15)
        if let last = tiers.last, volume <= last.volume {
          throw from.error("the tier begins no higher than the one before it. Write the tiers by rising volume.")
        }
        guard !tiers.isEmpty || volume == 0 else {
          throw from.error("the first tier begins above nothing, and less would have no fee. Begin with from: 0.")
        }
        let shares = try section.feeShares()
        tiers.append(Tier(from: volume, maker: shares.maker, taker: shares.taker))
      }
    }
    guard let table = FeeTiers(tiers) else { throw value.error("the list is empty. Write a tier, or remove the key.") }
    return table
  }
}

extension PerShareFee {
  fileprivate static func read(_ section: inout Section) throws(ScenarioError) -> PerShareFee {
    let amount = try section.required("per_share").number(in: 0...1_000)
    let minimum = try section.value("minimum")?.number(in: 0...1e6) ?? 0
    let maximum = try section.value("maximum")?.share(in: 0.0001...0.1) ?? 0.01
    return PerShareFee(amount: amount, minimum: FixedPoint(minimum), maximumShare: maximum)
  }
}

extension Section {
  fileprivate mutating func feeShares() throws(ScenarioError) -> (maker: Double, taker: Double) {
    // Both are asked for before one is missed: neither is a misspelling of the other.
    for key in ["maker", "taker"] { _ = value(key) }
    let maker = try required("maker").feeShare()
    return (maker, try required("taker").feeShare())
  }
}

extension Value {
  fileprivate func feeShare() throws(ScenarioError) -> Double { try share(in: 0...0.1) }
}
