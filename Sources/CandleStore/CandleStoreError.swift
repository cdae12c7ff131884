internal import GRDB
package import Market

/// Why a store cannot be opened, read or written.
package enum CandleStoreError: Error, Equatable, CustomStringConvertible {
  case missing(path: String)
  case notAStore(path: String, reason: String)
  case newerVersion(path: String, found: Int64, supported: Int64)
  case cannotOpen(path: String, reason: String)
  case damaged(path: String, reason: String)
  case damagedSeries(SeriesName, path: String, reason: String)
  case damagedChunk(SeriesName, firstOpen: Timestamp, path: String, reason: String)
  case locked(path: String)
  case diskFull(path: String)
  case failed(path: String, reason: String)
  case changedWhileReading(SeriesName, path: String)
  case unknownSeries(SeriesName, stored: [SeriesName], nearest: SeriesName?, path: String)
  case severalVenues(SeriesName, stored: [SeriesName])
  case differs(SeriesName, Timestamp, column: String, stored: Double, found: Double)
  case quotesDiffer(SeriesName, storedQuoted: Bool)

  package var description: String {
    switch self {
    case .missing(let path):
      "There is no store at \(path). Make one with `tapedeck data import FILE`, or name another with --store."
    case .notAStore(let path, let reason):
      "\(path) is not a candle store: \(reason). Name another file with --store."
    case .newerVersion(let path, let found, let supported):
      "\(path) is a candle store of version \(found); this tapedeck reads up to version \(supported). "
        + "Use a newer tapedeck, or another store."
    case .cannotOpen(let path, let reason):
      "\(path) cannot be opened: \(reason). Check that the folder exists and that you may read and write there."
    case .damaged(let path, let reason):
      "\(path) is damaged: \(reason). Put back a copy, or delete the file and import again."
    case .damagedSeries(let name, let path, let reason):
      "\(path) is damaged in \(name): \(reason). Put back a copy, or delete the file and import again."
    case .damagedChunk(let name, let firstOpen, let path, let reason):
      "\(path) is damaged in \(name), chunk from \(firstOpen): \(reason). "
        + "Put back a copy, or delete the file and import again."
    case .locked(let path):
      "\(path) is in use by another process. Wait until it has finished, then try again."
    case .diskFull(let path):
      "There is no space left to write \(path); nothing was stored. Free some, then import again."
    case .failed(let path, let reason):
      "\(path) could not be read or written: \(reason). Check the disk, then try again."
    case .changedWhileReading(let name, let path):
      "\(name) in \(path) was changed by an import while it was being read. Run again."
    case .unknownSeries(let name, let stored, let nearest, let path):
      "There are no \(name) candles in \(path). "
        + (nearest.map { "Did you mean \($0)? " } ?? "")
        + (stored.isEmpty ? "It is empty: import some with `tapedeck data import FILE`." : Self.list(stored))
    case .severalVenues(let name, let stored):
      "\(name) is stored from \(stored.count) venues. Name one of them: \(Self.enumerated(stored))."
    case .differs(let name, let time, let column, let stored, let found):
      "\(name) already has a candle at \(time) whose \(column) is \(stored), but the file says \(found); nothing was "
        + "stored. Import with --replace if the file is right."
    case .quotesDiffer(let name, let storedQuoted):
      "\(name) is stored \(storedQuoted ? "with" : "without") bid and ask, but the file has "
        + "\(storedQuoted ? "none" : "them"). Import it under another venue with --venue."
    }
  }

  /// How many names an error lists before it cuts the list.
  private static let listed = 12

  private static func list(_ stored: [SeriesName]) -> String {
    "Stored are \(enumerated(stored.prefix(listed)))"
      + (stored.count > listed ? " and \(stored.count - listed) more: `tapedeck data list` names them all." : ".")
  }

  private static func enumerated(_ names: some Sequence<SeriesName>) -> String {
    names.map(\.description).joined(separator: ", ")
  }
}

extension CandleStoreError {
  /// What an SQLite result code means for the store at `path`.
  package init(sqliteCode: Int32, message: String, path: String) {
    switch ResultCode(rawValue: sqliteCode).primaryResultCode {
    case .SQLITE_BUSY, .SQLITE_LOCKED: self = .locked(path: path)
    case .SQLITE_FULL: self = .diskFull(path: path)
    case .SQLITE_NOTADB: self = .notAStore(path: path, reason: "it is not an SQLite file, or its first page is damaged")
    case .SQLITE_CORRUPT, .SQLITE_FORMAT, .SQLITE_SCHEMA, .SQLITE_ERROR, .SQLITE_MISMATCH, .SQLITE_CONSTRAINT:
      self = .damaged(path: path, reason: message)
    case .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_READONLY, .SQLITE_AUTH:
      self = .cannotOpen(path: path, reason: message)
    default: self = .failed(path: path, reason: message)
    }
  }

  /// Runs `body`, whose SQLite errors become errors of the store at `path`; other errors pass.
  static func translating<T>(_ path: String, _ body: () throws -> T) throws -> T {
    do {
      return try body()
    } catch let error as DatabaseError {
      let code = error.extendedResultCode.rawValue
      throw CandleStoreError(sqliteCode: code, message: error.message ?? "SQLite error \(code)", path: path)
    }
  }
}
