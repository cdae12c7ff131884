import Comparison
import Market
import Reports

/// Puts the course of the results on the page: picks and names, no figures of its own.
struct CoursePage {
  let course: RunCourse
  let run: ScenarioRun

  /// The page's accounts are the run's books, in their order.
  func add(to page: inout ReportPage) {
    for book in page.accounts.indices {
      let rolling = course.accounts.map { $0[book].rollingSharpe }
      guard let times = rolling.compactMap(\.?.times).first else { continue }
      page.accounts[book].rollingSharpe = ReportPage.RollingSharpe(
        times: times.map(\.milliseconds),
        values: rolling.map { own in own?.values.map { $0 ?? .nan } ?? times.map { _ in .nan } })
    }
    page.course = ReportPage.Course(
      accounts: page.accounts.enumerated().map { account($0.offset, name: $0.element.name) }, window: RunCourse.window)
  }

  private func account(_ book: Int, name: String) -> ReportPage.Course.Account {
    let accounts = course.accounts.map { $0[book] }
    let bins = course.bins[book]
    return ReportPage.Course.Account(
      name: name, days: accounts[0].days, years: accounts.indices.map { years($0, book) },
      falls: accounts.map { falls($0, run.books(of: run.books[book])) },
      trades: accounts.map { trades($0.trades, bins) }, edges: bins?.edges ?? [])
  }

  private func years(_ variant: Int, _ book: Int) -> [ReportPage.Course.Year] {
    let reference = run.reference.flatMap { $0 == variant ? nil : course.accounts[$0][book].months }
    return course.accounts[variant][book].months.years.enumerated().map { place, year in
      let other = reference?.years[place]
      func shown(
        _ period: MonthlyReturns.Period, _ other: MonthlyReturns.Period?
      ) -> ReportPage.Course.Return {
        ReportPage.Course.Return(period.value, difference: period.difference(to: other), isWhole: period.isWhole)
      }
      return ReportPage.Course.Year(
        year: year.year,
        months: year.months.enumerated().map { month, own in own.map { shown($0, other?.months[month]) } },
        whole: shown(year.whole, other?.whole))
    }
  }

  private func falls(_ account: RunCourse.Account, _ books: AccountBooks) -> [ReportPage.Course.Fall] {
    account.drawdowns.map { fall in
      ReportPage.Course.Fall(
        depth: fall.depth, peak: books.date(ofPointAt: fall.peak), trough: books.date(ofPointAt: fall.trough),
        recovery: fall.recovery.map(books.date), days: fall.daysUnderWater(until: account.end))
    }
  }

  private func trades(_ found: TradeDistribution, _ bins: ReturnBins?) -> ReportPage.Course.Trades {
    ReportPage.Course.Trades(
      count: found.count, hitRate: found.hitRate, mean: found.mean, median: found.median,
      averageWin: found.averageWin, averageLoss: found.averageLoss, longestLosingStreak: found.longestLosingStreak,
      medianHolding: found.medianHolding.map { $0 / 1000 }, bins: bins?.counts(found.returns) ?? [])
  }
}
