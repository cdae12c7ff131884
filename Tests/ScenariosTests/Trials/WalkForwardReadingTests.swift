import Scenarios
import Testing

@Suite struct WalkForwardReadingTests {
  private static let day: Int64 = 86_400_000

  @Test func `what is not said follows from train and test`() throws {
    let settings = try #require(try read("walk_forward: { train: 600d, test: 30d }").walkForward)
    #expect(settings.mode == .rolling)
    #expect(settings.train == 600 * Self.day)
    #expect(settings.test == 30 * Self.day)
    #expect(settings.step == 30 * Self.day)
    #expect(settings.embargo == 0)
    #expect(settings.leadIn == 600 * Self.day)
  }

  @Test func `everything can be said`() throws {
    let settings = try #require(
      try read(
        "walk_forward: { mode: anchored, train: 60d, test: 30d, step: 45d, embargo: 36h, lead_in: 0s }"
      ).walkForward)
    #expect(settings.mode == .anchored)
    #expect(settings.step == 45 * Self.day)
    #expect(settings.embargo == 36 * 3_600_000)
    #expect(settings.leadIn == 0)
  }

  @Test func `off is as absent`() throws {
    #expect(try read("walk_forward: off").walkForward == nil)
  }

  @Test(arguments: [
    ("{ train: 60d }", "walk_forward: the key 'test' is missing. Add it."),
    ("{ train: 0s, test: 5d }", "walk_forward.train: the span is nothing. Use more than 0s."),
    (
      "{ train: 60d, test: 30d, step: 29d }",
      "walk_forward.step: is shorter than test: ticks would be judged twice. Use at least as long a step as test."
    ),
    ("{ train: 60d, test: 30d, embargo: 60d }", "walk_forward.embargo: leaves nothing of train. Use less than train."),
    ("{ train: 60d, test: 30d, mode: expanding }", "walk_forward.mode: 'expanding' is not known."),
    ("{ train: 40000d, test: 30d }", "walk_forward.train: '40000d' is out of range: use 0s to 36525d."),
    ("{ train: 60d, test: 30d, purge: 1d }", "walk_forward.purge: unknown key."),
  ])
  func `what makes no folds is refused`(yaml: String, message: String) throws {
    let fault = try #require(refusal("walk_forward: \(yaml)"))
    #expect("\(fault)".contains(message), "\(fault)")
  }

  @Test(arguments: ["data.0.from: [2018-01-01]", "data.0.series: [ETHUSD 1h]"])
  func `a point cannot move the windows that are cut`(key: String) throws {
    let fault = try #require(
      refusal("walk_forward: { train: 60d, test: 30d }\nsweep: { grid: { \(key) } }"))
    #expect(fault.problem.hasPrefix("walk_forward cuts the windows"))
  }

  @Test func `variants are not compared over folds`() throws {
    let yaml = "models:\n  variants: [{ name: A, card: a }, { name: B, card: b }]\n"
    let fault = try #require(
      refusal(yaml + "walk_forward: { train: 60d, test: 30d }", overrides: ["strategy={ kind: language-model }"]))
    #expect(fault.key == "models.variants")
  }
}
