import Market
import Yams

extension Sweep {
  /// Reads every point as the scenario that it makes of `root`, with the reader and the errors of any scenario.
  ///
  /// Where all are refused the fault is the sweep's, and the first one's error is thrown.
  mutating func readPoints(_ root: Node, of scenario: Scenario, file: String) throws(ScenarioError) {
    let base = root.withoutTrials
    for index in points.indices { points[index].reading = read(points[index], base, scenario, file) }
    guard case .refused(let error)? = points.first?.reading else { return }
    guard points.contains(where: { if case .scenario = $0.reading { true } else { false } }) else { throw error }
  }

  private func read(_ point: Point, _ base: Node, _ scenario: Scenario, _ file: String) -> Reading {
    do throws(ScenarioError) {
      var root = base
      for (key, value) in zip(keys, point.values) {
        if let value { try root.apply(override: "\(key)=\(value)", file: file) }
      }
      let own = try Scenario(root, file: file)
      if let models = own.models, models.variants.count > 1 {
        throw ScenarioError(
          file: file, line: 0, column: 0, key: "models.variants",
          problem: "a sweep ranks points, not variants. Name one variant, or sweep over models.variants.0.card.")
      }
      if scenario.walkForward != nil, own.panels.map(\.tape) != scenario.panels.map(\.tape) {
        throw ScenarioError(
          file: file, line: 0, column: 0, key: "data",
          problem: "walk_forward cuts the windows, and no point can change series, from or to. Remove the key.")
      }
      return .scenario(own)
    } catch {
      // What a point set has no place in the file.
      var error = error
      if error.file == "--set" { error.file = "\(file), point \(point.number)" }
      return .refused(error)
    }
  }
}

extension Node {
  /// The scenario of a single point.
  fileprivate var withoutTrials: Node {
    guard case .mapping(var mapping) = self else { return self }
    mapping["sweep"] = nil
    mapping["walk_forward"] = nil
    return .mapping(mapping)
  }
}

extension Scenario.Panel {
  /// What of a panel a walk-forward cuts.
  fileprivate var tape: [String] { [series.description, from?.description ?? "", to?.description ?? ""] }
}
