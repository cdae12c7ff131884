import Comparison
import LanguageModels
import Market
import Replay
import Reports
import Scenarios

/// Puts the attribution on the page: names, sums over accounts and seeds, and what has to be said of it.
struct AttributionPage {
  let attribution: Attribution
  let run: ScenarioRun

  func add(to page: inout ReportPage) { page.attribution = section }

  private typealias Section = ReportPage.Attribution

  private var section: ReportPage.Attribution {
    var section = Section(origin: origin)
    section.views = run.variantNames.indices.filter { $0 != run.reference }.flatMap { variant in
      scopes.compactMap { view(variant, $0) }
    }
    section.latencies = scopes.map(latencies)
    section.flips = attribution.flips.enumerated().flatMap { variant, flips in flips.map { flip(variant, $0) } }
    section.remarks = remarks
    return section
  }

  /// An account, or all of them where they have one currency.
  private struct Scope {
    var name: String
    var currency: String
    /// Nil: all.
    var book: Int?
  }

  private var scopes: [Scope] {
    var scopes = run.books.indices.map { book in
      Scope(
        name: name(of: run.books[book]),
        currency: run.currency(of: run.books[book]), book: book)
    }
    if scopes.count > 1, scopes.allSatisfy({ $0.currency == scopes[0].currency }) {
      scopes.append(Scope(name: "all panels", currency: scopes[0].currency, book: nil))
    }
    return scopes
  }

  private func name(of book: ScenarioRun.Book) -> String {
    book.panels.map { run.scenario.panels[$0].name }.joined(separator: " and ")
  }

  /// The name of the one that `panel` trades on.
  private func account(of panel: Int) -> String {
    run.books.first { $0.panels.contains(panel) }.map(name) ?? run.scenario.panels[panel].name
  }

  private var origin: String {
    let count = attribution.seeds.count
    guard run.seeds.count > 1 else { return "one seed" }
    return count == run.seeds.count
      ? "the sum of all \(count) seeds" : "seed \(attribution.seeds[0]), the first of \(run.seeds.count)"
  }

  private func view(_ variant: Int, _ scope: Scope) -> ReportPage.Attribution.View? {
    let shares = attribution.shares.of(variant, book: scope.book)
    guard let first = shares.first, let reference = run.reference else { return nil }
    let causes = first.causes.indices.map { cause in
      Section.Amount(
        first.causes[cause].rawValue, shares.reduce(FixedPoint.zero) { $0 + $1.values.values[cause] })
    }
    let interactions = first.pairs.map { one, other in
      Section.Interaction(
        "\(first.causes[one].rawValue) and \(first.causes[other].rawValue)",
        shares.reduce(0) { $0 + $1.values.interactions[one][other] })
    }
    let (own, others) = (parts(variant, scope), parts(reference, scope))
    return Section.View(
      variant: variant, scope: scope.name, currency: scope.currency, causes: causes, interactions: interactions,
      parts: ProfitParts.names.indices.map { part in
        Section.Part(
          ProfitParts.names[part].replacing("_", with: " "), reference: others.amounts[part],
          candidate: own.amounts[part])
      },
      fills: (others.fills, own.fills, others.fillsWithoutMiddle + own.fillsWithoutMiddle))
  }

  private func parts(_ variant: Int, _ scope: Scope) -> ProfitParts {
    attribution.owns.reduce(into: ProfitParts()) { sum, own in
      if own.subject.variant == variant, scope.book == nil || own.subject.book == scope.book { sum += own.parts }
    }
  }

  private func latencies(_ scope: Scope) -> ReportPage.Attribution.LatencyTable {
    let whose = [nil] + run.variantNames.indices.map { $0 }
    return Section.LatencyTable(
      scope: scope.name, currency: scope.currency,
      profits: run.variantNames.indices.map { variant in
        whose.map { latencyOf in
          attribution.latencies.reduce(FixedPoint.zero) { sum, row in
            let counts =
              row.subject.variant == variant && row.latencyOf == latencyOf
              && (scope.book == nil || row.subject.book == scope.book)
            return counts ? sum + row.profit : sum
          }
        }
      })
  }

  private func flip(_ variant: Int, _ flip: CostlyFlip) -> ReportPage.Attribution.CostlyFlip {
    func text(_ decision: Decision) -> String { "\(decision.action.name), \(decision.confidence) sure" }
    return Section.CostlyFlip(
      variant: variant, panel: run.scenario.panels[flip.panel].name, account: account(of: flip.panel), time: flip.time,
      reference: text(flip.reference), candidate: text(flip.candidate), markOut: flip.markOut, closes: flip.closes,
      after: CostlyFlip.horizon, prompt: flip.prompt)
  }

  private var remarks: [String] {
    var remarks: [String] = []
    if attribution.seeds.count < run.seeds.count {
      remarks.append(
        "One seed of \(run.seeds.count) is taken apart, and one seed is an anecdote: another may well turn the signs round. "
          + "Set report.attribution: all for every seed.")
    } else if attribution.seeds.count == 1 {
      remarks.append("There is one seed, and one seed is an anecdote: another may well turn the signs round.")
    }
    remarks += [
      "A cause’s amount is its Shapley value: the mean, over all orders in which the causes can pass from the reference to "
        + "the variant, of what its passing changes. They sum to the difference to the last of eight decimals.",
      "An early change of position changes every prompt and every size after it. The amounts explain how these accounts "
        + "parted; they say nothing on whether they would part the same way again.",
      "The reply’s amount is no cause: no sizing rule reads it.",
      "Spread: from the market’s middle to the side traded on, at the open that a market order trades at. Slippage: from "
        + "there to the fill. Price move is the rest, and holds what marking open positions at the worse side costs.",
    ]
    if attribution.shares.contains(where: { $0.causes.contains(.failures) }) {
      remarks.append(
        "Failures are injected by number and seed, at the same questions for every variant: what they do not make different "
          + "they cannot explain.")
    }
    if let latency = run.models.first?.latency,
      run.models.allSatisfy({ $0.latency == latency })
    {
      remarks.append(
        "The cards give every variant the same latency: as a cause it can explain nothing here, whatever a quantized model "
          + "would save in truth.")
    }
    if attribution.latencies.allSatisfy({ $0.profit == own(of: $0) }) {
      remarks.append(
        "No exchange of latencies changes any profit: all of them are shorter than what the candles can tell apart, and "
          + "the scenario declares no cost for them.")
    }
    return remarks
  }

  private func own(of row: Attribution.Exchanged) -> FixedPoint? {
    attribution.latencies.first { $0.subject == row.subject && $0.latencyOf == row.subject.variant }?.profit
  }
}
