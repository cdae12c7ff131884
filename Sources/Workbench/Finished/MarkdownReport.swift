import Foundation

/// A finished run on one screen of GitHub's Markdown: for pull requests.
package struct MarkdownReport {
  private let run: WrittenRun
  private var summary: WrittenSummary { run.summary }

  package init(_ run: WrittenRun) { self.run = run }

  package var text: String {
    var parts = ["## \(MarkdownTable.escaped(run.scenario))", origin]
    parts += [verdicts, comparisons, accounts, remarks, inputs].filter { !$0.isEmpty }
    let page = "\(run.folder)/report.html".replacing("%", with: "%25").replacing(" ", with: "%20")
    parts.append("Full report: [report.html](<\(page.replacing("<", with: "%3C").replacing(">", with: "%3E"))>)")
    return parts.joined(separator: "\n\n")
  }

  private var origin: String {
    var words = ["run `\(run.runID)`", "tapedeck \(MarkdownTable.escaped(run.manifest.version))"]
    if summary.isMock { words.append("**mock models**") }
    if summary.asksServers == true { words.append("models of servers, from a tape") }
    if !summary.isMock, summary.asksServers != true { words.append("rules, no model") }
    if let reference = summary.reference { words.append("reference \(MarkdownTable.escaped(reference))") }
    let seeds = run.manifest.seeds
    words.append(seeds.count == 1 ? "1 seed: an anecdote" : "\(seeds.count) seeds")
    return words.joined(separator: " · ")
  }

  /// What the run itself concluded; without that, nothing is concluded here.
  private var verdicts: String {
    let sentences = compared.compactMap(\.sentence)
    if !sentences.isEmpty { return sentences.map { "- \(MarkdownTable.escaped($0))" }.joined(separator: "\n") }
    return summary.reference == nil ? "" : "This run holds no verdicts: what follows are estimates."
  }

  /// A row a variant, all its accounts together.
  private var comparisons: String {
    guard summary.reference != nil else { return "" }
    let rows = compared.map { variant in
      let (probe, money) = (variant.probe, variant.money)
      return [
        MarkdownTable.escaped(variant.name), FigureText.percent(probe?.flipRate),
        FigureText.interval(probe?.low, probe?.high), FigureText.percent(money?.annualDifference),
        FigureText.interval(money?.low, money?.high), FigureText.percent(money?.smallestDetectable),
      ]
    }
    let table = MarkdownTable.text(
      ["against the reference", "flips", "95 % interval", "money a year", "95 % interval", "smallest detectable"], rows)
    return ([table] + [bounds].filter { !$0.isEmpty }).joined(separator: "\n\n")
  }

  /// The first row of each variant but the reference: what compares it is the same on all of them.
  private var compared: [WrittenSummary.Variant] {
    summary.variantNames.compactMap { name in
      name == summary.reference ? nil : summary.variants.first { $0.name == name }
    }
  }

  private var bounds: String {
    var lines: [String] = []
    if let floor = summary.noiseFloor {
      lines.append(
        "Noise floor: the reference differs from itself on \(FigureText.percent(floor.restarted)) of the prompts asked "
          + "anew, on \(FigureText.percent(floor.reseeded)) asked with another seed and on "
          + "\(FigureText.percent(floor.paraphrased)) asked in other words.")
    }
    let margins = (summary.margins?.shares ?? [:]).sorted { $0.key < $1.key }
      .map { "\(MarkdownTable.escaped($0.key)) \(FigureText.percent($0.value))" }
    if !margins.isEmpty { lines.append("Margins, fixed before the run: \(margins.joined(separator: ", ")).") }
    return lines.joined(separator: " ")
  }

  private var accounts: String {
    let rows = summary.variants.map { variant in
      let own = variant.figures
      return [
        MarkdownTable.escaped(variant.name), MarkdownTable.escaped(variant.instrument), FigureText.number(own.ticks, 0),
        FigureText.number(own.trades, 1), FigureText.percent(own.totalReturn), FigureText.percent(own.maxDrawdown),
        FigureText.number(own.sharpe, 2), FigureText.number(own.fees, 2),
      ]
    }
    return MarkdownTable.text(
      ["variant", "instrument", "ticks", "trades", "return", "drawdown", "Sharpe", "fees"], rows, names: 2)
  }

  private var remarks: String {
    var lines: [String] = []
    if summary.variants.contains(where: { $0.seeds.count > 1 }) { lines.append("Figures are means over the seeds.") }
    if summary.isMock { lines.append("A mock answered: a small network, no language model.") }
    if compared.contains(where: { $0.money != nil }) {
      lines.append(
        "An interval that holds zero does not show that two variants earn the same; a true difference below the smallest "
          + "detectable one may well be missed.")
    }
    if let walk = summary.walkForward {
      lines.append("Out of sample: \(walk.folds) folds, \(walk.from) to \(walk.to).")
    } else if let trials = summary.trials {
      lines.append(
        "The best of \(trials.count) points by \(MarkdownTable.escaped(trials.sortBy)): a selected result, better than "
          + "what to expect of it.")
      if let selection = trials.selection, let text = selection.sentence ?? selection.reason {
        lines.append(MarkdownTable.escaped(text.prefix(1).uppercased() + text.dropFirst()))
      }
    }
    return lines.joined(separator: " ")
  }

  private var inputs: String {
    let rows = run.manifest.inputs.map { entry in
      [
        MarkdownTable.escaped(entry.name), entry.kind, entry.sha256.isEmpty ? "-" : "`\(entry.sha256.prefix(12))`",
        MarkdownTable.escaped(entry.detail ?? ""),
      ]
    }
    let table = MarkdownTable.text(["input", "kind", "SHA-256", "detail"], rows, names: 4)
    return "<details><summary>What went in</summary>\n\n\(table)\n\n</details>"
  }
}
