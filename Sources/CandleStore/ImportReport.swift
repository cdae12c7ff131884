/// What an import did, as `data import --json` prints it.
package struct ImportReport: Encodable, Equatable, Sendable {
  package let instrument: String
  package let venue: String
  package let timeframe: String
  /// Name of the ``CandleFormat``.
  package let format: String
  /// Of the times in the file.
  package let timezone: String
  /// Candles in the file.
  package let rowsRead: Int
  /// Candles new to the store, or put in the place of others.
  package let rowsStored: Int
  /// Candles that the store already had, equal in all values.
  package let duplicates: Int
  /// Rows left out because they could not be read.
  package let malformed: Int
  /// Of the candles in the file; ISO-8601.
  package let firstOpen: String
  package let lastOpen: String

  private enum CodingKeys: String, CodingKey {
    case instrument, venue, timeframe, format, timezone, duplicates, malformed
    case rowsRead = "rows_read"
    case rowsStored = "rows_stored"
    case firstOpen = "first_open"
    case lastOpen = "last_open"
  }
}
