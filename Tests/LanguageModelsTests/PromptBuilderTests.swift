import LanguageModels
import Market
import Testing

@Suite struct PromptBuilderTests {
  private static func pulse(_ timeframe: Timeframe) -> PulseReading {
    PulseReading(
      timeframe: timeframe, close: 6543.21, simpleMovingAverage: 6500, exponentialMovingAverage: 6510.5,
      relativeStrengthIndex: 55.555, macd: 12, macdSignal: 10, macdHistogram: 2, bollingerUpper: 6600,
      bollingerMiddle: 6500, bollingerLower: 6400, averageTrueRange: 45.5, averageDirectionalIndex: 22,
      plusDirectionalIndicator: 25, minusDirectionalIndicator: 18, stochasticK: 80, stochasticD: 75)
  }

  private static let facts = PromptFacts(
    symbol: "BTCUSD", time: Timestamp(year: 2017, month: 11, day: 13, hour: 5), decisionTimeframe: .oneHour,
    price: 6543.21, change1: -0.12, change4: 0.45, change24: 2.00005, relativeVolume: 1.25,
    pulses: [pulse(.oneHour)], forecastVolatility: 3.21, realisedVolatility: 2.95,
    position: .long(entry: 6400, unrealised: 2.2377),
    recentDecisions: [
      Decision(.buy, confidence: 62), Decision(.hold, confidence: 71),
    ])

  @Test func `a prompt is the task and one fact a line`() {
    let expected = """
      Once per 1h bar you decide about one position in BTCUSD.
      BUY means to be long, SELL means to be out of the market, HOLD means to keep what there is.
      Answer with one JSON object and nothing else: {"action": "BUY", "SELL" or "HOLD", \
      "confidence": a whole number from 0 to 100, "reasoning": one short sentence, "amount": units, optional}

      Instrument: BTCUSD
      Time: 2017-11-13T05:00:00Z
      Decision timeframe: 1h
      Price: 6543.210
      Change: 1 bar -0.1200 %, 4 bars 0.4500 %, 24 bars 2.0001 %
      Volume: 1.250 times its 20-bar mean
      Pulse 1h: close 6543.210, sma20 6500.000, ema20 6510.500, rsi14 55.56, macd 12.000, macd_signal 10.000, \
      macd_histogram 2.000, bollinger_upper 6600.000, bollinger_middle 6500.000, bollinger_lower 6400.000, \
      atr14 45.500, adx14 22.00, plus_di14 25.00, minus_di14 18.00, stochastic_k 80.00, stochastic_d 75.00
      Volatility: realised 2.9500 % a day, forecast 3.2100 % a day
      Position: long from 6400.000, unrealised 2.2377 %
      Last decisions: BUY 62, HOLD 71

      """
    #expect(PromptBuilder().prompt(for: Self.facts) == expected)
  }

  @Test func `a masked prompt tells neither symbol nor date nor price level`() {
    let text = PromptBuilder(isMasked: true).prompt(for: Self.facts)
    #expect(!text.contains("BTC"))
    #expect(!text.contains("2017"))
    #expect(!text.contains("6543"))
    #expect(text.contains("\nPrice: 100.0000\n"))
    // 6500 / 6543.21 × 100
    #expect(text.contains("sma20 99.3396,"))
    #expect(text.contains("\nPosition: long from 97.8113, unrealised 2.2377 %\n"))
  }

  @Test func `a masked prompt is the same at another price level and another time`() {
    var other = PromptFacts(features: [Double](repeating: 0.25, count: 32), close: 1.234)
    other.symbol = "EURUSD"
    other.time = Timestamp(year: 2009, month: 1, day: 5)
    let builder = PromptBuilder(isMasked: true)
    let facts = PromptFacts(features: [Double](repeating: 0.25, count: 32), close: 41_000)
    #expect(builder.prompt(for: other) == builder.prompt(for: facts))
  }

  @Test func `what is not known is left out or said to be none`() {
    var facts = Self.facts
    facts.relativeVolume = nil
    facts.forecastVolatility = nil
    facts.position = .flat
    facts.recentDecisions = []
    facts.change1 = .nan
    let text = PromptBuilder(allowsShort: true).prompt(for: facts)
    #expect(!text.contains("Volume"))
    #expect(text.contains("\nVolatility: realised 2.9500 % a day\nPosition: flat\nLast decisions: none\n"))
    #expect(text.contains("1 bar n/a %"))
    #expect(text.contains("SELL means to be short"))
  }

  @Test(arguments: [
    (0.00012345678, "0.0001234568"), (0.5, "0.5000000"), (1.234567, "1.234567"), (99.5, "99.50000"),
    (41_000.125, "41000.13"), (123_456_789, "123456789.00"),
  ])
  func `the newest close has seven significant digits, and 2 to 10 decimals`(price: Double, text: String) {
    var facts = Self.facts
    facts.price = price
    #expect(PromptBuilder().prompt(for: facts).contains("\nPrice: \(text)\n"))
  }

  @Test func `numbers that round to zero have no sign`() {
    var facts = Self.facts
    facts.change1 = -0.00001
    #expect(PromptBuilder().prompt(for: facts).contains("1 bar 0.0000 %"))
  }

  @Test func `any facts can be written`() {
    var facts = Self.facts
    facts.symbol = String(repeating: "é", count: 300)
    facts.pulses = [PulseReading](repeating: Self.pulse(.oneDay), count: 9)
    for value in [0, -1e308, .infinity, .nan, 9.99e14, 1e-300] as [Double] {
      facts.price = value
      facts.change24 = value
      for index in facts.pulses.indices {
        facts.pulses[index].macd = value
        facts.pulses[index].averageTrueRange = value
      }
      facts.position = .short(entry: value, unrealised: value)
      for isMasked in [false, true] {
        #expect(!PromptBuilder(isMasked: isMasked).prompt(for: facts).isEmpty)
      }
    }
  }
}
