import Scenarios
import Testing

@Suite struct LabelHorizonTests {
  @Test func `the label horizon is a day of hours unless the scenario says otherwise`() throws {
    #expect(try read().report.labelHorizon == 24)
    #expect(try read("report: { label_horizon: 6 }").report.labelHorizon == 6)
    #expect(try read("report: { label_horizon: 6, decision_log: full }").report.decisionLog == .full)
  }

  @Test(arguments: ["0", "-1", "1001", "24.5", "a day"])
  func `it is a whole number of bars from 1 to 1000`(value: String) {
    #expect(refusal("report: { label_horizon: \(value) }")?.key == "report.label_horizon")
  }

  @Test func `a misspelt key is told its name`() {
    let error = refusal("report: { label_horizn: 6 }")
    #expect(error?.problem == "unknown key. Did you mean 'label_horizon'?")
  }
}
