import Comparison
import Market
import Reports

/// Where variants and reference disagree, for the page.
struct AgreementPage {
  let results: RunResults

  private var compared: [(variant: Int, comparison: DecisionComparison)] {
    results.decisions.enumerated().compactMap { variant, comparison in comparison.map { (variant, $0) } }
  }

  func agreement() -> ReportPage.Agreement? {
    guard let first = compared.first else { return nil }
    var groups: [ReportPage.Agreement.Group] = []
    for (place, breakdown) in first.comparison.breakdowns.enumerated() {
      for (row, group) in breakdown.groups.enumerated() {
        groups.append(
          ReportPage.Agreement.Group(
            by: breakdown.by, label: group.label, ticks: group.rate.ticks,
            cells: compared.map { Self.cell($0.comparison.breakdowns[place].groups[row].rate) }))
      }
    }
    var agreement = ReportPage.Agreement(variants: compared.map(\.variant), groups: groups, figures: figures)
    agreement.replications = results.replications.map { replication in
      ReportPage.Agreement.Replication(
        by: replication.kind.rawValue, label: replication.label,
        cells: compared.map { variant, _ in
          let own = replication.variants[variant]
          let interval = own?.money?.annual.interval(confidence: 0.95)
          return ReportPage.Agreement.Replication.Cell(
            flips: own?.flips.map(Self.cell), money: own?.money?.annual.value,
            interval: interval.map { ReportPage.Interval($0.low, $0.high) })
        })
    }
    return agreement
  }

  private static func cell(_ rate: FlipRate) -> ReportPage.Agreement.Cell {
    ReportPage.Agreement.Cell(
      rate: rate.rate, interval: rate.interval.map { ReportPage.Interval($0.low, $0.high) })
  }

  /// A row a statistic, a value a variant.
  private var figures: [ReportPage.MetricsRow] {
    func row(
      _ name: String, _ unit: ReportPage.Unit, note: String, _ value: (Int, DecisionComparison) -> Double?
    ) -> ReportPage.MetricsRow {
      ReportPage.MetricsRow(name, unit, compared.map { value($0.variant, $0.comparison) }, note: note)
    }
    return [
      row("Cohen’s kappa", .ratio, note: "agreement beyond chance; 1 is all") { $1.kappa?.value },
      row("weighted kappa", .ratio, note: "SELL, HOLD, BUY as a scale, linear") { $1.weightedKappa?.value },
      row("p: flips one way as often as back", .probability, note: "symmetry, by day (sign changes)") {
        $1.symmetry.symmetry?.pValue
      },
      row("p: same shares of BUY, HOLD, SELL", .probability, note: "marginal homogeneity, by day") {
        $1.symmetry.homogeneity?.pValue
      },
      row("p: acts as often", .probability, note: "BUY or SELL against HOLD, by day") { $1.symmetry.acted?.pValue },
      row("p as if ticks were independent: Bowker", .probability, note: "too small where a day’s ticks are alike") {
        $1.bowker?.pValue
      },
      row("… Stuart and Maxwell", .probability, note: "the same warning") { $1.stuartMaxwell?.pValue },
      row("… McNemar, acted", .probability, note: "the same warning") { $1.mcNemar?.pValue },
      row("drift a year", .signedRate, note: "slope of the flip rate over time, by day") { $1.trend?.slopePerYear },
      row("p: no drift", .probability, note: "by day") { $1.trend?.pValue },
      row("ticks until positions agree again, median", .count, note: "trade runs; Kaplan and Meier") { variant, _ in
        results.recoveries[variant]?.median.map(Double.init)
      },
      row("… nine in ten", .count, note: "a dash: never seen in the run") { variant, _ in
        results.recoveries[variant]?.ninetyPercent.map(Double.init)
      },
    ]
  }
}
