import Comparison
import Market
import Reports

extension EvidencePage {
  /// Nil where there is nothing to tell.
  var risk: ReportPage.Risk? {
    let found = evidence.risk
    var risk = ReportPage.Risk()
    risk.forecasts = found.forecasts.map { forecast in
      let test = forecast.test
      return ReportPage.Risk.Forecast(
        instrument: forecast.instrument, level: test.level, days: test.valueAtRisk.days,
        exceptions: test.valueAtRisk.exceptions, expected: test.valueAtRisk.expectedExceptions,
        coverage: [test.coverage.coverage, test.coverage.independence, test.coverage.conditionalCoverage],
        severity: [test.shortfall.severity?.statistic, test.shortfall.severity?.pValue],
        shortfall: [test.shortfall.frequencyAndSeverity.statistic, test.shortfall.frequencyAndSeverity.pValue])
    }
    let run = results.run
    for variant in run.variantNames.indices {
      for book in run.books.indices {
        risk.accounts += account(variant, book).map { [$0] } ?? []
        risk.drawdowns += drawdown(variant, book).map { [$0] } ?? []
      }
    }
    risk.notes = notes(found)
    return risk
  }

  private func account(_ variant: Int, _ book: Int) -> ReportPage.Risk.Account? {
    let seeds = evidence.risk.accounts.filter { $0.variant == variant && $0.book == book && $0.test != nil }
    let tests = seeds.compactMap(\.test)
    guard !tests.isEmpty else { return nil }
    let count = Double(tests.count)
    return ReportPage.Risk.Account(
      variant: variant, account: results.run.name(of: results.run.books[book]),
      days: Double(tests.reduce(0) { $0 + $1.days }) / count,
      exceptions: Double(tests.reduce(0) { $0 + $1.exceptions }) / count,
      expected: tests.reduce(0) { $0 + $1.expectedExceptions } / count,
      rejected: seeds.count { ($0.coverage?.coverage ?? 1) < 0.05 }, seeds: tests.count)
  }

  private func drawdown(_ variant: Int, _ book: Int) -> ReportPage.Risk.Drawdown? {
    let found = evidence.risk.drawdowns.filter { $0.variant == variant && $0.book == book }.map(\.distribution)
    guard !found.isEmpty else { return nil }
    func mean(_ figure: (DrawdownDistribution) -> Double) -> Double {
      found.reduce(0) { $0 + figure($1) } / Double(found.count)
    }
    return ReportPage.Risk.Drawdown(
      variant: variant, account: results.run.name(of: results.run.books[book]), observed: mean(\.observed),
      quantiles: [
        mean(\.quantiles.p5), mean(\.quantiles.p25), mean(\.quantiles.p50), mean(\.quantiles.p75),
        mean(\.quantiles.p95),
      ], position: mean(\.position), blockDays: mean(\.blockLength))
  }

  private func notes(_ found: RiskEvidence) -> [String] {
    var notes: [String] = []
    if !found.forecasts.isEmpty {
      notes.append(
        "A day of the first table is the bars of one day after a forecast was fitted, taken as normal with that "
          + "volatility and no mean.")
    }
    if found.forecasts.contains(where: \.hasClosedHours) {
      notes.append(
        "Returns over closed hours are in these days, because a position is held through them, and not in the forecast, "
          + "whose model leaves them out: weekends can make it look too small.")
    }
    if found.accounts.contains(where: { $0.test != nil }) {
      notes.append(
        "An account’s limit is that of the position it began the day with, while its return also holds what was traded "
          + "during the day; stops cut losses that the limit does not know of.")
    }
    if found.accounts.contains(where: { $0.unknown > 0 }) {
      notes.append("Exposed days before 20 daily returns were known have no limit and are left out.")
    }
    if found.hasForeignPrices {
      notes.append("Accounts that hold prices in another currency than their own are left out of the second table.")
    }
    return notes
  }
}
