package import CandleStore
package import LanguageModels
package import Market

/// Why a scenario cannot be run although its file is well written.
package enum WorkbenchError: Error, CustomStringConvertible {
  case missingSeries(SeriesName, scenario: String)
  case missingFile(String, series: SeriesName, scenario: String)
  case emptyWindow(SeriesName, from: Timestamp, to: Timestamp, StoredSeries)
  case pulseShorterThanCandles(Timeframe, SeriesName)
  case unreadable(String, reason: String)
  case cannotMock(variant: String, card: String, WeightFormatError)
  case cannotServe(variant: String, card: String, missing: String)
  /// Its folder would stand in the way of a file of the run directory.
  case variantName(String)
  case noTick(StoredSeries, at: Timestamp)
  case noRates(SeriesName, until: Timestamp)

  package var description: String {
    switch self {
    case .missingSeries(let series, let scenario):
      "the store has no \(series), and \(scenario) names no files for it. Import some with 'tapedeck data import', or "
        + "add 'files' to the series."
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
    case .cannotMock(let variant, let card, let error):
      "the variant '\(variant)' takes the model card \(card). \(error)"
    case .cannotServe(let variant, let card, let missing):
      "\(card): a server answers for the variant '\(variant)', and its card has no \(missing). Add it."
    case .variantName(let name):
      "the variant '\(name)' has the name of a file of the run directory. Rename it."
    case .noRates(let series, let end):
      "\(series) has no usable candle before \(end) to exchange money by. Import earlier ones, or move the window."
    case .noTick(let series, let instant):
      "\(series.name) has no tick by \(instant): it is stored from \(series.firstOpen) to \(series.lastOpen)."
    }
  }
}
