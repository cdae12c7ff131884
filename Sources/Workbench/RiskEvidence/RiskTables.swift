import Comparison
import Reports

/// `risk.csv`, a row a backtest, and `drawdowns.csv`, a row for each variant, account and seed.
enum RiskTables {
  static let names = ["risk.csv", "drawdowns.csv"]

  private static let tests: [TableCell] = [
    "of", "variant", "instrument", "seed", "level", "days", "days_without_limit", "exceptions", "expected_exceptions",
    "coverage_statistic", "coverage_p", "independence_statistic", "independence_p", "conditional_statistic",
    "conditional_p", "severity_z1", "severity_p", "shortfall_z2", "shortfall_p",
  ]

  private static let depths: [TableCell] = [
    "variant", "instrument", "seed", "days", "max_drawdown", "p5", "p25", "p50", "p75", "p95", "position",
    "block_length", "resamples",
  ]

  static func write(_ evidence: RiskEvidence, _ run: ScenarioRun, to folder: String) throws {
    let forecasts = evidence.forecasts.map { forecast in
      let test = forecast.test
      return ["forecast", "", TableCell(forecast.instrument), ""]
        + row(test.valueAtRisk, test.coverage, unknown: nil)
        + [
          TableCell(test.shortfall.severity?.statistic), TableCell(test.shortfall.severity?.pValue),
          TableCell(test.shortfall.frequencyAndSeverity.statistic),
          TableCell(test.shortfall.frequencyAndSeverity.pValue),
        ]
    }
    let accounts = evidence.accounts.compactMap { account -> [TableCell]? in
      guard let test = account.test, let coverage = account.coverage else { return nil }
      let scope: [TableCell] = [
        "account", TableCell(run.variantNames[account.variant]), TableCell(run.name(of: run.books[account.book])),
        TableCell(account.seed),
      ]
      return scope + row(test, coverage, unknown: account.unknown) + ["", "", "", ""]
    }
    try OutputFile.table("\(folder)/\(names[0])", tests, forecasts + accounts)
    try OutputFile.table("\(folder)/\(names[1])", depths, evidence.drawdowns.map { row($0, run) })
  }

  private static func row(_ test: ValueAtRiskBacktest, _ coverage: SimulatedCoverage, unknown: Int?) -> [TableCell] {
    [
      TableCell(test.level), TableCell(test.days), TableCell(unknown), TableCell(test.exceptions),
      TableCell(test.expectedExceptions), TableCell(test.coverage.statistic), TableCell(coverage.coverage),
      TableCell(test.independence?.statistic), TableCell(coverage.independence),
      TableCell(test.conditionalCoverage?.statistic), TableCell(coverage.conditionalCoverage),
    ]
  }

  private static func row(_ drawdown: RiskEvidence.Drawdown, _ run: ScenarioRun) -> [TableCell] {
    let (found, quantiles) = (drawdown.distribution, drawdown.distribution.quantiles)
    return [
      TableCell(run.variantNames[drawdown.variant]), TableCell(run.name(of: run.books[drawdown.book])),
      TableCell(drawdown.seed), TableCell(drawdown.days), TableCell(found.observed), TableCell(quantiles.p5),
      TableCell(quantiles.p25), TableCell(quantiles.p50), TableCell(quantiles.p75), TableCell(quantiles.p95),
      TableCell(found.position), TableCell(found.blockLength), TableCell(found.resamples),
    ]
  }
}
