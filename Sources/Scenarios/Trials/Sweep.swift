/// Many settings of one scenario, each a point that is tried on the same candles.
package struct Sweep: Equatable, Sendable {
  /// The keys that points set, each the path of `--set`: `strategy.fast`.
  package var keys: [String]
  /// In order: the grid's, those drawn, those of the file.
  package var points: [Point]
  package var metric: TrialMetric
  /// The file that points came from, as the scenario names it, and where it lies.
  package var file: PointsFile?
  /// Values of each key where the points are the whole grid over them and nothing else; empty otherwise.
  package var grid: [[String]]

  package struct Point: Equatable, Sendable {
    /// From 1.
    package var number: Int
    /// By key, YAML as it would be typed; nil leaves what the scenario says.
    package var values: [String?]
    package var reading: Reading
  }

  /// What a point's settings came to.
  package enum Reading: Equatable, Sendable {
    case scenario(Scenario)
    case refused(ScenarioError)
  }

  package struct PointsFile: Equatable, Sendable {
    package var name: String
    package var path: String
  }

  /// More would hardly be looked at, and each costs a few kilobytes before anything plays.
  static let largest = 10_000
}
