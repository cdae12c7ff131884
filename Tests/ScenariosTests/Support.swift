import Foundation
import Replay
import Scenarios

/// The shortest scenario with `more` at its end.
func read(_ more: String = "", overrides: [String] = []) throws(ScenarioError) -> Scenario {
  try Scenario(yaml: shortest + more, file: "a.yaml", overrides: overrides)
}

/// Three lines: what stands after them begins in line 4.
let shortest = """
  name: a
  data: [{ series: BTCUSD 1h }]
  strategy: { kind: sma-cross }

  """

/// The settings of the first instrument.
func settings(_ more: String = "", overrides: [String] = []) throws -> PipelineSettings {
  try read(more, overrides: overrides).panels[0].settings
}

/// What is wrong with the shortest scenario with `more` at its end; nil where nothing is.
func refusal(_ more: String, overrides: [String] = []) -> ScenarioError? {
  refusal(in: shortest + more, overrides: overrides)
}

func refusal(in yaml: String, overrides: [String] = []) -> ScenarioError? {
  do throws(ScenarioError) {
    _ = try Scenario(yaml: yaml, file: "a.yaml", overrides: overrides)
    return nil
  } catch {
    return error
  }
}

/// The project's folder.
let project = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent()
