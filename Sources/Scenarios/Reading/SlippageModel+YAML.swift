import Replay

extension SlippageModel {
  /// A share of price, or one of `volatility`, `square_root_impact`, `volume_share` with its factor.
  static func read(_ value: Value) throws(ScenarioError) -> SlippageModel {
    guard let form = try value.form(["volatility", "square_root_impact", "volume_share"]) else {
      let share = try value.share(in: 0...0.1)
      return share == 0 ? .none : .share(share)
    }
    var model = SlippageModel.none
    try value.section { section throws(ScenarioError) in
      let factor = try section.required(form).number(in: 0...100)
      switch form {
      case "volatility": model = .volatility(factor)
      case "square_root_impact": model = .squareRootImpact(factor)
      default: model = .volumeShare(factor)
      }
    }
    return model
  }
}
