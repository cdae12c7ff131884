import Market
import Replay
import Testing

/// Mark-outs against a plain double loop over rows and closes.
@Suite struct MarkOutTests {
  private struct Mark {
    var count = 0
    var total = 0.0
  }

  /// For each stage and horizon: every BUY and SELL, `sign x (close(i + bars) / close(i) - 1)`.
  private func bruteForce(_ rows: [DecisionRow], _ closes: [Double]) -> [[Mark]] {
    var marks = [[Mark]](repeating: [Mark](repeating: Mark(), count: 3), count: Stage.allCases.count)
    for row in rows where row.stage.isAfterDecision && row.action != .hold {
      let index = Int((row.time.milliseconds - Timestamp.monday.milliseconds) / 3_600_000) - 1
      for (horizon, bars) in [1, 4, 24].enumerated() where index + bars < closes.count {
        let sign: Double = row.action == .buy ? 1 : -1
        marks[Int(row.stage.rawValue)][horizon].count += 1
        marks[Int(row.stage.rawValue)][horizon].total += sign * (closes[index + bars] / closes[index] - 1)
      }
    }
    return marks
  }

  @Test(arguments: 0..<8)
  func `every decision is marked 1, 4 and 24 bars later under the stage it ended at`(seed: Int) throws {
    var settings = PipelineSettings.bracket()
    settings.minimumConfidence = 40
    settings.risk.dailyTrades = 3
    settings.risk.maximumDrawdown = 0.05
    settings.positions = seed % 2 == 0 ? .longFlat : .longShort
    let candles = CandleColumns(gapping: 400, seed: UInt64(seed))
    let run = try ReplayScene(candles, settings: settings).played(by: .random(seed: UInt64(seed)))
    let expected = bruteForce(run.rows, candles.close)
    var stages = 0
    for stage in Stage.allCases {
      for horizon in 0..<3 {
        let sum = run.markOuts.sum(stage, horizon: horizon)
        let mark = expected[Int(stage.rawValue)][horizon]
        #expect(sum.count == mark.count)
        #expect((sum.total - mark.total).magnitude < 1e-10)
      }
      if expected[Int(stage.rawValue)][0].count > 0 { stages += 1 }
    }
    #expect(stages >= 4)
  }

  @Test func `a SELL gains what the market falls, in basis points`() throws {
    let run = try ReplayScene(CandleColumns(closes: [100, 99, 98, 97, 96], from: .monday), settings: .halfIn)
      .played(by: .plan([0: .sell]))
    #expect(run.stages[0] == .alreadyFlat)
    let marks = (0..<3).map { run.markOuts.sum(.alreadyFlat, horizon: $0) }
    #expect(marks.map(\.count) == [1, 1, 0])
    #expect(((marks[0].meanBasisPoints ?? 0) - 100).magnitude < 1e-9)
    #expect(((marks[1].meanBasisPoints ?? 0) - 400).magnitude < 1e-9)
    #expect(marks[2].meanBasisPoints == nil)
  }

  @Test func `a HOLD is not marked`() throws {
    let run = try ReplayScene(CandleColumns(gapping: 60, seed: 1), settings: .halfIn)
      .played(deciding: Decision(.hold, confidence: 100))
    #expect(Stage.allCases.allSatisfy { run.markOuts.sum($0, horizon: 0).count == 0 })
  }

  @Test(arguments: [(0, 1), (1, 4), (2, 24)])
  func `a decision is marked once so many bars have followed it, and not one bar before`(
    horizon: Int, bars: Int
  ) throws {
    for (later, count) in [(bars - 1, 0), (bars, 1)] {
      let candles = CandleColumns(closes: (0...later).map { 100 + Double($0) }, from: .monday)
      let marks = try ReplayScene(candles, settings: .halfIn).played(by: .plan([0: .buy])).markOuts
      let sum = marks.sum(.ordered, horizon: horizon)
      #expect(sum.count == count)
      #expect((sum.total - Double(count * bars) / 100).magnitude < 1e-12)
    }
  }
}
