import Comparison
import Market
import Testing

@Suite struct DrawdownEpisodesTests {
  /// Expected values: pandas, stretches between running maxima, see Fixtures/make_course.py.
  @Test(arguments: CourseFixture.cases.map(\.name))
  func `falls, their dates and their days are those of an established package`(name: String) throws {
    let curve = try CourseFixture.curve(name)
    let episodes = curve.drawdownEpisodes
    let expected = try CourseFixture.rows("drawdowns", of: name)
    #expect(episodes.count == expected.count && expected.count >= 5)
    let end = try #require(curve.points.last?.time)
    for (episode, row) in zip(episodes, expected) {
      #expect(episode.depth.isClose(to: try #require(Double(row[1])), 1e-12), "\(row)")
      #expect([episode.peak, episode.trough, episode.recovery] == row[2...4].map { Timestamp($0) }, "\(row)")
      #expect(episode.daysUnderWater(until: end) == Double(row[5]), "\(row)")
    }
    #expect(episodes.first == curve.maximumDrawdown)
  }

  @Test func `falls come by depth, the earlier of equal ones first`() {
    // A tenth lost twice, a quarter in between, a fifth that lasts.
    let episodes = EquityCurve.of(100, 90, 100, 75, 100, 100, 90, 120, 96).drawdownEpisodes
    #expect(
      episodes == [
        Drawdown(depth: 0.25, peak: .day(2), trough: .day(3), recovery: .day(4)),
        Drawdown(depth: 0.2, peak: .day(7), trough: .day(8), recovery: nil),
        Drawdown(depth: 0.1, peak: .day(0), trough: .day(1), recovery: .day(2)),
        Drawdown(depth: 0.1, peak: .day(5), trough: .day(6), recovery: .day(7)),
      ])
    #expect(episodes[0].daysUnderWater(until: .day(8)) == 2 && episodes[1].daysUnderWater(until: .day(8)) == 1)
  }

  @Test func `what never falls has none, and nothing falls from a peak without money`() {
    #expect(EquityCurve.of().drawdownEpisodes == [] && EquityCurve.of(100, 100, 110).drawdownEpisodes == [])
    #expect(EquityCurve.of(0, -10).drawdownEpisodes == [])
  }
}
