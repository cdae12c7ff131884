internal import GRDB
internal import Glibc
package import Market

/// What tells a file from itself before a change: its size and when it was changed last, nanoseconds since 1970.
package struct FileStamp: Equatable, Sendable {
  package var size: Int64
  package var modified: Int64

  /// Nil where there is no such file.
  package init?(_ path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    size = Int64(status.st_size)
    modified = Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec)
  }
}

extension CandleStore {
  /// Whether a file of this stamp was imported into the series; without a venue, into that of any.
  package func hasImported(_ stamp: FileStamp, into name: SeriesName) throws -> Bool {
    try CandleStoreError.translating(path) {
      try queue.inDatabase { database in
        guard try Row.fetchOne(database, sql: "SELECT 1 FROM sqlite_schema WHERE name = 'imported_file'") != nil else {
          return false
        }
        return try Row.fetchOne(
          database,
          sql: """
            SELECT 1 FROM imported_file JOIN series ON series.id = imported_file.series
            WHERE size = ? AND modified = ? AND instrument = ? AND timeframe = ? AND venue = ifnull(?, venue)
            """,
          arguments: [stamp.size, stamp.modified, name.instrument, name.timeframe.rawValue, name.venue]) != nil
      }
    }
  }

  /// Notes that a file's candles are all in a series. Stores of earlier versions have no such table.
  static func note(_ stamp: FileStamp, series: Int64, in database: Database) throws {
    try database.execute(
      sql: """
        CREATE TABLE IF NOT EXISTS imported_file (
          series INTEGER NOT NULL REFERENCES series (id),
          size INTEGER NOT NULL,
          modified INTEGER NOT NULL,
          UNIQUE (series, size, modified)
        )
        """)
    try database.execute(
      sql: "INSERT OR IGNORE INTO imported_file (series, size, modified) VALUES (?, ?, ?)",
      arguments: [series, stamp.size, stamp.modified])
  }
}
