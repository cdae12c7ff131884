import Foundation
import LanguageModels
import Market

/// How likely each action was, by the words that a server says could have stood where its reply names one.
enum ActionLikelihoods {
  private static let actions = ["BUY", "SELL", "HOLD"].map { Array($0.utf8) }

  /// The words of a piece of a reply that ends with `content`, in which the action begins at byte `place`. Nil unless each
  /// action is among the candidates there: what lies beyond them is not known.
  static func find(in tokens: [ChatToken], ending content: [UInt8], at place: Int) -> ActionProbabilities? {
    let text = tokens.flatMap(\.text)
    // Servers leave white space out of the content that is a word of its own.
    guard text.suffix(content.count).elementsEqual(content) else { return nil }
    let place = text.count - content.count + place
    var start = 0
    for token in tokens {
      let end = start + token.text.count
      if start <= place, place < end { return weigh(token.topLogprobs ?? [], after: token.text.prefix(place - start)) }
      start = end
    }
    return nil
  }

  /// A candidate that begins as the word chosen does and goes on with the beginning of an action speaks for it.
  private static func weigh(_ candidates: [ChatToken], after start: ArraySlice<UInt8>) -> ActionProbabilities? {
    var weights = [0.0, 0.0, 0.0]
    for candidate in candidates where candidate.text.starts(with: start) && candidate.logprob.isFinite {
      let rest = candidate.text.dropFirst(start.count)
      guard !rest.isEmpty else { continue }
      for (index, action) in actions.enumerated() where rest.starts(with: action) || action.starts(with: rest) {
        weights[index] += exp(min(candidate.logprob, 0))
      }
    }
    guard weights.allSatisfy({ $0 > 0 }) else { return nil }
    let sum = weights.reduce(0, +)
    return ActionProbabilities(billionths: weights.prefix(2).map { Int(($0 / sum * 1e9).rounded()) })
  }

  /// Where the value of `"action"` begins, behind its quote.
  static func placeOfAction(in text: [UInt8]) -> Int? {
    guard let key = text.firstRange(of: Array(#""action""#.utf8)) else { return nil }
    var place = key.upperBound
    for expected in [UInt8(ascii: ":"), UInt8(ascii: "\"")] {
      while place < text.count, [0x20, 0x09, 0x0A, 0x0D].contains(text[place]) { place += 1 }
      guard place < text.count, text[place] == expected else { return nil }
      place += 1
    }
    return place < text.count ? place : nil
  }
}

extension ActionProbabilities {
  /// Of BUY and SELL, in parts of 10^9, which are more digits than a server means; HOLD has the rest. Nil unless each has
  /// some.
  init?(billionths parts: [Int]) {
    guard parts.count == 2, parts.allSatisfy({ 0 < $0 && $0 < 1_000_000_000 }) else { return nil }
    let rest = 1_000_000_000 - parts[0] - parts[1]
    guard rest > 0 else { return nil }
    self.init(weights: Double(parts[0]), Double(parts[1]), Double(rest))
  }

  var billionths: [Int] { [Int((buy * 1e9).rounded()), Int((sell * 1e9).rounded())] }
}
