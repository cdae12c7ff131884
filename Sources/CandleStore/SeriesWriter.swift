internal import GRDB
internal import Market

/// Merges rising candles into the chunks of one series, inside a transaction.
///
/// Stored chunks that gain nothing stay as they are; the others are rewritten from the first new candle on, until new
/// and stored chunks end together or a full chunk follows. Of two neighbouring chunks at least one is then full. Memory
/// holds two chunks and the list of all.
struct SeriesWriter {
  private(set) var rowsStored = 0
  private(set) var duplicates = 0

  private let id: Int64
  private let name: SeriesName
  private let replacing: Bool
  private let path: String
  private let database: Database
  /// Stored chunks in order of time, as they were before.
  private let chunks: [ChunkEntry]
  /// Index of the chunk that the next candle is compared with.
  private var cursor = 0
  /// That chunk's candles, once they are needed, and the first of them that does not lie before the next candle.
  private var current: CandleColumns?
  private var position = 0
  /// Whether the candles before `position` in the current chunk are to be written again, from `pending`.
  private var isRewriting = false
  /// Candles in order that wait to fill a chunk.
  private var pending: CandleColumns

  init(
    id: Int64, name: SeriesName, quoted: Bool, replacing: Bool, chunks: [ChunkEntry], path: String, database: Database
  ) {
    self.id = id
    self.name = name
    self.replacing = replacing
    self.chunks = chunks
    self.path = path
    self.database = database
    pending = CandleColumns(quoted: quoted)
  }

  /// Merges `candles`, which rise and lie after those merged before.
  mutating func merge(_ candles: CandleColumns) throws {
    var next = 0
    while next < candles.count {
      let time = candles.openTime[next]
      try seek(time)
      if let current, position < current.count, current.openTime[position] == time {
        try meet(candles, at: next, storedIn: current)
        next += 1
      } else {
        let limit = nextStoredTime
        let end = candles.openTime.partitioningIndex(from: next) { $0 >= limit }
        try startRewriting()
        rowsStored += end - next
        try append(candles, next..<end)
        next = end
      }
    }
  }

  /// Writes what is still pending.
  mutating func finish() throws {
    guard isRewriting else { return }
    if let current { try append(current, position..<current.count) }
    if !pending.openTime.isEmpty, cursor + 1 < chunks.count, !chunks[cursor + 1].isFull {
      let last = chunks[cursor + 1]
      let candles = try read(last)
      try Chunk.delete(last, in: database)
      try append(candles, 0..<candles.count)
    }
    try flush()
    current = nil
    isRewriting = false
  }

  /// A candle of the same time is stored: they are equal, or the new one replaces it, or the import ends.
  private mutating func meet(_ candles: CandleColumns, at index: Int, storedIn current: CandleColumns) throws {
    guard let (column, stored, found) = current.firstDifference(at: position, from: candles, at: index) else {
      duplicates += 1
      return
    }
    guard replacing else {
      let time = Timestamp(milliseconds: candles.openTime[index])
      throw CandleStoreError.differs(name, time, column: column, stored: stored, found: found)
    }
    try startRewriting()
    rowsStored += 1
    position += 1
    try append(candles, index..<index + 1)
  }

  /// Time of the first stored candle at or after `position`.
  private var nextStoredTime: Int64 {
    if let current, position < current.count { return current.openTime[position] }
    let following = current == nil ? cursor : cursor + 1
    return following < chunks.count ? chunks[following].firstOpen.milliseconds : .max
  }

  /// Moves `position` to the first stored candle at or after `time`.
  ///
  /// Where `time` lies between two chunks, that is the end of the earlier one, so that its free room is used first.
  private mutating func seek(_ time: Int64) throws {
    while cursor < chunks.count {
      guard let candles = current else {
        while followingChunkStarts(by: time) { cursor += 1 }
        current = try read(chunks[cursor])
        position = 0
        continue
      }
      let target = candles.openTime.partitioningIndex(from: position) { $0 >= time }
      if isRewriting { try append(candles, position..<target) }
      position = target
      guard position == candles.count, followingChunkStarts(by: time) else { return }
      try leaveChunk()
    }
  }

  private func followingChunkStarts(by time: Int64) -> Bool {
    cursor + 1 < chunks.count && chunks[cursor + 1].firstOpen.milliseconds <= time
  }

  /// Goes on to the following chunk, which exists, after the last candle of this one.
  private mutating func leaveChunk() throws {
    cursor += 1
    current = nil
    position = 0
    guard isRewriting else { return }
    if !pending.openTime.isEmpty, !chunks[cursor].isFull {
      current = try read(chunks[cursor])
      try Chunk.delete(chunks[cursor], in: database)
    } else {
      try flush()
      isRewriting = false
    }
  }

  /// From here on the current chunk is written anew.
  private mutating func startRewriting() throws {
    guard !isRewriting else { return }
    isRewriting = true
    // A full chunk that gains nothing stays.
    guard let current, position < current.count || !chunks[cursor].isFull else { return }
    try Chunk.delete(chunks[cursor], in: database)
    try append(current, 0..<position)
  }

  private mutating func append(_ candles: CandleColumns, _ range: Range<Int>) throws {
    var start = range.lowerBound
    while start < range.upperBound {
      let end = min(range.upperBound, start + StoreLayout.chunkSize - pending.count)
      if pending.openTime.isEmpty, start == 0, end == candles.count, end == StoreLayout.chunkSize {
        try Chunk.insert(candles, of: id, in: database)
      } else {
        pending.append(candles, start..<end)
        if pending.count == StoreLayout.chunkSize { try flush() }
      }
      start = end
    }
  }

  private mutating func flush() throws {
    guard !pending.openTime.isEmpty else { return }
    try Chunk.insert(pending, of: id, in: database)
    pending = CandleColumns(quoted: pending.quotes != nil)
  }

  private func read(_ chunk: ChunkEntry) throws -> CandleColumns {
    do {
      return try Chunk.read(chunk, quoted: pending.quotes != nil, in: database)
    } catch let damage as Chunk.Damage {
      throw CandleStoreError.damagedChunk(name, firstOpen: chunk.firstOpen, path: path, reason: damage.reason)
    }
  }
}
