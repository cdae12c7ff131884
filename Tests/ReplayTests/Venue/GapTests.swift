import Foundation
import Market
import Replay
import Testing

/// Real candles that open away from the close before them: `Fixtures/Gaps`.
@Suite struct GapTests {
  /// Two candles before a gap, and two from it on.
  struct Gap: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var bars: [PriceBar]

    var close: Double { bars[1].close }
    var open: Double { bars[2].open }
    /// A price between the close before the gap and the open after it, on the grid.
    var inside: FixedPoint { Instrument.euro.nearestTick(to: (close + open) / 2) }
    /// Whoever is hurt by the gap: a long by one down, a short by one up.
    var hurt: Side { open < close ? .buy : .sell }
    var helped: Side { open < close ? .sell : .buy }

    static let all = ["spy_1d", "spy_1h", "gbpusd_1h", "btcusd_4h"].flatMap(read)

    private static func read(_ name: String) -> [Gap] {
      guard
        let file = Bundle.module.url(forResource: name, withExtension: "csv", subdirectory: "Fixtures/Gaps"),
        let text = try? String(contentsOf: file, encoding: .utf8)
      else { fatalError("there is no fixture \(name).csv") }
      let rows = text.split(separator: "\n").dropFirst().map { $0.split(separator: ",") }
      let bars = rows.map { row in
        let prices = row[2...5].compactMap { Double($0) }
        return PriceBar(prices[0], prices[1], prices[2], prices[3])
      }
      return stride(from: 0, to: bars.count, by: 4).map {
        Gap(testDescription: "\(name) \(rows[$0 + 2][1])", bars: Array(bars[$0..<$0 + 4]))
      }
    }
  }

  private func bench(_ rule: VenueSettings.Intrabar) -> VenueBench {
    var settings = VenueSettings.rule(rule)
    settings.balance = FixedPoint(1_000_000)
    var instrument = Instrument.euro
    instrument.lotStep = 1
    instrument.minimumOrder = 1
    return VenueBench(settings, instrument: instrument)
  }

  @Test func `every series has twenty gaps`() {
    #expect(Gap.all.count == 80)
    #expect(Gap.all.allSatisfy { $0.open != $0.close })
  }

  @Test(arguments: Gap.all)
  func `a market order decided at the close fills at the next open`(gap: Gap) {
    for side in [Side.buy, .sell] {
      var bench = bench(.pessimistic)
      bench.play(gap.bars[0], gap.bars[1])
      bench.send(side, 1)
      bench.play(gap.bars[2])
      #expect(bench.events.fills.map(\.price) == [FixedPoint(gap.open)])
    }
  }

  @Test(arguments: Gap.all, VenueSettings.Intrabar.allCases)
  func `a protective stop inside the gap fills at the open`(gap: Gap, rule: VenueSettings.Intrabar) {
    var bench = bench(rule)
    // Entered at the close before the gap, the stop halfway to the open behind it.
    bench.send(gap.hurt, 1) { $0.bracket = Bracket(stop: 0.5) }
    bench.play(.flat(gap.close))
    #expect(bench.venue.replaceStop(gap.inside, of: bench.position) == nil)
    bench.play(gap.bars[2])
    #expect(bench.causes == [.signal, .stopLoss])
    #expect(bench.events.fills.last?.price == FixedPoint(gap.open))
    #expect(bench.events.fills.last?.time == Timestamp.monday.open(of: 1))
  }

  @Test(arguments: Gap.all, VenueSettings.Intrabar.allCases)
  func `a limit inside the gap gets its price under the careful rule, else the open`(
    gap: Gap, rule: VenueSettings.Intrabar
  ) {
    // Buys below the close before a gap down, sells above it before one up.
    var bench = bench(rule)
    bench.send(gap.hurt, .limit(gap.inside), 1)
    bench.play(.flat(gap.close), gap.bars[2])
    #expect(bench.events.fills.map(\.price) == [rule == .pessimistic ? gap.inside : FixedPoint(gap.open)])
  }

  @Test(arguments: Gap.all, VenueSettings.Intrabar.allCases)
  func `an entry stop inside the gap fills at the open, a stop-limit only within its limit`(
    gap: Gap, rule: VenueSettings.Intrabar
  ) {
    var bench = bench(rule)
    bench.send(gap.helped, .stop(gap.inside), 1)
    bench.play(.flat(gap.close), .flat(gap.open))
    #expect(bench.events.fills.map(\.price) == [FixedPoint(gap.open)])
    var limited = self.bench(rule)
    limited.send(gap.helped, .stopLimit(stop: gap.inside, limit: gap.inside), 1)
    limited.play(.flat(gap.close), .flat(gap.open))
    #expect(limited.prices.isEmpty)
  }
}
