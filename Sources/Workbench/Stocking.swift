package import CandleStore
import Market
import Reports
package import Scenarios

/// Brings the candles that a scenario names into the store, where it lacks them: those of series that it has not, and of files
/// that have changed since they were imported.
package enum Stocking {
  /// Imports what is missing; `file` is the scenario's. Tells what it imported.
  package static func fill(
    _ store: CandleStore, for scenario: Scenario, file: String, progress: (String) -> Void
  ) throws {
    for panel in scenario.panels { try fill(store, panel, file: file, progress: progress) }
  }

  /// The same for one panel.
  static func fill(
    _ store: CandleStore, _ panel: Scenario.Panel, file: String, progress: (String) -> Void
  ) throws {
    for (series, files) in panel.sources {
      let isStored = try has(series, in: store)
      guard isStored || !files.isEmpty else { throw WorkbenchError.missingSeries(series, scenario: file) }
      for name in files {
        let path = name.hasPrefix("/") ? name : Path.neighbour(name, of: file)
        if isStored {
          // What is stored needs its files no more, and may be from elsewhere.
          guard let now = FileStamp(path), let then = try store.stamp(ofImported: path, into: series), now != then
          else {
            continue
          }
        } else if FileStamp(path) == nil {
          throw WorkbenchError.missingFile(name, series: series, scenario: file)
        }
        let hints = CandleImporter.Hints(
          instrument: series.instrument, timeframe: series.timeframe, venue: series.venue)
        let report = try CandleImporter(into: store).importFile(path, hints: hints)
        if !isStored || report.rowsStored > 0 {
          progress("imported \(report.rowsStored) \(isStored ? "more " : "")candles of \(series) from \(name)")
        }
      }
    }
  }

  private static func has(_ series: SeriesName, in store: CandleStore) throws -> Bool {
    try store.series().contains { stored in
      stored.name.instrument == series.instrument && stored.name.timeframe == series.timeframe
        && (series.venue == nil || series.venue == stored.name.venue)
    }
  }
}

extension Scenario.Panel {
  /// Every series that its replay reads, and the files that hold it.
  fileprivate var sources: [(name: SeriesName, files: [String])] {
    [(series, files)] + [finer, exchange].compactMap { $0 }.map { ($0.series, $0.files) }
  }
}
