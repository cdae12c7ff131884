import Comparison
import Reports

/// One statistic of a sweep's tests, as files and the page have it.
struct SelectionFigure {
  var name: String
  var value: Double?
  /// Why there is no value.
  var reason = ""
}

extension SelectionEvidence {
  /// Those of no benchmark, and then of each.
  var figures: [(benchmark: Benchmark?, figures: [SelectionFigure])] {
    [(nil, own)] + contests.map { ($0.benchmark, $0.figures) }
  }

  private var own: [SelectionFigure] {
    var noRatio = ""
    if sharpe == nil {
      noRatio = judged.first == 0 ? "the best point's returns do not vary" : "the best point lost all that it had"
    }
    let noRecord =
      sharpe == nil ? noRatio : sharpe?.minimumTrackRecord == nil ? "its Sharpe ratio is not above zero" : ""
    var refused = ""
    if case .failure(let error) = overfitting { refused = error.description }
    let splits = try? overfitting.get()
    return [
      SelectionFigure(name: "points", value: Double(tried)),
      SelectionFigure(name: "points_judged", value: Double(judged.count)),
      SelectionFigure(name: "days", value: Double(days)),
      SelectionFigure(name: "sharpe", value: sharpe?.annual, reason: noRatio),
      SelectionFigure(name: "sharpe_expected_by_luck", value: sharpe?.expectedMaximum, reason: noRatio),
      SelectionFigure(name: "probabilistic_sharpe", value: sharpe?.probabilistic, reason: noRatio),
      SelectionFigure(name: "deflated_sharpe", value: sharpe?.deflated, reason: noRatio),
      SelectionFigure(name: "minimum_track_record_days", value: sharpe?.minimumTrackRecord, reason: noRecord),
      SelectionFigure(
        name: "model_confidence_set_points", value: Double(confidenceSet.models(significance: 0.05).count)),
      SelectionFigure(name: "overfitting_probability", value: splits?.probability, reason: refused),
      SelectionFigure(name: "overfitting_median_logit", value: splits?.medianLogit, reason: refused),
      SelectionFigure(name: "overfitting_slope", value: splits?.slope, reason: refused),
      SelectionFigure(name: "overfitting_loss_probability", value: splits?.probabilityOfLoss, reason: refused),
    ]
  }

  /// `selection.csv`: a row a statistic.
  func write(to path: String) throws {
    let rows: [[TableCell]] = figures.flatMap { group in
      group.figures.map { figure in
        [
          TableCell(group.benchmark?.rawValue ?? ""), TableCell(figure.name), TableCell(figure.value),
          TableCell(figure.reason),
        ]
      }
    }
    try OutputFile.table(path, ["benchmark", "statistic", "value", "reason"], rows)
  }

  /// What `trials.csv` says of each point.
  static let pointColumns = ["beats_cash", "beats_buy_and_hold", "model_confidence_p"]

  /// Empty where the tests are not about the point.
  func fields(ofRow row: Int) -> [String] {
    guard let place = judged.firstIndex(of: row) else { return Self.pointColumns.map { _ in "" } }
    let beats = Benchmark.allCases.map { benchmark in
      contests.first { $0.benchmark == benchmark }.map { $0.superior.contains(row) ? "yes" : "no" } ?? ""
    }
    return beats + [confidenceSet.pValues[place].shortest]
  }

  var onPage: ReportPage.Trials.Selection {
    var selection = ReportPage.Trials.Selection(sentence: sentence.prefix(1).uppercased() + sentence.dropFirst() + ".")
    if let sharpe {
      selection.lines += [
        .init("Sharpe ratio of the best point", sharpe.annual, .ratio, note: "annual"),
        .init(
          "the best of so many by luck", sharpe.expectedMaximum, .ratio,
          note: "expected of \(Figures.grouped(tried)) points without skill"),
        .init("probabilistic Sharpe ratio", sharpe.probabilistic, .percent, note: "sure that it is above zero"),
        .init("deflated Sharpe ratio", sharpe.deflated, .percent, note: "sure that it is above that luck"),
        .init(
          "record needed", sharpe.minimumTrackRecord, .days,
          note: "to tell it from zero at 95 %; there are \(days) days"),
      ]
    }
    for contest in contests {
      let words = contest.benchmark.words
      selection.lines += [
        .init(
          "p against \(words)", contest.superiorAbility?.consistent, .probability, note: "superior predictive ability"),
        .init("p against \(words)", contest.realityCheck, .probability, note: "reality check"),
        .init(
          "points that beat \(words)", Double(contest.superior.count), .count,
          note: "StepM, 5 % for all of them together"),
      ]
    }
    selection.lines.append(
      .init(
        "points not told from the best", Double(confidenceSet.models(significance: 0.05).count), .count,
        note: "model confidence set, 95 %"))
    switch overfitting {
    case .success(let splits):
      selection.lines += [
        .init(
          "probability of overfitting", splits.probability, .percent,
          note: "best on half of the days, no better than the middle on the others"),
        .init(
          "… of a loss there", splits.probabilityOfLoss, .percent, note: "Sharpe ratio below zero on the other half"),
      ]
    case .failure(let error):
      selection.notes.append(error.description)
    }
    if judged.count < tried {
      selection.notes.append("\(tried - judged.count) of \(tried) points lost their account and are left out.")
    }
    return selection
  }

  /// What it comes to, in a sentence.
  var sentence: String {
    var parts: [String] = []
    for contest in contests {
      guard let ability = contest.superiorAbility else { continue }
      parts.append("against \(contest.benchmark.words) p = \(Self.probability(ability.consistent))")
    }
    var text = parts.isEmpty ? "" : "more than luck? " + parts.joined(separator: ", ") + " after the search (SPA)"
    if let sharpe {
      text += text.isEmpty ? "" : "; "
      text += "Sharpe \(Self.ratio(sharpe.annual)), the best of \(tried) by luck \(Self.ratio(sharpe.expectedMaximum))"
      text += ", deflated \(Self.percent(sharpe.deflated))"
    }
    if let splits = try? overfitting.get() { text += "; overfitting \(Self.percent(splits.probability))" }
    return text
  }

  private static func probability(_ value: Double) -> String {
    value < 0.001 ? "below 0.001" : Figures.fixed(value, 3)
  }

  private static func ratio(_ value: Double) -> String { Figures.fixed(value, 2) }

  private static func percent(_ share: Double) -> String { Figures.fixed(share * 100, 0) + "\u{A0}%" }
}

extension SelectionEvidence.Contest {
  fileprivate var figures: [SelectionFigure] {
    let certain = superiorAbility == nil ? "a point does better by the same every day" : ""
    return [
      SelectionFigure(name: "spa_p_lower", value: superiorAbility?.lower, reason: certain),
      SelectionFigure(name: "spa_p", value: superiorAbility?.consistent, reason: certain),
      SelectionFigure(name: "spa_p_upper", value: superiorAbility?.upper, reason: certain),
      SelectionFigure(name: "reality_check_p", value: realityCheck),
      SelectionFigure(
        name: "superior_points", value: superiorAbility == nil ? nil : Double(superior.count), reason: certain),
    ]
  }
}

extension SelectionEvidence.Benchmark {
  var words: String { self == .cash ? "staying out" : "buy and hold" }
}
