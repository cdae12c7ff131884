import Crypto
import Market

/// SHA-256 over candles, column by column, so that it does not depend on the chunks in which they come.
struct CandleDigest {
  /// The open times, then the columns of prices and volume.
  private var columns: [SHA256] = []

  mutating func update(_ chunk: CandleColumns) {
    var doubles = [chunk.open, chunk.high, chunk.low, chunk.close, chunk.volume]
    if let quotes = chunk.quotes {
      for side in [quotes.bid, quotes.ask] { doubles += [side.open, side.high, side.low, side.close] }
    }
    if columns.isEmpty { columns = Array(repeating: SHA256(), count: 1 + doubles.count) }
    chunk.openTime.withUnsafeBytes { columns[0].update(bufferPointer: $0) }
    for (index, column) in doubles.enumerated() {
      column.withUnsafeBytes { columns[1 + index].update(bufferPointer: $0) }
    }
  }

  /// The hash of the columns' hashes.
  func hexadecimal() -> String {
    var whole = SHA256()
    for column in columns { column.finalize().withUnsafeBytes { whole.update(bufferPointer: $0) } }
    return whole.finalize().hexadecimal
  }
}

extension SHA256Digest {
  var hexadecimal: String {
    let digits = Array("0123456789abcdef")
    return String(flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
  }
}
