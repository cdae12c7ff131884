import Replay
import Scenarios
import Testing

/// The forms of `venue.slippage`, and `venue.participation`.
@Suite struct SlippageFormsTests {
  @Test(arguments: [
    ("0", SlippageModel.none),
    ("2 bp", .share(0.0002)),
    ("{ volatility: 0.1 }", .volatility(0.1)),
    ("{ square_root_impact: 1 }", .squareRootImpact(1)),
    ("{ volume_share: 0.1 }", .volumeShare(0.1)),
  ])
  func `each form is read`(text: String, model: SlippageModel) throws {
    var expected = PipelineSettings()
    expected.venue.slippageModel = model
    #expect(try settings("venue: { slippage: \(text) }") == expected)
  }

  @Test(arguments: [
    ("[1 bp]", "4:20", "venue.slippage", "expected one value, found a list."),
    (
      "{}", "4:20", "venue.slippage",
      "expected one value, or one of the keys volatility, square_root_impact, volume_share. Write one."
    ),
    ("{ volatilty: 1 }", "4:22", "venue.slippage.volatilty", "unknown key. Did you mean 'volatility'?"),
    (
      "{ volatility: 1, volume_share: 1 }", "4:37", "venue.slippage.volume_share",
      "unknown key. Known here: volatility."
    ),
    ("{ volatility: 101 }", "4:34", "venue.slippage.volatility", "'101' is out of range: use 0 to 100."),
    ("{ volume_share: 10 % }", "4:36", "venue.slippage.volume_share", "expected a number, found '10 %'."),
  ])
  func `what is no slippage is refused`(text: String, place: String, key: String, problem: String) throws {
    let fault = try #require(refusal("venue: { slippage: \(text) }"))
    #expect("\(fault)" == "a.yaml:\(place): \(key): \(problem)")
  }

  @Test func `participation is a share of volume, or off`() throws {
    #expect(try settings("venue: { participation: 10 % }").venue.participation == 0.1)
    let changes = ["venue.participation=10 %", "data.0.override.venue.participation=off"]
    #expect(try settings("", overrides: changes).venue.participation == nil)
    #expect(
      try #require(refusal("venue: { participation: 0 }")).problem == "'0' is out of range: use 0.01 to 100 percent.")
  }
}
