package import CandleStore
import Foundation
import Market
import Reports
package import Scenarios

/// Brings the candles that a scenario names into the store, where it lacks them.
package enum Stocking {
  /// Imports what is missing; `file` is the scenario's. Tells what it imported.
  package static func fill(
    _ store: CandleStore, for scenario: Scenario, file: String, progress: (String) -> Void
  ) throws {
    for panel in scenario.panels where try !has(panel, in: store) {
      guard !panel.files.isEmpty else {
        throw WorkbenchError.missingSeries(panel.series, scenario: file)
      }
      for name in panel.files {
        let path = name.hasPrefix("/") ? name : Path.neighbour(name, of: file)
        guard FileManager.default.fileExists(atPath: path) else {
          throw WorkbenchError.missingFile(name, series: panel.series, scenario: file)
        }
        let hints = CandleImporter.Hints(
          instrument: panel.series.instrument, timeframe: panel.series.timeframe, venue: panel.series.venue)
        let report = try CandleImporter(into: store).importFile(path, hints: hints)
        progress("imported \(report.rowsStored) candles of \(panel.series) from \(name)")
      }
    }
  }

  private static func has(_ panel: Scenario.Panel, in store: CandleStore) throws -> Bool {
    try store.series().contains { stored in
      stored.name.instrument == panel.series.instrument && stored.name.timeframe == panel.series.timeframe
        && (panel.series.venue == nil || panel.series.venue == stored.name.venue)
    }
  }
}
