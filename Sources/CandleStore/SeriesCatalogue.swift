internal import GRDB
internal import Market

/// What a store holds, read and verified within one transaction.
struct SeriesCatalogue {
  let database: Database
  let path: String

  /// A row of the table `series` whose candles were not looked at yet.
  struct Name {
    let id: Int64
    let name: SeriesName
  }

  /// A series and the list of its chunks, in order of time.
  struct Series {
    let id: Int64
    let summary: StoredSeries
    let chunks: [ChunkEntry]
  }

  /// Every series, ordered by name.
  func names() throws -> [Name] {
    let rows = try Row.fetchCursor(database, sql: "SELECT id, venue, instrument, timeframe FROM series")
    var names: [Name] = []
    while let row = try rows.next() {
      guard let id = Int64.fromDatabaseValue(row[0]), let venue = String.fromDatabaseValue(row[1]),
        let instrument = String.fromDatabaseValue(row[2]),
        let timeframe = String.fromDatabaseValue(row[3]).flatMap(Timeframe.init(rawValue:)),
        let name = try? SeriesName(venue: venue, instrument: instrument, timeframe: timeframe)
      else {
        throw CandleStoreError.damaged(path: path, reason: "a row of the table series names no series")
      }
      names.append(Name(id: id, name: name))
    }
    return names.sorted { $0.name < $1.name }
  }

  /// The stored series that `name` means.
  func resolve(_ name: SeriesName) throws -> Name {
    let all = try names()
    let matching = all.filter {
      $0.name.instrument == name.instrument && $0.name.timeframe == name.timeframe
        && (name.venue == nil || name.venue == $0.name.venue)
    }
    guard let found = matching.first else {
      let stored = all.map(\.name)
      throw CandleStoreError.unknownSeries(name, stored: stored, nearest: name.nearest(in: stored), path: path)
    }
    guard matching.count == 1 else { throw CandleStoreError.severalVenues(name, stored: matching.map(\.name)) }
    return found
  }

  /// The series with its chunk list, verified against the series' fingerprint.
  func series(_ stored: Name) throws -> Series {
    func damaged(_ reason: String) -> CandleStoreError { .damagedSeries(stored.name, path: path, reason: reason) }
    let row = try Row.fetchOne(
      database, sql: "SELECT quoted, source, rows, fingerprint FROM series WHERE id = ?", arguments: [stored.id])
    guard let row, let quoted = Int64.fromDatabaseValue(row[0]), let rows = Int.fromDatabaseValue(row[2]),
      let fingerprint = Int64.fromDatabaseValue(row[3]), quoted == 0 || quoted == 1
    else { throw damaged("its row in the table series is not readable") }
    let source = String.fromDatabaseValue(row[1])

    let chunks = try chunkList(of: stored.id, damaged: damaged)
    let expected = Self.fingerprint(of: stored.name, quoted: quoted == 1, source: source, chunks: chunks)
    guard fingerprint == expected else { throw damaged("the list of its chunks does not match its fingerprint") }
    guard let first = chunks.first, let last = chunks.last, rows == chunks.reduce(0, { $0 + $1.count }) else {
      throw damaged("its chunks hold another number of candles than its \(rows) rows")
    }
    let summary = StoredSeries(
      name: stored.name, quoted: quoted == 1, source: source, rows: rows,
      firstOpen: first.firstOpen, lastOpen: last.lastOpen, fingerprint: fingerprint)
    return Series(id: stored.id, summary: summary, chunks: chunks)
  }

  /// The chunks of a series in order of time, as the index lists them.
  func chunkList(of series: Int64, damaged: (String) -> CandleStoreError) throws -> [ChunkEntry] {
    let rows = try Row.fetchCursor(
      database,
      sql: "SELECT id, first_open, last_open, count, checksum FROM chunk WHERE series = ? ORDER BY first_open",
      arguments: [series])
    var chunks: [ChunkEntry] = []
    while let row = try rows.next() {
      guard let id = Int64.fromDatabaseValue(row[0]), let firstOpen = Int64.fromDatabaseValue(row[1]),
        let lastOpen = Int64.fromDatabaseValue(row[2]), let count = Int.fromDatabaseValue(row[3]),
        let checksum = Int64.fromDatabaseValue(row[4]), (1...StoreLayout.chunkSize).contains(count),
        firstOpen <= lastOpen, chunks.last.map({ $0.lastOpen.milliseconds < firstOpen }) ?? true
      else { throw damaged("the list of its chunks is not in order") }
      chunks.append(
        ChunkEntry(
          id: id, firstOpen: Timestamp(milliseconds: firstOpen), lastOpen: Timestamp(milliseconds: lastOpen),
          count: count, checksum: checksum))
    }
    return chunks
  }

  /// What a series' row must say of its name and of every chunk, so that none can vanish or change unseen.
  static func fingerprint(of name: SeriesName, quoted: Bool, source: String?, chunks: [ChunkEntry]) -> Int64 {
    var digest = FoldedDigest()
    digest.add(name.description)
    digest.add(quoted ? 1 as Int64 : 0)
    digest.add(source ?? "")
    for chunk in chunks {
      digest.add(chunk.firstOpen.milliseconds)
      digest.add(chunk.lastOpen.milliseconds)
      digest.add(Int64(chunk.count))
      digest.add(chunk.checksum)
    }
    return digest.value
  }
}
