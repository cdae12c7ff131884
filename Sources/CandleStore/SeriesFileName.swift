package import Market

/// What the path of a file tells of the series in it: `coinbase/btcusd_1h.csv.gz`, `us-equity/aapl_1d_raw.csv`.
///
/// The name is cut at `_`: the first word is the instrument, one is a timeframe, others are remarks. The folder is the
/// venue where it is a known one: a file in `~/Downloads` was not recorded by a venue called Downloads.
package struct SeriesFileName: Equatable, Sendable {
  package var venue: String?
  package var instrument: String?
  package var timeframe: Timeframe?

  /// Venues that a folder may name without being stored yet.
  static let knownVenues = [
    "binance", "bitfinex", "bitstamp", "bybit", "coinbase", "coinbase-quotes", "fxcm", "gemini", "kraken", "mt5",
    "oanda", "okx", "us-equity",
  ]

  /// Reads `path`; `venues` are known besides ``knownVenues``.
  package init(path: String, venues: [String] = []) {
    let parts = path.split(separator: "/")
    let name = parts.last?.prefix { $0 != "." } ?? ""
    let words = name.split(separator: "_")
    timeframe = words.lazy.compactMap { Timeframe(rawValue: $0.lowercased()) }.first
    if timeframe != nil, let word = words.first, Timeframe(rawValue: word.lowercased()) == nil {
      instrument = word.uppercased()
    }
    if parts.count > 1 {
      let folder = parts[parts.count - 2].lowercased()
      venue = (Self.knownVenues + venues).contains(folder) ? folder : nil
    }
  }
}
