import Replay
import Scenarios
import Testing

@Suite struct NullTraderReadingTests {
  private func strategy(_ yaml: String) throws -> StrategyChoice { try read(overrides: ["strategy=\(yaml)"]).strategy }

  @Test func `a null trader is made of a rule`() throws {
    #expect(
      try strategy("{ kind: shuffled, of: { kind: sma-cross, fast: 5 }, block: 12 }")
        == .shuffled(of: .movingAverageCross(fast: 5, slow: 50), block: 12))
    #expect(
      try strategy("{ kind: shuffled, of: { kind: breakout } }") == .shuffled(of: .breakout(lookback: 20), block: 24))
    #expect(
      try strategy("{ kind: exposure-matched, of: { kind: buy-and-hold } }") == .exposureMatched(of: .buyAndHold))
  }

  @Test(arguments: [
    ("{ kind: shuffled }", "strategy: the key 'of' is missing. Add it."),
    ("{ kind: shuffled, of: sma-cross }", "strategy.of: expected keys and values, found 'sma-cross'."),
    ("{ kind: shuffled, of: { kind: language-model } }", "strategy.of.kind: 'language-model' is not known."),
    ("{ kind: shuffled, of: { kind: shuffled } }", "strategy.of.kind: 'shuffled' is not known."),
    ("{ kind: shuffled, of: { kind: breakout, fast: 5 } }", "strategy.of.fast: unknown key."),
    ("{ kind: shuffled, of: { kind: breakout }, block: 0 }", "strategy.block: 0 is out of range: use 1 to 1000000."),
    ("{ kind: exposure-matched, of: { kind: breakout }, block: 9 }", "strategy.block: unknown key."),
    ("{ kind: exposure-matched, of: { kind: sma-cross, fast: 60 } }", "fast (60) must be shorter than slow (50)."),
  ])
  func `what is no null trader is refused`(yaml: String, message: String) throws {
    let fault = try #require(refusal("", overrides: ["strategy=\(yaml)"]))
    #expect("\(fault)".contains(message), "\(fault)")
  }
}
