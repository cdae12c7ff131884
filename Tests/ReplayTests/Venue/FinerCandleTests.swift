import Market
import Replay
import Testing

/// Stored candles of a shorter timeframe decide what happened inside a longer one.
@Suite struct FinerCandleTests {
  /// Three hours: bought at 100 at 01:00; within that hour both the stop at 95 and the target at 110 are met.
  private static let hours = CandleColumns([.flat(100), PriceBar(100, 111, 94, 100), .flat(100)])

  /// The minutes of the second hour: up to 111 first and down to 94 after, or the other way round.
  private func minutes(risesFirst: Bool) -> CandleColumns {
    let up = PriceBar(100, 111, 100, 100)
    let down = PriceBar(100, 100, 94, 100)
    let start = Timestamp.at("2024-01-15T01:00Z")
    return CandleColumns(risesFirst ? [.flat(100), up, down] : [.flat(100), down, up], from: start, .oneMinute)
  }

  private func scene(_ finer: CandleColumns?, _ intrabar: VenueSettings.Intrabar = .pessimistic) -> ReplayScene {
    var scene = ReplayScene(Self.hours, settings: .bracket(intrabar))
    scene.finer = finer.map { ($0, .oneMinute) }
    return scene
  }

  @Test(arguments: VenueSettings.Intrabar.allCases)
  func `what the minutes tell needs no assumption`(intrabar: VenueSettings.Intrabar) throws {
    for (risesFirst, cause, minute) in [(true, FillCause.takeProfit, 2), (false, .stopLoss, 2)] {
      let run = try scene(minutes(risesFirst: risesFirst), intrabar).played(by: .plan([0: .buy]))
      #expect(run.fills.map(\.cause) == [.signal, cause])
      // The end of the minute in which it was met, not that of the hour.
      #expect(run.fills.last?.time == Timestamp.at("2024-01-15T01:00Z").close(of: minute - 1, .oneMinute))
    }
  }

  @Test func `without minutes the hour is played by its own rule`() throws {
    #expect(try scene(nil).played(by: .plan([0: .buy])).fills.last?.cause == .stopLoss)
    #expect(try scene(nil, .optimistic).played(by: .plan([0: .buy])).fills.last?.cause == .takeProfit)
    // Minutes of another hour are none of this one's.
    let other = CandleColumns([.flat(100)], from: .at("2024-01-15T02:00Z"), .oneMinute)
    #expect(try scene(other).played(by: .plan([0: .buy])).fills.last?.cause == .stopLoss)
  }

  /// The quarter of an hour in which the market fell is missing: played alone, the others would spare it the stop.
  @Test func `where the minutes leave out an extreme, the hour is played by its own rule`() throws {
    let calm = CandleColumns([.flat(100), PriceBar(100, 111, 100, 100)], from: .at("2024-01-15T01:00Z"), .oneMinute)
    for (rule, cause) in [(VenueSettings.Intrabar.pessimistic, FillCause.stopLoss), (.optimistic, .takeProfit)] {
      let run = try scene(calm, rule).played(by: .plan([0: .buy]))
      #expect(run.fills.last?.cause == cause)
      #expect(run.fills.last?.time == .at("2024-01-15T02:00Z"))
    }
  }

  @Test func `an order fills at the open of the minute in which it arrives`() throws {
    var scene = scene(nil)
    var rising = (0..<60).map { PriceBar.flat(100 + Double($0) / 100) }
    rising[59] = PriceBar(100.59, 111, 94, 100)
    scene.finer = (CandleColumns(rising, from: .at("2024-01-15T01:00Z"), .oneMinute), .oneMinute)
    scene.settings.venue.latency = 90_000
    let run = try scene.played(by: .plan([0: .buy]))
    #expect(run.fills.first?.price == FixedPoint(100.01))
    #expect(run.fills.first?.time == .at("2024-01-15T01:01:30Z"))
  }
}
