import Market

/// Writes the mock's reply: the contract's JSON, with the features that speak most for the action as its reasoning.
enum MockReply {
  static func write(
    _ decision: Decision, because strongest: (Int?, Int?), _ reader: PromptReader, to reply: inout [UInt8]
  ) {
    reply.removeAll(keepingCapacity: true)
    reply.append(addingCapacity: 256) { output in
      output.append("{\"action\": \"")
      switch decision.action {
      case .hold: output.append("HOLD")
      case .buy: output.append("BUY")
      case .sell: output.append("SELL")
      }
      output.append("\", \"confidence\": ")
      output.append(Double(decision.confidence), decimals: 0)
      output.append(", \"reasoning\": \"mock: ")
      if let first = strongest.0 {
        append(first, reader, to: &output)
        if let second = strongest.1 {
          output.append(", ")
          append(second, reader, to: &output)
        }
      } else {
        output.append("nothing stands out")
      }
      output.append("\"}")
    }
  }

  private static func append(_ feature: Int, _ reader: PromptReader, to output: inout OutputSpan<UInt8>) {
    let isPositive = reader.features.values[feature] > 0
    guard feature < 24 else {
      output.append(isPositive ? otherPhrases[feature - 24].positive : otherPhrases[feature - 24].negative)
      return
    }
    let timeframe = feature < 8 ? reader.timeframes.0 : feature < 16 ? reader.timeframes.1 : reader.timeframes.2
    if let timeframe {
      output.append(text: timeframe.rawValue)
      output.append(" ")
    }
    output.append(isPositive ? pulsePhrases[feature % 8].positive : pulsePhrases[feature % 8].negative)
  }

  /// How a reasoning says that a feature of a timeframe is above or below zero, in the order of the features.
  private static let pulsePhrases: [(positive: StaticString, negative: StaticString)] = [
    ("RSI high", "RSI low"),
    ("close above its average", "close below its average"),
    ("MACD positive", "MACD negative"),
    ("MACD rising", "MACD falling"),
    ("close in the upper band", "close in the lower band"),
    ("trend strong", "trend weak"),
    ("movement upward", "movement downward"),
    ("stochastic high", "stochastic low"),
  ]

  private static let otherPhrases: [(positive: StaticString, negative: StaticString)] = [
    ("last bar rose", "last bar fell"),
    ("4 bars rose", "4 bars fell"),
    ("24 bars rose", "24 bars fell"),
    ("volatility expected to rise", "volatility expected to fall"),
    ("volume above its mean", "volume below its mean"),
    ("position is long", "position is short"),
    ("position is winning", "position is losing"),
    ("last decision was BUY", "last decision was SELL"),
  ]
}
