import Comparison
import Reports

/// One variant in one sentence: decisions first, then money, then what the smaller file buys.
struct VerdictSentence {
  let name: String
  let decisions: (comparison: DecisionComparison, rate: FlipRate)?
  let money: MoneyComparison?
  /// Who had nothing left on some day, so that there is no money to compare.
  let bankrupt: String?
  /// The reference against itself.
  let floor: NoiseFloor?
  let margins: (flips: Double, annualReturn: Double)
  let timesSmaller: Double?
  let latency: String?

  var text: String {
    var parts: [String] = []
    if let (comparison, rate) = decisions {
      let decimals = Self.decimals(rate.interval?.high ?? rate.rate)
      var text = "\(comparison.verdict.word) in decisions (\(percent(rate.rate, decimals)) flip"
      if let interval = rate.interval {
        text += " [\(bare(interval.low, decimals)), \(bare(interval.high, decimals))]"
      }
      if let restarted = floor?.restarted { text += ", floor \(percent(restarted.rate))" }
      // What changes more answers than the variant does, without any variant.
      for (other, cause) in [(floor?.paraphrased, "rewording"), (floor?.reseeded, "another seed")] {
        if let other, other.rate > rate.rate { text += ", \(percent(other.rate)) by \(cause) alone" }
      }
      text += ", margin \(percent(margins.flips)))"
      if let remark = comparison.remark { text += ", " + remark }
      parts.append(text)
    }
    if let money {
      let interval = money.interval
      let decimals = Self.decimals(max(interval.low.magnitude, interval.high.magnitude))
      func signed(_ share: Double) -> String { Figures.signed(share * 100, decimals) }
      parts.append(
        "money \(money.verdict.word) (\(signed(money.difference.annual.value))\u{A0}%/y [\(signed(interval.low)), "
          + "\(signed(interval.high))], margin \(percent(margins.annualReturn)), smallest detectable "
          + "\(percent(money.power.smallestDetectable())))")
    } else if let bankrupt {
      parts.append("money not compared: an account of \(bankrupt) had nothing left")
    }
    if let timesSmaller { parts.append("\(Figures.fixed(timesSmaller, 1))x smaller") }
    if let latency { parts.append("latency \(latency)") }
    return parts.isEmpty ? "\(name): nothing to compare." : "\(name): " + parts.joined(separator: "; ") + "."
  }

  /// Zero and whole percentages need no decimals.
  private func percent(_ share: Double) -> String {
    // 0.07 * 100 is not quite 7.
    let isWhole = abs((share * 100).rounded() - share * 100) < 1e-9
    return percent(share, isWhole ? 0 : Self.decimals(share))
  }

  private func percent(_ share: Double, _ decimals: Int) -> String { bare(share, decimals) + "\u{A0}%" }

  private func bare(_ share: Double, _ decimals: Int) -> String { Figures.fixed(share * 100, decimals) }

  /// Two digits that count, as far as two decimals give them, and always one decimal: an interval must not round to its
  /// estimate.
  private static func decimals(_ share: Double) -> Int { share.magnitude >= 0.00995 ? 1 : 2 }
}

extension Verdict {
  /// As reports shout it.
  var word: String { rawValue.uppercased() }

  var onPage: ReportPage.Verdict {
    switch self {
    case .identical, .equivalent: ReportPage.Verdict(word, .good)
    case .different: ReportPage.Verdict(word, .bad)
    case .undecided: ReportPage.Verdict(word, .neutral)
    }
  }
}
