internal import GRDB
package import Market

/// The candles of one series in a range of time, chunk by chunk, each verified against its checksum.
///
/// No lock is held between chunks. If an import changes the series meanwhile, reading stops with
/// ``CandleStoreError/changedWhileReading(_:path:)`` rather than mix old candles and new ones.
package struct StoredCandles: CandleSource, Sendable {
  /// The whole series, whatever part of it is read.
  package let series: StoredSeries
  private let seriesID: Int64
  private let chunks: ArraySlice<ChunkEntry>
  private let connection: DatabaseQueue
  private let path: String
  private let from: Timestamp
  private let to: Timestamp
  private var position: Int
  /// Chunks read ahead, the next one last.
  private var ready: [CandleColumns] = []

  /// Chunks read in one transaction: enough to make its cost vanish, little enough to keep memory flat.
  private static let readAhead = 8

  init(_ stored: SeriesCatalogue.Series, in connection: DatabaseQueue, path: String, from: Timestamp?, to: Timestamp?) {
    series = stored.summary
    seriesID = stored.id
    self.connection = connection
    self.path = path
    self.from = from ?? .distantPast
    self.to = to ?? .distantFuture
    let (from, to) = (self.from, self.to)
    let first = stored.chunks.firstIndex { $0.lastOpen >= from } ?? stored.chunks.endIndex
    let end = stored.chunks[first...].firstIndex { $0.firstOpen >= to } ?? stored.chunks.endIndex
    chunks = stored.chunks[first..<end]
    position = first
  }

  package mutating func next() throws -> CandleColumns? {
    while true {
      if ready.isEmpty {
        guard position < chunks.endIndex else { return nil }
        try readChunks()
      }
      // A range between two candles of a chunk leaves nothing of it.
      if let candles = ready.popLast().flatMap(cut) { return candles }
    }
  }

  private mutating func readChunks() throws {
    let batch = chunks[position..<min(position + Self.readAhead, chunks.endIndex)]
    try CandleStoreError.translating(path) {
      try connection.inDatabase { database in
        // One lock for all, so that no import comes in between.
        try database.inTransaction(.deferred) {
          try checkUnchanged(in: database)
          ready = try batch.reversed().map { try read($0, in: database) }
          return .commit
        }
      }
    }
    position = batch.endIndex
  }

  private func checkUnchanged(in database: Database) throws {
    let row = try Row.fetchOne(
      database.cachedStatement(sql: "SELECT fingerprint FROM series WHERE id = ?"), arguments: [seriesID])
    guard row.flatMap({ Int64.fromDatabaseValue($0[0]) }) == series.fingerprint else {
      throw CandleStoreError.changedWhileReading(series.name, path: path)
    }
  }

  private func read(_ chunk: ChunkEntry, in database: Database) throws -> CandleColumns {
    do {
      return try Chunk.read(chunk, quoted: series.quoted, in: database)
    } catch let damage as Chunk.Damage {
      throw CandleStoreError.damagedChunk(
        series.name, firstOpen: chunk.firstOpen, path: path, reason: damage.reason)
    }
  }

  /// The candles within the range, or nil where there are none.
  private func cut(_ candles: CandleColumns) -> CandleColumns? {
    let times = candles.openTime
    guard let first = times.first, let last = times.last else { return nil }
    if first >= from.milliseconds, last < to.milliseconds { return candles }
    let start = times.partitioningIndex { $0 >= from.milliseconds }
    let end = times.partitioningIndex { $0 >= to.milliseconds }
    return start < end ? CandleColumns(candles, start..<end) : nil
  }
}

extension Array {
  /// The first index whose element fulfils `predicate`, which holds for none before and all after; else the count.
  func partitioningIndex(from start: Int = 0, where predicate: (Element) -> Bool) -> Int {
    var (low, high) = (start, count)
    while low < high {
      let middle = (low + high) / 2
      if predicate(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
