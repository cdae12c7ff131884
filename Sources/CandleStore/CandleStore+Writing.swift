internal import GRDB
package import Market

/// What became of candles that were written into a store.
package struct WriteResult: Equatable, Sendable {
  /// Candles given.
  package var rowsRead = 0
  /// Candles new to the store, or put in the place of others.
  package var rowsStored = 0
  /// Candles that the store already had, equal in all values.
  package var duplicates = 0
  /// Of the candles given; nil when there were none.
  package var firstOpen: Timestamp?
  package var lastOpen: Timestamp?
}

extension CandleStore {
  /// Adds candles to the series `name`, all of them or, when anything goes wrong, none.
  ///
  /// The candles rise in time; they may extend, precede or interleave with what is stored. One that differs from the
  /// stored candle of its time is an error, or takes its place with `replacing`. `name` has a venue. `source` says where
  /// the candles come from; nil leaves what an earlier import said. `file` is noted as imported.
  package func write<Candles: CandleSource>(
    _ candles: inout Candles, to name: SeriesName, source: String? = nil, replacing: Bool = false,
    file: (path: String, stamp: FileStamp)? = nil
  ) throws -> WriteResult {
    precondition(name.venue != nil, "a stored series has a venue")
    return try CandleStoreError.translating(path) {
      var result = WriteResult()
      try queue.writeWithoutTransaction { database in
        try database.inTransaction(.immediate) {
          result = try write(&candles, to: name, source: source, replacing: replacing, file: file, in: database)
          return .commit
        }
      }
      return result
    }
  }

  private func write<Candles: CandleSource>(
    _ candles: inout Candles, to name: SeriesName, source: String?, replacing: Bool,
    file: (path: String, stamp: FileStamp)?,
    in database: Database
  ) throws -> WriteResult {
    var result = WriteResult()
    guard let first = try candles.next() else { return result }
    let quoted = first.quotes != nil
    let catalogue = SeriesCatalogue(database: database, path: path)
    let known = try catalogue.names().first { $0.name == name }.map(catalogue.series)
    if let known, known.summary.quoted != quoted {
      throw CandleStoreError.quotesDiffer(name, storedQuoted: known.summary.quoted)
    }
    let id = try known?.id ?? insertSeries(name, quoted: quoted, in: database)
    var writer = SeriesWriter(
      id: id, name: name, quoted: quoted, replacing: replacing, chunks: known?.chunks ?? [], path: path,
      database: database)

    result.firstOpen = first.openTime.first.map(Timestamp.init(milliseconds:))
    var batch: CandleColumns? = first
    while let rows = batch {
      precondition((rows.quotes != nil) == quoted, "all candles of a series are quoted, or none")
      try writer.merge(rows)
      result.rowsRead += rows.count
      result.lastOpen = rows.openTime.last.map(Timestamp.init(milliseconds:))
      batch = try candles.next()
    }
    try writer.finish()
    result.rowsStored = writer.rowsStored
    result.duplicates = writer.duplicates

    let chunks = try catalogue.chunkList(of: id) { .damagedSeries(name, path: path, reason: $0) }
    let source = source ?? known?.summary.source
    try database.execute(
      sql: "UPDATE series SET source = ?, rows = ?, fingerprint = ? WHERE id = ?",
      arguments: [
        source, chunks.reduce(0) { $0 + $1.count },
        SeriesCatalogue.fingerprint(of: name, quoted: quoted, source: source, chunks: chunks), id,
      ])
    if let file { try Self.note(file.stamp, of: file.path, series: id, in: database) }
    return result
  }

  private func insertSeries(_ name: SeriesName, quoted: Bool, in database: Database) throws -> Int64 {
    try database.execute(
      sql: """
        INSERT INTO series (venue, instrument, timeframe, quoted, rows, fingerprint) VALUES (?, ?, ?, ?, 0, 0)
        """,
      arguments: [name.venue, name.instrument, name.timeframe.rawValue, quoted ? 1 : 0])
    return database.lastInsertedRowID
  }
}
