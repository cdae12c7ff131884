import Comparison
import Testing

@Suite struct PositionRecoveryTests {
  @Test func `a flip is over at the first tick with the same position`() throws {
    let reference: [Int8] = [0, 1, 1, 1, 0, 0, -1, -1, -1, 0]
    let candidate: [Int8] = [0, 0, 0, 1, 0, 0, -1, 0, 0, -1]
    // Tick 1 waits two ticks and tick 2 one; tick 4 changed nothing; tick 7 never recovers.
    let recovery = try #require(PositionRecovery(reference: reference, candidate: candidate, flips: [1, 2, 4, 7]))
    #expect(recovery.flips == 4 && recovery.harmless == 1 && recovery.censored == 1)
    #expect(recovery.steps.map(\.ticks) == [0, 1, 2] && recovery.steps.map(\.recovered) == [1, 1, 1])
    #expect(recovery.median == 1 && recovery.ninetyPercent == nil)
    // The open flip was last seen after two ticks, as late as the last recovery: a quarter remains.
    #expect(try #require(recovery.steps.last).remaining.isClose(to: 0.25, 1e-15))
  }

  /// Expected values: statsmodels, see Fixtures/make_agreement.py.
  @Test func `with open flips the distribution is Kaplan's and Meier's`() throws {
    // Each wait becomes a run of its own length, cut or closed; positions differ within it.
    var reference: [Int8] = []
    var candidate: [Int8] = []
    var closed: [Int] = []
    var open: [(start: Int, ticks: Int)] = []
    for row in try Fixture.rows("waits.csv") {
      let ticks = try #require(Int(row[0]))
      guard row[1] == "1" else {
        open.append((0, ticks))
        continue
      }
      closed.append(reference.count)
      reference += Array(repeating: 1, count: ticks) + [0]
      candidate += Array(repeating: 0, count: ticks) + [0]
    }
    // Open flips all end at the run's end, so they share its last spell.
    let longest = open.map(\.ticks).max() ?? 0
    let end = reference.count + longest + 1
    reference += Array(repeating: 1, count: longest + 1)
    candidate += Array(repeating: 0, count: longest + 1)
    let flips = closed + open.map { end - 1 - $0.ticks }
    let recovery = try #require(PositionRecovery(reference: reference, candidate: candidate, flips: flips))
    let expected = try Fixture.rows("survival.csv")
    #expect(recovery.censored == open.count && open.count > 20)
    #expect(recovery.steps.map { "\($0.ticks)" } == expected.map { $0[0] })
    for (step, row) in zip(recovery.steps, expected) {
      #expect(abs(step.remaining - (try #require(Double(row[1])))) < 1e-13)
    }
  }

  @Test func `exactly half is a median, rounding or not`() throws {
    // Ten flips, one over after each number of ticks from 0 to 9.
    let reference = [Int8](repeating: 1, count: 9) + [0]
    let candidate = [Int8](repeating: 0, count: 10)
    let recovery = try #require(PositionRecovery(reference: reference, candidate: candidate, flips: Array(0..<10)))
    #expect(recovery.median == 4 && recovery.ninetyPercent == 8 && recovery.ticks(within: 1) == 9)
  }

  @Test func `no flips have no recovery, and flips that never end no median`() throws {
    #expect(PositionRecovery(reference: [0], candidate: [0], flips: []) == nil)
    let never = try #require(PositionRecovery(reference: [1, 1], candidate: [0, 0], flips: [0, 1]))
    #expect(never.censored == 2 && never.steps.isEmpty && never.median == nil)
  }
}
