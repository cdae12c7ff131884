internal import Foundation
internal import GRDB
internal import Market

/// What the index says of one chunk.
struct ChunkEntry: Equatable, Sendable {
  /// The row of the table `chunk`.
  let id: Int64
  let firstOpen: Timestamp
  let lastOpen: Timestamp
  /// 1 to ``StoreLayout/chunkSize``.
  let count: Int
  let checksum: Int64

  var isFull: Bool { count == StoreLayout.chunkSize }
}

/// Reads and writes the rows of the table `chunk`.
enum Chunk {
  private static let columns = (["open_time"] + StoreLayout.doubleColumns).joined(separator: ", ")

  /// Stores `candles`, 1 to ``StoreLayout/chunkSize`` of them, as one chunk.
  static func insert(_ candles: CandleColumns, of series: Int64, in database: Database) throws {
    guard let first = candles.openTime.first, let last = candles.openTime.last else { return }
    precondition(candles.count <= StoreLayout.chunkSize, "a chunk holds at most \(StoreLayout.chunkSize) candles")
    let statement = try database.cachedStatement(
      sql: """
        INSERT INTO chunk (series, first_open, last_open, count, checksum, \(columns))
        VALUES (\(Array(repeating: "?", count: 6 + StoreLayout.doubleColumns.count).joined(separator: ", ")))
        """)
    let doubles = candles.doubles
    var values: [(any DatabaseValueConvertible)?] = [
      series, first, last, candles.count, checksum(openTime: candles.openTime, doubles: doubles),
      candles.openTime.withUnsafeBytes { Data($0) },
    ].map { $0 as? any DatabaseValueConvertible }
    for column in doubles { values.append(column.withUnsafeBytes { Data($0) }) }
    while values.count < 6 + StoreLayout.doubleColumns.count { values.append(nil) }
    try statement.execute(arguments: StatementArguments(values))
  }

  static func delete(_ chunk: ChunkEntry, in database: Database) throws {
    try database.cachedStatement(sql: "DELETE FROM chunk WHERE id = ?").execute(arguments: [chunk.id])
  }

  /// The candles of a chunk, verified; throws a text of what is wrong with them as ``Damage``.
  static func read(_ chunk: ChunkEntry, quoted: Bool, in database: Database) throws -> CandleColumns {
    let statement = try database.cachedStatement(sql: "SELECT \(columns) FROM chunk WHERE id = ?")
    // The row points into SQLite's memory for as long as the cursor lives; copying it would cost a third of the speed.
    let rows = try Row.fetchCursor(statement, arguments: [chunk.id])
    return try withExtendedLifetime(rows) {
      guard let row = try rows.next() else { throw Damage(reason: "its row is missing") }
      return try candles(in: row, of: chunk, quoted: quoted)
    }
  }

  private static func candles(in row: Row, of chunk: ChunkEntry, quoted: Bool) throws -> CandleColumns {
    let openTime: [Int64] = try values(row, 0, "open_time", count: chunk.count)
    var doubles: [[Double]] = []
    for column in 0..<StoreLayout.doubleColumnCount(quoted: quoted) {
      doubles.append(try values(row, column + 1, StoreLayout.doubleColumns[column], count: chunk.count))
    }
    guard checksum(openTime: openTime, doubles: doubles) == chunk.checksum else {
      throw Damage(reason: "its checksum does not match")
    }
    guard isRising(openTime), openTime.first == chunk.firstOpen.milliseconds,
      openTime.last == chunk.lastOpen.milliseconds
    else { throw Damage(reason: "its times are not in order") }
    return CandleColumns(openTime: openTime, doubles: doubles)
  }

  /// What is wrong with a chunk.
  struct Damage: Error {
    let reason: String
  }

  private static func values<Value: BitwiseCopyable>(
    _ row: Row, _ index: Int, _ column: String, count: Int
  ) throws -> [Value] {
    try row.withUnsafeData(atIndex: index) { data in
      let size = count * MemoryLayout<Value>.stride
      guard let data, data.count == size else {
        throw Damage(reason: "column \(column) has \(data?.count ?? 0) bytes instead of \(size)")
      }
      return [Value](unsafeUninitializedCapacity: count) { buffer, initialized in
        data.copyBytes(to: UnsafeMutableRawBufferPointer(buffer), count: size)
        initialized = count
      }
    }
  }

  private static func checksum(openTime: [Int64], doubles: [[Double]]) -> Int64 {
    var checksum = ChunkChecksum()
    checksum.add(openTime)
    for column in doubles { checksum.add(column) }
    return checksum.value
  }

  private static func isRising(_ times: [Int64]) -> Bool {
    times.withUnsafeBufferPointer { times in
      var rising = true
      for index in 1..<max(times.count, 1) { rising = rising && times[index - 1] < times[index] }
      return rising
    }
  }
}
