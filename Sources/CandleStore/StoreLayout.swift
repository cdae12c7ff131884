internal import GRDB

/// What a store file looks like inside; `Documentation/store.md` explains it to those who read it with other tools.
enum StoreLayout {
  /// `TAPE` in ASCII, in SQLite's header: tells a store from any other SQLite file.
  static let applicationID: Int64 = 0x5441_5045
  /// Grows with every change of the layout; a store of a higher version is refused.
  static let version: Int64 = 1
  /// Bytes; a column of a full chunk then fills one page, which reads twice as fast as from 4 KiB pages.
  static let pageSize = 32_768
  /// Candles of a full chunk.
  static let chunkSize = 4_096

  static let doubleColumns = [
    "open", "high", "low", "close", "volume",
    "bid_open", "bid_high", "bid_low", "bid_close", "ask_open", "ask_high", "ask_low", "ask_close",
  ]

  /// Columns of doubles of a series.
  static func doubleColumnCount(quoted: Bool) -> Int { quoted ? 13 : 5 }

  static func create(in database: Database) throws {
    try database.execute(
      sql: """
        CREATE TABLE series (
          id INTEGER PRIMARY KEY,
          venue TEXT NOT NULL,
          instrument TEXT NOT NULL,
          timeframe TEXT NOT NULL,
          quoted INTEGER NOT NULL,
          source TEXT,
          rows INTEGER NOT NULL,
          fingerprint INTEGER NOT NULL,
          UNIQUE (venue, instrument, timeframe)
        );
        CREATE TABLE chunk (
          id INTEGER PRIMARY KEY,
          series INTEGER NOT NULL REFERENCES series (id),
          first_open INTEGER NOT NULL,
          last_open INTEGER NOT NULL,
          count INTEGER NOT NULL,
          checksum INTEGER NOT NULL,
          open_time BLOB NOT NULL,
          open BLOB NOT NULL, high BLOB NOT NULL, low BLOB NOT NULL, close BLOB NOT NULL, volume BLOB NOT NULL,
          bid_open BLOB, bid_high BLOB, bid_low BLOB, bid_close BLOB,
          ask_open BLOB, ask_high BLOB, ask_low BLOB, ask_close BLOB
        );
        CREATE UNIQUE INDEX chunk_list ON chunk (series, first_open, last_open, count, checksum);
        PRAGMA application_id = \(applicationID);
        PRAGMA user_version = \(version);
        """)
  }
}
