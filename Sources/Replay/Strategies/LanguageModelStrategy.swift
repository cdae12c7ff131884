package import LanguageModels
package import Market

/// Puts what is known at a tick into a prompt and asks.
package struct LanguageModelStrategy: Strategy {
  private let symbol: String
  private let timeframe: Timeframe
  private let builder: PromptBuilder
  private var pulse: Pulse
  private var closes = RecentCloses()
  private var averageVolume = SimpleMovingAverage(period: 20)
  private var newestVolume = 0.0
  private var recentDecisions: [Decision] = []
  /// The question of the newest tick at which it asked.
  package private(set) var question: Question?

  package init(_ settings: PromptSettings, allowsShort: Bool, instrument: Instrument, timeframe: Timeframe) {
    symbol = instrument.symbol
    self.timeframe = timeframe
    builder = PromptBuilder(isMasked: settings.masked, allowsShort: allowsShort)
    pulse = Pulse(base: timeframe, timeframes: settings.timeframes)
  }

  package static var readsForecast: Bool { true }

  package var isReady: Bool { pulse.isReady && closes.isReady && averageVolume.isReady }

  package mutating func learn(_ candle: Candle) {
    pulse.learn(candle)
    closes.push(candle.close)
    averageVolume.update(candle.volume)
    newestVolume = candle.volume
  }

  package mutating func decide(at view: TickView) -> Answer {
    pulse.flush(upTo: view.knownUntil)
    let facts = facts(view)
    var prompt = question?.prompt ?? []
    question = nil
    builder.write(facts, to: &prompt)
    question = Question(time: view.now, prompt: prompt, builder: builder, facts: facts)
    return .asks
  }

  package mutating func hear(_ decision: Decision) {
    recentDecisions.insert(decision, at: 0)
    if recentDecisions.count > 3 { recentDecisions.removeLast() }
  }

  /// What the prompt of a tick says.
  package func facts(_ view: TickView) -> PromptFacts {
    let mean = averageVolume.value
    return PromptFacts(
      symbol: symbol, time: view.now, decisionTimeframe: timeframe, price: view.price,
      change1: closes.change(bars: 1), change4: closes.change(bars: 4), change24: closes.change(bars: 24),
      relativeVolume: mean > 0 ? newestVolume / mean : nil, pulses: pulse.readings(),
      forecastVolatility: view.forecast, realisedVolatility: view.realised ?? 0, position: position(view),
      recentDecisions: recentDecisions)
  }

  /// The indicators of every timeframe of the pulse, the changes of the close, the volume's.
  package var readings: [Reading] {
    let mean = averageVolume.value
    return pulse.readings().flatMap(Self.readings) + [
      Reading("change 1", closes.change(bars: 1)), Reading("change 4", closes.change(bars: 4)),
      Reading("change 24", closes.change(bars: 24)), Reading("relative volume", mean > 0 ? newestVolume / mean : 0),
    ]
  }

  package var questionFingerprint: UInt64? { question.map { ContentHash.of($0.prompt) } }

  private static func readings(_ pulse: PulseReading) -> [Reading] {
    let values: [(String, Double)] = [
      ("close", pulse.close), ("sma20", pulse.simpleMovingAverage), ("ema20", pulse.exponentialMovingAverage),
      ("rsi14", pulse.relativeStrengthIndex), ("macd", pulse.macd), ("macd_signal", pulse.macdSignal),
      ("macd_histogram", pulse.macdHistogram), ("bollinger_upper", pulse.bollingerUpper),
      ("bollinger_lower", pulse.bollingerLower), ("atr14", pulse.averageTrueRange),
      ("adx14", pulse.averageDirectionalIndex), ("plus_di14", pulse.plusDirectionalIndicator),
      ("minus_di14", pulse.minusDirectionalIndicator), ("stochastic_k", pulse.stochasticK),
      ("stochastic_d", pulse.stochasticD),
    ]
    return values.map { Reading("\(pulse.timeframe.rawValue) \($0.0)", $0.1) }
  }

  private func position(_ view: TickView) -> PromptFacts.Position {
    guard view.side != 0 else { return .flat }
    let change = (view.price / view.entryPrice - 1) * 100
    return view.side > 0
      ? .long(entry: view.entryPrice, unrealised: change) : .short(entry: view.entryPrice, unrealised: -change)
  }
}

/// The last 25 closes.
private struct RecentCloses: Sendable {
  private var closes: InlineArray<32, Double> = .init(repeating: 1)
  private var count = 0

  var isReady: Bool { count > 24 }

  mutating func push(_ close: Double) {
    count += 1
    closes[count & 31] = close
  }

  /// Per cent, over at most 24 bars.
  func change(bars: Int) -> Double { (closes[count & 31] / closes[(count - bars) & 31] - 1) * 100 }
}
