import Comparison
import Market
import Reports
import Scenarios

/// Puts the null traders on the page.
struct NullPage {
  let evidence: NullEvidence
  let run: ScenarioRun

  var section: ReportPage.NullTraders {
    ReportPage.NullTraders(
      orders: evidence.accounts.map(\.shuffled.count).max() ?? 0, block: evidence.block,
      rows: evidence.accounts.map { account in
        ReportPage.NullTraders.Row(
          variant: account.variant, account: run.scenario.panels[account.panel].name, own: account.own.totalReturn,
          shuffled: account.shuffled.isEmpty
            ? nil : [0.05, 0.5, 0.95].map(account.quantile), probability: account.pValue,
          exposureMatched: account.exposureMatched.totalReturn, breakEvenFee: account.breakEvenFee,
          paidFee: account.paidFee)
      })
  }
}
