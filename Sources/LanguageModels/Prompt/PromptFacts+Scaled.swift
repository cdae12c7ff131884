import Market

extension PromptFacts {
  /// With all prices, and what is measured in them, times `factor`.
  package func scaled(by factor: Double) -> PromptFacts {
    var scaled = self
    scaled.price *= factor
    scaled.pulses = pulses.map { $0.scaled(by: factor) }
    switch position {
    case .flat: break
    case .long(let entry, let unrealised): scaled.position = .long(entry: entry * factor, unrealised: unrealised)
    case .short(let entry, let unrealised): scaled.position = .short(entry: entry * factor, unrealised: unrealised)
    }
    return scaled
  }
}

extension PulseReading {
  fileprivate func scaled(by factor: Double) -> PulseReading {
    var scaled = self
    scaled.close *= factor
    scaled.simpleMovingAverage *= factor
    scaled.exponentialMovingAverage *= factor
    scaled.macd *= factor
    scaled.macdSignal *= factor
    scaled.macdHistogram *= factor
    scaled.bollingerUpper *= factor
    scaled.bollingerMiddle *= factor
    scaled.bollingerLower *= factor
    scaled.averageTrueRange *= factor
    return scaled
  }
}
