import LanguageModels
import Market
import Testing

@Suite struct ScaledFactsTests {
  private let facts = PromptFacts(
    symbol: "BTCUSD", time: Timestamp(milliseconds: 0), decisionTimeframe: .oneHour, price: 9_000, change1: 0.5,
    change4: -1, change24: 2, relativeVolume: 1.25,
    pulses: [PulseReading(.oneHour, close: 9_000, features: [1, -0.5, 0.25, 0.5, 0.1, 0.2, -0.3, 0.4])],
    forecastVolatility: 3, realisedVolatility: 2.5, position: .long(entry: 8_800, unrealised: 2.2727),
    recentDecisions: [])

  @Test func `every price is multiplied, and nothing else`() {
    let scaled = facts.scaled(by: 2)
    #expect(scaled.price == 18_000 && scaled.position == .long(entry: 17_600, unrealised: 2.2727))
    let (pulse, own) = (scaled.pulses[0], facts.pulses[0])
    #expect(pulse.close == 18_000 && pulse.macd == 2 * own.macd && pulse.averageTrueRange == 2 * own.averageTrueRange)
    #expect(pulse.relativeStrengthIndex == own.relativeStrengthIndex && pulse.stochasticK == own.stochasticK)
    #expect(scaled.change24 == 2 && scaled.relativeVolume == 1.25 && scaled.forecastVolatility == 3)
  }

  @Test func `a masked prompt does not change: its newest close is 100 whatever it was`() {
    let masked = PromptBuilder(isMasked: true)
    #expect(masked.prompt(for: facts) == masked.prompt(for: facts.scaled(by: 4)))
    let plain = PromptBuilder()
    #expect(plain.prompt(for: facts) != plain.prompt(for: facts.scaled(by: 1.0005)))
  }
}
