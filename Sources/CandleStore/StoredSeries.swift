package import Market

/// One series of a store, as `data list` shows it.
package struct StoredSeries: Equatable, Sendable {
  /// With its venue.
  package let name: SeriesName
  /// Whether bid and ask were recorded.
  package let quoted: Bool
  /// Where the candles come from and under which licence, as whoever imported them wrote it.
  package let source: String?
  /// How many candles; at least one.
  package let rows: Int
  package let firstOpen: Timestamp
  package let lastOpen: Timestamp
  /// Changes with the candles, their chunks and everything above.
  package let fingerprint: Int64
}
