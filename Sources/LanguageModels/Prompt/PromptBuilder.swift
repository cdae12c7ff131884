import Market

/// Writes the prompt: the task, then one fact a line. The same facts give the same bytes.
///
/// The mock and the servers get the same text. A *masked* prompt has no symbol and no date, and every price is scaled
/// so that the newest close is 100: a model that recognises the past cannot, and one that reasons loses nothing.
///
/// Numbers have fixed decimals: prices as many as give the newest close seven significant digits (2 to 10), per cent
/// four, indicators from 0 to 100 two. A number that is none is written `n/a`, a fact that is not known is left out.
package struct PromptBuilder: Hashable, Sendable {
  /// Hides what would let a model recognise the instrument and the time.
  package var isMasked: Bool
  /// Whether SELL opens a short position, or only closes a long one.
  package var allowsShort: Bool

  package init(isMasked: Bool = false, allowsShort: Bool = false) {
    (self.isMasked, self.allowsShort) = (isMasked, allowsShort)
  }

  /// The prompt for `facts`.
  package func prompt(for facts: PromptFacts) -> String {
    var text: [UInt8] = []
    write(facts, to: &text)
    return String(decoding: text, as: UTF8.self)
  }

  /// Replaces what is in `text` by the prompt for `facts`, UTF-8.
  package func write(_ facts: PromptFacts, to text: inout [UInt8]) {
    text.removeAll(keepingCapacity: true)
    // The words are below 900 bytes, a pulse below 250, and no number is longer than 20.
    let capacity = 1400 + 2 * facts.symbol.utf8.count + 600 * facts.pulses.count + 24 * facts.recentDecisions.count
    let prices = PriceScale(newestClose: facts.price, isMasked: isMasked)
    text.append(addingCapacity: capacity) { output in
      writeTask(facts, to: &output)
      writeMarket(facts, prices, to: &output)
      for pulse in facts.pulses { Self.write(pulse, prices, to: &output) }
      writeVolatility(facts, to: &output)
      writeAccount(facts, prices, to: &output)
    }
  }

  private func writeTask(_ facts: PromptFacts, to output: inout OutputSpan<UInt8>) {
    output.append("Once per ")
    output.append(text: facts.decisionTimeframe.rawValue)
    output.append(" bar you decide about one position in ")
    if isMasked {
      output.append("an instrument that is not named; its prices are scaled so that the newest close is 100")
    } else {
      output.append(text: facts.symbol)
    }
    output.append(".\nBUY means to be long, SELL means to be ")
    if allowsShort { output.append("short") } else { output.append("out of the market") }
    output.append(
      """
      , HOLD means to keep what there is.
      Answer with one JSON object and nothing else: {"action": "BUY", "SELL" or "HOLD", \
      "confidence": a whole number from 0 to 100, "reasoning": one short sentence, "amount": units, optional}

      """)
  }

  private func writeMarket(_ facts: PromptFacts, _ prices: PriceScale, to output: inout OutputSpan<UInt8>) {
    if !isMasked {
      output.append("\nInstrument: ")
      output.append(text: facts.symbol)
      output.append("\nTime: ")
      output.append(facts.time)
    }
    output.append("\nDecision timeframe: ")
    output.append(text: facts.decisionTimeframe.rawValue)
    output.append("\nPrice: ")
    output.append(price: facts.price, prices)
    output.append("\nChange: 1 bar ")
    output.append(facts.change1, decimals: 4)
    output.append(" %, 4 bars ")
    output.append(facts.change4, decimals: 4)
    output.append(" %, 24 bars ")
    output.append(facts.change24, decimals: 4)
    output.append(" %")
    if let volume = facts.relativeVolume {
      output.append("\nVolume: ")
      output.append(volume, decimals: 3)
      output.append(" times its 20-bar mean")
    }
  }

  private static func write(_ pulse: PulseReading, _ prices: PriceScale, to output: inout OutputSpan<UInt8>) {
    output.append("\nPulse ")
    output.append(text: pulse.timeframe.rawValue)
    output.append(": close ")
    output.append(price: pulse.close, prices)
    output.append(", sma20 ")
    output.append(price: pulse.simpleMovingAverage, prices)
    output.append(", ema20 ")
    output.append(price: pulse.exponentialMovingAverage, prices)
    output.append(", rsi14 ")
    output.append(pulse.relativeStrengthIndex, decimals: 2)
    output.append(", macd ")
    output.append(price: pulse.macd, prices)
    output.append(", macd_signal ")
    output.append(price: pulse.macdSignal, prices)
    output.append(", macd_histogram ")
    output.append(price: pulse.macdHistogram, prices)
    output.append(", bollinger_upper ")
    output.append(price: pulse.bollingerUpper, prices)
    output.append(", bollinger_middle ")
    output.append(price: pulse.bollingerMiddle, prices)
    output.append(", bollinger_lower ")
    output.append(price: pulse.bollingerLower, prices)
    output.append(", atr14 ")
    output.append(price: pulse.averageTrueRange, prices)
    output.append(", adx14 ")
    output.append(pulse.averageDirectionalIndex, decimals: 2)
    output.append(", plus_di14 ")
    output.append(pulse.plusDirectionalIndicator, decimals: 2)
    output.append(", minus_di14 ")
    output.append(pulse.minusDirectionalIndicator, decimals: 2)
    output.append(", stochastic_k ")
    output.append(pulse.stochasticK, decimals: 2)
    output.append(", stochastic_d ")
    output.append(pulse.stochasticD, decimals: 2)
  }

  private func writeVolatility(_ facts: PromptFacts, to output: inout OutputSpan<UInt8>) {
    output.append("\nVolatility: realised ")
    output.append(facts.realisedVolatility, decimals: 4)
    output.append(" % a day")
    if let forecast = facts.forecastVolatility {
      output.append(", forecast ")
      output.append(forecast, decimals: 4)
      output.append(" % a day")
    }
  }

  private func writeAccount(_ facts: PromptFacts, _ prices: PriceScale, to output: inout OutputSpan<UInt8>) {
    output.append("\nPosition: ")
    switch facts.position {
    case .flat:
      output.append("flat")
    case .long(let entry, let unrealised):
      output.append("long from ")
      output.append(price: entry, prices)
      output.append(", unrealised ")
      output.append(unrealised, decimals: 4)
      output.append(" %")
    case .short(let entry, let unrealised):
      output.append("short from ")
      output.append(price: entry, prices)
      output.append(", unrealised ")
      output.append(unrealised, decimals: 4)
      output.append(" %")
    }
    output.append("\nLast decisions: ")
    if facts.recentDecisions.isEmpty { output.append("none") }
    for (index, decision) in facts.recentDecisions.enumerated() {
      if index > 0 { output.append(", ") }
      switch decision.action {
      case .hold: output.append("HOLD ")
      case .buy: output.append("BUY ")
      case .sell: output.append("SELL ")
      }
      output.append(Double(decision.confidence), decimals: 0)
    }
    output.append("\n")
  }
}

/// How one prompt writes its prices.
struct PriceScale {
  /// What each price is multiplied by: 1, or what makes the newest close 100.
  let factor: Double
  /// Digits after the point.
  let decimals: Int

  init(newestClose: Double, isMasked: Bool) {
    factor = isMasked ? 100 / newestClose : 1
    var magnitude = isMasked ? 100 : newestClose
    var decimals = 6
    while magnitude >= 10, decimals > 2 {
      magnitude /= 10
      decimals -= 1
    }
    while magnitude < 1, decimals < 10 {
      magnitude *= 10
      decimals += 1
    }
    self.decimals = decimals
  }
}
