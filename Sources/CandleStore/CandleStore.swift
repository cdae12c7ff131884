internal import Foundation
internal import GRDB
package import Market

/// Candles in one SQLite file.
///
/// A store may be shared by threads; each ``StoredCandles`` reads through a connection of its own.
package struct CandleStore: Sendable {
  package let path: String
  let queue: DatabaseQueue
  private let configuration: Configuration

  /// Opens the store at `path`; with `creating`, makes it where there is none.
  ///
  /// `waiting` is how long to wait for another process that writes before ``CandleStoreError/locked(path:)``.
  package init(path: String, creating: Bool = false, waiting: Duration = .seconds(5)) throws {
    self.path = path
    var isFolder: ObjCBool = false
    let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
    if isFolder.boolValue { throw CandleStoreError.notAStore(path: path, reason: "it is a folder") }
    guard exists || creating else { throw CandleStoreError.missing(path: path) }

    var configuration = Configuration()
    configuration.busyMode = .timeout(Double(waiting.inMilliseconds) / 1000)
    configuration.label = "candle store"
    configuration.prepareDatabase { database in
      try database.execute(sql: "PRAGMA page_size = \(StoreLayout.pageSize); PRAGMA cell_size_check = ON")
    }
    self.configuration = configuration
    queue = try CandleStoreError.translating(path) { [configuration] in
      let queue = try DatabaseQueue(path: path, configuration: configuration)
      try queue.inDatabase { database in
        if creating, !exists || Self.isEmptyFile(path) { try Self.create(in: database) }
        try Self.check(database, path: path)
      }
      return queue
    }
  }

  private static func isEmptyFile(_ path: String) -> Bool {
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    return attributes?[.size] as? Int64 == 0
  }

  private static func create(in database: Database) throws {
    try database.inTransaction(.immediate) {
      // Another process may have been faster.
      let tables = try Row.fetchOne(database, sql: "SELECT count(*) FROM sqlite_schema")
      if tables.flatMap({ Int64.fromDatabaseValue($0[0]) }) == 0 { try StoreLayout.create(in: database) }
      return .commit
    }
  }

  private static func check(_ database: Database, path: String) throws {
    guard try pragma("page_count", database) > 0 else {
      throw CandleStoreError.notAStore(path: path, reason: "it is empty")
    }
    guard try pragma("application_id", database) == StoreLayout.applicationID else {
      throw CandleStoreError.notAStore(path: path, reason: "it is an SQLite file of another program")
    }
    let version = try pragma("user_version", database)
    guard version <= StoreLayout.version else {
      throw CandleStoreError.newerVersion(path: path, found: version, supported: StoreLayout.version)
    }
    guard version == StoreLayout.version else {
      throw CandleStoreError.damaged(path: path, reason: "its layout has the unknown version \(version)")
    }
  }

  private static func pragma(_ name: String, _ database: Database) throws -> Int64 {
    try Row.fetchOne(database, sql: "PRAGMA \(name)").flatMap { Int64.fromDatabaseValue($0[0]) } ?? 0
  }

  /// Another connection to the same file.
  func connect() throws -> DatabaseQueue { try DatabaseQueue(path: path, configuration: configuration) }
}

extension CandleStore {
  /// Every stored series, ordered by name.
  package func series() throws -> [StoredSeries] {
    try read { catalogue in
      try catalogue.names().map { try catalogue.series($0).summary }
    }
  }

  /// The stored series that `name` means: the only one of that instrument and timeframe, unless `name` says the venue.
  package func series(_ name: SeriesName) throws -> StoredSeries {
    try read { try $0.series(try $0.resolve(name)).summary }
  }

  /// The candles of a series that open in `from ..< to`, oldest first; an open end is not limited.
  package func candles(
    of name: SeriesName, from: Timestamp? = nil, to: Timestamp? = nil
  ) throws -> StoredCandles {
    try CandleStoreError.translating(path) {
      let connection = try connect()
      let series = try connection.read { database in
        let catalogue = SeriesCatalogue(database: database, path: path)
        return try catalogue.series(try catalogue.resolve(name))
      }
      return StoredCandles(series, in: connection, path: path, from: from, to: to)
    }
  }

  private func read<T>(_ body: (SeriesCatalogue) throws -> T) throws -> T {
    try CandleStoreError.translating(path) {
      try queue.read { try body(SeriesCatalogue(database: $0, path: path)) }
    }
  }
}
