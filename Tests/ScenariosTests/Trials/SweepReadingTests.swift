import Replay
import Scenarios
import Testing

@Suite struct SweepReadingTests {
  private func sweep(_ yaml: String, overrides: [String] = []) throws -> Sweep {
    try #require(try read("sweep:\n" + yaml, overrides: overrides).sweep)
  }

  private func scenario(_ point: Sweep.Point) throws -> Scenario {
    guard case .scenario(let scenario) = point.reading else { throw NotRead() }
    return scenario
  }

  private struct NotRead: Error {}

  @Test func `a grid has all combinations, the last key changing fastest`() throws {
    let sweep = try sweep("  grid: { strategy.fast: [5, 10], strategy.slow: [50, 60, 70] }")
    #expect(sweep.keys == ["strategy.fast", "strategy.slow"])
    #expect(
      sweep.points.map(\.values) == [
        ["5", "50"], ["5", "60"], ["5", "70"], ["10", "50"], ["10", "60"], ["10", "70"],
      ])
    #expect(sweep.points.map(\.number) == [1, 2, 3, 4, 5, 6])
    #expect(sweep.grid == [["5", "10"], ["50", "60", "70"]])
    #expect(try scenario(sweep.points[4]).strategy == .movingAverageCross(fast: 10, slow: 60))
    #expect(sweep.metric == .sharpe)
  }

  @Test func `a point is the scenario that --set would make`() throws {
    let values = ["off", "{ atr: 2, minimum: 1 % }", "3 %"]
    let sweep = try sweep("  grid: { sizing.stop: [off, { atr: 2, minimum: 1 % }, 3 %] }")
    for (point, value) in zip(sweep.points, values) {
      #expect(try scenario(point) == read(overrides: ["sizing.stop=\(value)"]))
    }
  }

  @Test func `texts in quotes and lists stay what they are`() throws {
    let sweep = try sweep("  grid: { data.0.files: [['a, b.csv', \"c: d.csv\"], [e.csv]] }")
    #expect(try scenario(sweep.points[0]).panels[0].files == ["a, b.csv", "c: d.csv"])
    #expect(try scenario(sweep.points[1]).panels[0].files == ["e.csv"])
    // In quotes it is a text, and no rule is switched off by a text.
    let quoted = try self.sweep("  grid: { risk.daily_trades: [off, 'off'] }").points
    #expect(try scenario(quoted[0]).panels[0].settings.risk.dailyTrades == nil)
    guard case .refused = quoted[1].reading else {
      Issue.record("'off' in quotes was read as off")
      return
    }
  }

  @Test func `a point that is refused loses none of the others and says why`() throws {
    let sweep = try sweep("  grid: { strategy.fast: [5, 60, -1] }")
    #expect(try scenario(sweep.points[0]).strategy == .movingAverageCross(fast: 5, slow: 50))
    guard case .refused(let later) = sweep.points[1].reading, case .refused(let last) = sweep.points[2].reading else {
      throw NotRead()
    }
    #expect("\(later)" == "a.yaml:3:11: strategy: fast (60) must be shorter than slow (50).")
    #expect("\(last)" == "a.yaml, point 3: strategy.fast: -1 is out of range: use 1 to 1000000.")
  }

  @Test func `where every point is refused the first fault is the scenario's`() throws {
    let fault = try #require(refusal("sweep: { grid: { strategy.fst: [5, 10] } }"))
    #expect("\(fault)" == "a.yaml, point 1: strategy.fst: unknown key. Did you mean 'fast'?")
  }

  @Test(arguments: [1, 2, 77] as [UInt64])
  func `drawn points are the seed's, lie within their ranges, and are each drawn once`(seed: UInt64) throws {
    let yaml = """
        random:
          count: 200
          keys:
            strategy.fast: { from: 2, to: 40, draw: integer }
            venue.fee: { from: 1 bp, to: 1 %, draw: log_uniform }
            sizing.risk: { from: 0.01, to: 0.02 }
            strategy.positions: [long_flat, long_short]
      """
    let points = try sweep(yaml, overrides: ["seed=\(seed)"]).points
    #expect(points == (try sweep(yaml, overrides: ["seed=\(seed)"]).points))
    #expect(points.map(\.values) != (try sweep(yaml, overrides: ["seed=\(seed + 1)"]).points.map(\.values)))
    #expect(Set(points.map(\.values)).count == 200)
    let fast = points.compactMap { $0.values[0].flatMap { Int($0) } }
    #expect(fast.count == 200 && fast.min() == 2 && fast.max() == 40)
    let fees = points.compactMap { $0.values[1].flatMap(Double.init) }
    #expect(fees.allSatisfy { (0.0001...0.01).contains($0) })
    // Uniform in the logarithm: half of them below the geometric mean, give or take four standard deviations.
    #expect((72...128).contains(fees.count { $0 < 0.001 }))
    #expect(points.allSatisfy { ($0.values[2] ?? "").utf8.count <= 9 })
    #expect(Set(points.map { $0.values[3] }) == ["long_flat", "long_short"])
  }

  @Test func `grid and draws make one list, and a key that a point leaves keeps the scenario's value`() throws {
    let sweep = try sweep(
      "  grid: { strategy.fast: [5] }\n  random: { count: 1, keys: { strategy.slow: [90] } }\n  sort_by: max_drawdown")
    #expect(sweep.points.map(\.values) == [["5", nil], [nil, "90"]])
    #expect(try scenario(sweep.points[1]).strategy == .movingAverageCross(fast: 10, slow: 90))
    #expect(sweep.grid.isEmpty)
    #expect(sweep.metric == .maximumDrawdown && sweep.metric.prefersLess)
  }

  @Test func `off is as absent`() throws {
    #expect(try read("sweep: { grid: { seed: [1, 2] } }", overrides: ["sweep=off"]).sweep == nil)
  }

  @Test(arguments: [
    ("sweep: {}", "sweep: there are no points. Name some with grid, random or csv."),
    ("sweep: { grid: {} }", "sweep.grid: the grid is empty. Name a key and its values."),
    ("sweep: { grid: { seed: [] } }", "sweep.grid.seed: the list is empty. Name at least one value."),
    ("sweep: { grid: { seed: 5 } }", "sweep.grid.seed: expected a list, found '5'."),
    ("sweep: { grid: { seed: [1, 2, 1] } }", "sweep.grid.seed: '1' stands twice. Keep one."),
    (
      "sweep: { grid: { report.decision_log: [full] } }",
      "sweep.grid: 'report.decision_log' belongs to the run as a whole, and no point can change it. Remove it."
    ),
    (
      "sweep: { grid: { seed: [1], sweep.sort_by: [calmar] } }",
      "sweep.grid: 'sweep.sort_by' belongs to the run as a whole, and no point can change it. Remove it."
    ),
    ("sweep: { gird: { seed: [1] } }", "sweep.gird: unknown key. Did you mean 'grid'?"),
    ("sweep: { grid: { seed: [1] }, sort_by: sharp }", "sweep.sort_by: 'sharp' is not known. Did you mean 'sharpe'?"),
    ("sweep: { random: { count: 5 } }", "sweep.random: the key 'keys' is missing. Add it."),
    ("sweep: { random: { count: 0, keys: {} } }", "sweep.random.count: 0 is out of range: use 1 to 10000."),
    (
      "sweep: { random: { count: 5, keys: { seed: [1, 2] } } }",
      "sweep.random: only 2 different points were found, not 5. Ask for fewer."
    ),
    (
      "sweep: { random: { count: 1, keys: { seed: { from: 2, to: 2 } } } }",
      "sweep.random.keys.seed.to: the range ends at '2', which is not above its start '2'."
    ),
    (
      "sweep: { random: { count: 1, keys: { seed: { from: 0, to: 2, draw: log_uniform } } } }",
      "sweep.random.keys.seed.from: '0' has no logarithm. Use a range above 0, or draw: uniform."
    ),
    (
      "sweep: { random: { count: 1, keys: { seed: { from: 0.5, to: 2, draw: integer } } } }",
      "sweep.random.keys.seed.from: expected a whole number, found '0.5'."
    ),
    (
      "sweep: { random: { count: 1, keys: { seed: { from: nan, to: 2 } } } }",
      "sweep.random.keys.seed.from: expected a number or a share, found 'nan'."
    ),
    (
      "sweep: { grid: { seed: [\((0..<101).map { "\($0)" }.joined(separator: ","))], venue.latency: ["
        + "\((0..<100).map { "\($0)s" }.joined(separator: ","))] } }",
      "sweep.grid: the grid has more than 10000 points. Name fewer values."
    ),
  ])
  func `what makes no points is refused in place`(yaml: String, message: String) throws {
    let fault = try #require(refusal(yaml))
    #expect("\(fault)".contains(message), "\(fault)")
    #expect(fault.line == 4)
  }

  @Test func `a point cannot have several variants`() throws {
    let models = """
      models:
        variants: [{ name: A, card: a }, { name: B, card: b }]
      sweep: { grid: { seed: [1] } }
      """
    let fault = try #require(refusal(models, overrides: ["strategy={ kind: language-model }"]))
    #expect(fault.key == "models.variants")
    #expect(fault.problem.hasPrefix("a sweep ranks points, not variants."))
  }
}
