import Glibc
import Market

/// Candles that other programs measure on, too: Benchmarks/peers/candles.py writes them.
///
/// Little-endian: `n` open times as 64-bit milliseconds since 1970 UTC, then `n` doubles each of open, high, low, close
/// and volume.
struct CandleFile {
  let chunks: [CandleColumns]
  let count: Int

  init(path: String) throws(CandleFileError) {
    let words = try Self.words(of: path)
    let count = words.count / 6
    self.count = count
    chunks = stride(from: 0, to: count, by: SyntheticTape.chunk).map { start in
      let end = min(start + SyntheticTape.chunk, count)
      func column(_ number: Int) -> [Double] {
        words[number * count + start..<number * count + end].map { Double(bitPattern: $0) }
      }
      var columns = CandleColumns()
      columns.openTime = words[start..<end].map { Int64(bitPattern: $0) }
      (columns.open, columns.high, columns.low) = (column(1), column(2), column(3))
      (columns.close, columns.volume) = (column(4), column(5))
      return columns
    }
  }

  private static func words(of path: String) throws(CandleFileError) -> [UInt64] {
    guard let file = fopen(path, "rb") else { throw .unreadable(path) }
    defer { fclose(file) }
    guard fseek(file, 0, SEEK_END) == 0, case let bytes = ftell(file), bytes >= 0 else { throw .unreadable(path) }
    guard bytes > 0, bytes.isMultiple(of: 6 * 8) else { throw .notColumns(path, bytes: bytes) }
    rewind(file)
    var words = [UInt64](repeating: 0, count: bytes / 8)
    guard fread(&words, 8, words.count, file) == words.count else { throw .unreadable(path) }
    return words.map(UInt64.init(littleEndian:))
  }
}

enum CandleFileError: Error, CustomStringConvertible {
  case unreadable(String)
  case notColumns(String, bytes: Int)

  var description: String {
    switch self {
    case .unreadable(let path): "\(path) cannot be read. Make it with Benchmarks/peers/candles.py."
    case .notColumns(let path, let bytes):
      "\(path) holds \(bytes) bytes, not six columns of 64-bit values. Make it with Benchmarks/peers/candles.py."
    }
  }
}
