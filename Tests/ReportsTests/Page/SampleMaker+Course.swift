import Market
import Reports

extension SampleMaker {
  /// Months, drawdowns and trades of the page's accounts: as invented as all else, and from no other figure.
  mutating func addCourse(to page: inout ReportPage) {
    let reference = page.reference
    page.course = ReportPage.Course(accounts: [], window: 90)
    for index in page.accounts.indices {
      let account = page.accounts[index]
      let times = Array(account.times.dropFirst(90))
      page.accounts[index].rollingSharpe = ReportPage.RollingSharpe(
        times: times,
        values: account.equity.map { _ in
          var level = 0.8
          return times.map { _ in
            level += normal() * 0.12 - level * 0.02
            return level
          }
        })
      let variants = account.equity.indices
      let shared = (0..<40).map { _ in normal() * 0.03 }
      let years = variants.map { variant in self.years(shared, isReference: variant == reference) }
      let edges = (-12...12).map { Double($0) * 20 }
      page.course?.accounts.append(
        ReportPage.Course.Account(
          name: account.name, days: account.times.count, years: years, falls: variants.map { _ in falls() },
          trades: variants.map { trades(320 - 9 * $0, bins: edges.count + 1) }, edges: edges))
    }
  }

  /// November 2017 to December 2019, the first and the last month in part.
  private mutating func years(_ shared: [Double], isReference: Bool) -> [ReportPage.Course.Year] {
    (2017...2019).map { year in
      var total = 0.0
      let months = (1...12).map { month -> ReportPage.Course.Return? in
        guard year > 2017 || month > 10 else { return nil }
        let difference = isReference ? 0 : normal() * 0.008
        let value = shared[(year - 2017) * 12 + month] + difference
        total += value
        let isWhole = (year, month) != (2017, 11) && (year, month) != (2019, 12)
        return .init(value, difference: isReference ? nil : difference, isWhole: isWhole)
      }
      return .init(
        year: year, months: months, whole: .init(total, difference: isReference ? nil : 0.01, isWhole: year == 2018))
    }
  }

  private mutating func falls() -> [ReportPage.Course.Fall] {
    (0..<5).map { rank in
      let peak = CivilDate(year: 2018, month: 2 + rank, day: 1 + Int(uniform() * 20))
      return .init(
        depth: 0.18 / Double(rank + 1), peak: peak, trough: peak.advanced(by: 20),
        recovery: rank == 0 ? nil : peak.advanced(by: 61), days: rank == 0 ? 300 : 61)
    }
  }

  private mutating func trades(_ count: Int, bins: Int) -> ReportPage.Course.Trades {
    var counts = [Int](repeating: 0, count: bins)
    for _ in 0..<count { counts[min(max(bins / 2 + Int((normal() * 4).rounded()), 0), bins - 1)] += 1 }
    return .init(
      count: count, hitRate: 0.47 + uniform() * 0.1, mean: normal() * 0.0004, median: -0.0002, averageWin: 0.0081,
      averageLoss: -0.0066, longestLosingStreak: 5 + Int(uniform() * 6), medianHolding: 81_000, bins: counts)
  }
}
