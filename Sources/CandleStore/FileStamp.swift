internal import Foundation
internal import GRDB
internal import Glibc
package import Market

/// What tells a file from itself before a change: its size and when it was changed last, nanoseconds since 1970.
package struct FileStamp: Equatable, Sendable {
  package var size: Int64
  package var modified: Int64

  package init(size: Int64, modified: Int64) { (self.size, self.modified) = (size, modified) }

  /// Nil where there is no such file.
  package init?(_ path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    size = Int64(status.st_size)
    modified = Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec)
  }
}

extension CandleStore {
  /// What the file at `path` was when it was last imported into the series, without a venue into that of any; nil where it
  /// never was.
  package func stamp(ofImported path: String, into name: SeriesName) throws -> FileStamp? {
    try CandleStoreError.translating(self.path) {
      try queue.inDatabase { database in
        guard try Row.fetchOne(database, sql: "SELECT 1 FROM sqlite_schema WHERE name = 'imported_file'") != nil else {
          return nil
        }
        let row = try Row.fetchOne(
          database,
          sql: """
            SELECT size, modified FROM imported_file JOIN series ON series.id = imported_file.series
            WHERE path = ? AND instrument = ? AND timeframe = ? AND venue = ifnull(?, venue)
            """,
          arguments: [Self.absolute(path), name.instrument, name.timeframe.rawValue, name.venue])
        guard let size = row.flatMap({ Int64.fromDatabaseValue($0[0]) }),
          let modified = row.flatMap({ Int64.fromDatabaseValue($0[1]) })
        else { return nil }
        return FileStamp(size: size, modified: modified)
      }
    }
  }

  /// Notes that a file's candles are all in a series. Stores of earlier versions have no such table.
  static func note(_ stamp: FileStamp, of path: String, series: Int64, in database: Database) throws {
    try database.execute(
      sql: """
        CREATE TABLE IF NOT EXISTS imported_file (
          series INTEGER NOT NULL REFERENCES series (id),
          path TEXT NOT NULL,
          size INTEGER NOT NULL,
          modified INTEGER NOT NULL,
          UNIQUE (series, path)
        )
        """)
    try database.execute(
      // What is known already is not written again: an import that brings nothing leaves the store's bytes as they are.
      sql: """
        INSERT INTO imported_file (series, path, size, modified) VALUES (?, ?, ?, ?)
        ON CONFLICT (series, path) DO UPDATE SET size = excluded.size, modified = excluded.modified
        WHERE size <> excluded.size OR modified <> excluded.modified
        """,
      arguments: [series, absolute(path), stamp.size, stamp.modified])
  }

  private static func absolute(_ path: String) -> String {
    URL(fileURLWithPath: path).standardizedFileURL.path
  }
}
