/// What the page's words mean: each is explained here and nowhere else.
package struct Glossary {
  /// In alphabetical order.
  package static let entries = [
    Entry(
      "basis point", ["basis points", "basis point", "bp"], "A hundredth of a per cent: 100 basis points are 1 %."),
    Entry(
      "Brier score", ["Brier score", "Brier"],
      "The mean squared distance between the probability that was stated and what came, 1 or 0. Lower is better."),
    Entry(
      "different", ["DIFFERENT", "different in decisions", "money different"],
      "A verdict: the variant does not trade like the reference, and chance alone would hardly do that. One that is sure "
        + "but within the margin is called equivalent."),
    Entry(
      "divergence", ["divergence"],
      "How far the variant’s probabilities of BUY, HOLD and SELL lie from the reference’s (Kullback-Leibler), in "
        + "thousandths of a nat; 0 is the same. It moves before answers flip."),
    Entry(
      "drawdown", ["drawdown", "drawdowns"],
      "How far an account stands below the highest it has been, as a share of that."),
    Entry(
      "equivalent", ["equivalent", "EQUIVALENT", "equivalence"],
      "A verdict: so sure that the difference is smaller than the margin that one error in twenty is allowed. Not the same "
        + "as finding no difference."),
    Entry(
      "expected shortfall", ["expected shortfall"],
      "The mean loss of the days on which the loss goes beyond the value at risk."),
    Entry(
      "flip", ["flip", "flips", "flipped"],
      "A tick at which a variant answers another thing than the reference to the same prompt: BUY, HOLD or SELL."),
    Entry(
      "gate", ["gate", "gates"], "A stage of the pipeline that may stop a tick before it becomes an order."),
    Entry(
      "kappa", ["Cohen’s kappa", "kappa"],
      "Agreement beyond what two variants’ habits alone would bring: 1 is full agreement, 0 is that of chance."),
    Entry(
      "margin", ["equivalence margin", "margin", "margins"],
      "The largest difference that does not matter, fixed in the scenario before the run."),
    Entry(
      "mark-out", ["mark-out", "mark-outs"],
      "How far the market moved in a decision’s favour over the next candles, whether it was traded or not."),
    Entry(
      "noise floor", ["noise floor"],
      "How often the reference flips against itself when the same facts are put in other words. Fewer flips than that say "
        + "nothing."),
    Entry(
      "probe", ["probe"],
      "The experiment on decisions: every variant answers the very prompts that the reference met."),
    Entry(
      "Shapley value", ["Shapley value", "Shapley values"],
      "A cause’s fair share of a difference: what its change makes, averaged over all orders in which the causes can "
        + "change."),
    Entry(
      "Sharpe ratio", ["Sharpe ratio", "Sharpe ratios", "Sharpe"],
      "Mean daily return over its standard deviation, made annual; the riskless rate is taken as zero."),
    Entry(
      "sharpness", ["sharpness"],
      "How much stated confidences differ from each other, as a standard deviation. A model that always says 60 has none."
    ),
    Entry(
      "smallest detectable difference", ["smallest detectable difference", "smallest detectable"],
      "A true difference of this size would be found four times in five. What is smaller may well be missed."),
    Entry(
      "stationary bootstrap", ["stationary bootstrap", "block bootstrap"],
      "Days drawn anew from those that happened, in blocks, so that days which hang together stay together: what else might "
        + "have come."),
    Entry(
      "tracking error", ["tracking error"],
      "How far two accounts drift apart, whichever way: the standard deviation of the difference of their returns, a year."
    ),
    Entry(
      "trade run", ["trade run", "trade runs"],
      "The experiment on money: every variant trades an account of its own, and later prompts tell of its own past."),
    Entry(
      "undecided", ["undecided", "UNDECIDED"],
      "A verdict: so few days, or ticks, can show neither that the variant is equivalent nor that it is different."),
    Entry(
      "value at risk", ["value at risk"],
      "The loss that a day goes beyond with a stated chance, such as one day in twenty."),
  ]

  package struct Entry: Equatable, Sendable {
    package let term: String
    /// As the page may say it; longer ones first where one begins another. Capitals count only in words of capitals.
    let forms: [String]
    let meaning: String
    /// Of its place in the list.
    let anchor: String

    init(_ term: String, _ forms: [String], _ meaning: String) {
      (self.term, self.forms, self.meaning) = (term, forms, meaning)
      anchor = "term-" + term.lowercased().replacing(" ", with: "-")
    }
  }
}
