package import CandleStore
package import Market

/// Why a scenario cannot be run although its file is well written.
package enum WorkbenchError: Error, CustomStringConvertible {
  case missingSeries(SeriesName, scenario: String, stored: String)
  case missingFile(String, series: SeriesName, scenario: String)
  case emptyWindow(SeriesName, from: Timestamp, to: Timestamp, StoredSeries)
  case pulseShorterThanCandles(Timeframe, SeriesName)
  case unreadable(String, reason: String)

  package var description: String {
    switch self {
    case .missingSeries(let series, let scenario, let stored):
      "the store has no \(series), and \(scenario) names no files for it. Import some with 'tapedeck data import', or "
        + "add 'files' to the series.\(stored)"
    case .missingFile(let file, let series, let scenario):
      "\(scenario) takes \(series) from '\(file)', which is not there. Correct the path; it starts at the scenario's "
        + "folder."
    case .emptyWindow(let series, let from, let to, let stored):
      "\(series) has no candles from \(from) to \(to): it is stored from \(stored.firstOpen) to \(stored.lastOpen). "
        + "Move the window."
    case .pulseShorterThanCandles(let timeframe, let series):
      "the prompt asks for a pulse of \(timeframe.rawValue), which cannot be built from \(series). Name "
        + "\(series.timeframe.rawValue) or longer in strategy.prompt.timeframes."
    case .unreadable(let path, let reason):
      "cannot read '\(path)': \(reason)."
    }
  }
}
