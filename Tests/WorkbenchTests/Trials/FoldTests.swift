import Market
import Scenarios
import Testing
import Workbench

@Suite struct FoldTests {
  private let year = Timestamp(year: 2018, month: 1, day: 1)..<Timestamp(year: 2019, month: 1, day: 1)

  private func folds(_ yaml: String) throws -> [Fold] {
    let text = "name: a\ndata: [{ series: BTCUSD 1h }]\nstrategy: { kind: sma-cross }\nwalk_forward: \(yaml)\n"
    return try #require(try Scenario(yaml: text, file: "a.yaml").walkForward).folds(of: year)
  }

  /// Days of the year on which a stretch begins to learn, begins and ends.
  private func days(_ stretch: TapeStretch) -> [Int] {
    [stretch.learnsFrom, stretch.window.lowerBound, stretch.window.upperBound].map {
      $0.daysSince1970 - year.lowerBound.daysSince1970
    }
  }

  @Test func `rolling training is as long in each fold`() throws {
    let folds = try folds("{ train: 100d, test: 50d }")
    #expect(folds.map(\.number) == [1, 2, 3, 4, 5])
    // 365 days: the sixth test would end on day 400.
    #expect(
      folds.map { days($0.train) } == [[0, 0, 100], [0, 50, 150], [0, 100, 200], [50, 150, 250], [100, 200, 300]])
    #expect(
      folds.map { days($0.test) } == [
        [0, 100, 150], [50, 150, 200], [100, 200, 250], [150, 250, 300], [200, 300, 350],
      ])
  }

  @Test func `anchored training begins with the window and grows`() throws {
    let folds = try folds("{ mode: anchored, train: 100d, test: 100d, lead_in: 30d }")
    #expect(folds.map { days($0.train) } == [[0, 0, 100], [0, 0, 200]])
    #expect(folds.map { days($0.test) } == [[70, 100, 200], [170, 200, 300]])
  }

  @Test func `an embargo ends training before the test`() throws {
    let folds = try folds("{ train: 100d, test: 100d, step: 150d, embargo: 7d, lead_in: 0s }")
    #expect(folds.map { days($0.train) } == [[0, 0, 93], [150, 150, 243]])
    #expect(folds.map { days($0.test) } == [[100, 100, 200], [250, 250, 350]])
  }

  @Test func `a window of exactly one fold has one`() throws {
    #expect(try folds("{ train: 300d, test: 65d }").count == 1)
    let error = try #require(throws: TrialError.self) { try folds("{ train: 300d, test: 66d }") }
    #expect(
      "\(error)"
        == "the window 2018-01-01T00:00:00Z to 2019-01-01T00:00:00Z is shorter than walk_forward.train and test "
        + "together, 366 days. Shorten them or widen the window.")
  }
}
