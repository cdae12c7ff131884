import Foundation
import Market
import Testing
import Workbench

@Suite struct RiskDaysTests {
  private func hour(_ count: Int) -> Timestamp { Timestamp(milliseconds: Int64(count) * 3_600_000) }

  private func forecast(_ hours: Int, _ percent: Double) -> (time: Timestamp, volatility: Double) {
    (hour(hours), percent)
  }

  @Test func `a forecast's day is the bars after it, and days do not overlap`() {
    // Closes at hours 1, 2, ...: 101, 102, ...; a day of two bars.
    let days = ForecastDays(
      [forecast(2, 1), forecast(3, 9), forecast(4, 2), forecast(7, 3)],
      closeTimes: (1...8).map { hour($0).milliseconds },
      closes: (1...8).map { 100 + Double($0) }, barsPerDay: 2)
    // The second lies inside the first's day, the last has one bar left.
    #expect(days.volatilities == [0.01, 0.02])
    #expect(days.returns == [log(104.0 / 102), log(106.0 / 104)])
  }

  @Test func `a forecast between closes begins at the newest of them`() {
    let late = (time: Timestamp(milliseconds: hour(2).milliseconds + 60_000), volatility: 1.0)
    let days = ForecastDays(
      [late], closeTimes: (1...4).map { hour($0).milliseconds }, closes: [100, 110, 120, 130], barsPerDay: 1)
    #expect(days.returns == [log(120.0 / 110)])
  }

  /// Prices that fall by 1 % on every tenth day and rise by 0.1 % on the others; an account of 1,000 that holds
  /// `quantity` all the time.
  private func days(_ count: Int, quantity: Double, price first: Double = 100) -> [ExposedDays.Day] {
    var price = first
    return (0..<count).map { day in
      if day > 0 { price *= day % 10 == 0 ? 0.99 : 1.001 }
      return ExposedDays.Day(
        start: hour(24 * day), equity: 1_000 + quantity * (price - first), quantity: quantity, price: price)
    }
  }

  @Test func `the limit is the position's notional times the fifth percentile of its past days`() throws {
    let days = days(40, quantity: 5)
    let exposed = ExposedDays([days])
    // 39 days with a position at their start; the first 20 of them know fewer than 20 returns.
    #expect(exposed.unknown == 20 && exposed.returns.count == 19)
    // Of 20 returns, two are -1 %: rank ceil(0.05 x 20) = 1.
    let day = 21
    let notional = 5 * days[day - 1].price / days[day - 1].equity
    #expect(abs(exposed.limits[0] - 0.01 * notional) < 1e-9)
    let equity = (days[day].equity, days[day - 1].equity)
    #expect(abs(exposed.returns[0] - (equity.0 / equity.1 - 1)) < 1e-15)
  }

  @Test func `a short's tail is the other one`() throws {
    let exposed = ExposedDays([days(22, quantity: -5)])
    let all = days(22, quantity: -5)
    let notional = 5 * all[20].price / all[20].equity
    #expect(abs(try #require(exposed.limits.first) - 0.001 * notional) < 1e-9)
  }

  @Test func `days that begin flat are not exposed`() {
    #expect(ExposedDays([days(40, quantity: 0)]).returns.isEmpty)
  }

  @Test func `positions that offset each other have no tail`() throws {
    let (long, short) = (days(30, quantity: 5), days(30, quantity: -5))
    var both = long
    for day in both.indices { both[day].equity = 1_000 }
    let exposed = ExposedDays([both, short])
    #expect(try #require(exposed.limits.first).magnitude < 1e-12)
    #expect(exposed.limits.count == 9)
  }
}
