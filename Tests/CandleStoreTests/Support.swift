import CandleStore
import Foundation
import Market
import Testing

/// A folder that exists as long as a test needs it.
final class TemporaryFolder {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appendingPathComponent("candle-store-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func path(_ name: String) -> String { url.appendingPathComponent(name).path }

  /// Writes a file, in a folder of the folder where `name` has a slash, and returns its path.
  func file(_ name: String, _ bytes: [UInt8]) throws -> String {
    let file = url.appendingPathComponent(name)
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: file)
    return file.path
  }

  func file(_ name: String, _ text: String) throws -> String { try file(name, Array(text.utf8)) }

  func store() throws -> CandleStore { try CandleStore(path: path("store.sqlite"), creating: true) }
}

/// Candles from memory, in chunks of a given size; ends with an error where a test wants one.
struct ListedCandles: CandleSource {
  var chunks: [CandleColumns]
  var error: (any Error)?

  init(_ candles: CandleColumns, chunkSize: Int = 4_096, error: (any Error)? = nil) {
    chunks = stride(from: 0, to: candles.count, by: chunkSize).map {
      CandleColumns(candles, $0..<min($0 + chunkSize, candles.count))
    }
    self.error = error
  }

  mutating func next() throws -> CandleColumns? {
    if chunks.isEmpty {
      if let error { throw error }
      return nil
    }
    return chunks.removeFirst()
  }
}

extension CandleSource {
  /// All candles as one chunk.
  func collected() throws -> CandleColumns {
    var source = self
    guard var all = try source.next() else { return CandleColumns() }
    while let chunk = try source.next() { all.append(chunk, 0..<chunk.count) }
    return all
  }
}

extension CandleStore {
  /// Writes candles in chunks of 1,000, which is no size of the store's.
  @discardableResult
  func write(_ candles: CandleColumns, to name: SeriesName, replacing: Bool = false) throws -> WriteResult {
    var source = ListedCandles(candles, chunkSize: 1_000)
    return try write(&source, to: name, replacing: replacing)
  }
}

extension SeriesName {
  static let bitcoin: SeriesName = {
    guard let name = try? SeriesName("coinbase:BTCUSD 1m") else { preconditionFailure("the name is well formed") }
    return name
  }()
}

/// Candles at the given minutes, whose values follow from the minute and a salt.
func candles(minutes: some Sequence<Int>, salt: Double = 0, quoted: Bool = false) -> CandleColumns {
  var candles = CandleColumns(quoted: quoted)
  for minute in minutes {
    let price = 100 + Double(minute) / 7 + salt
    let bid = PriceBar(open: price - 1, high: price, low: price - 3, close: price - 2)
    let ask = PriceBar(open: price + 1, high: price + 3, low: price, close: price + 2)
    candles.append(
      openTime: Timestamp(milliseconds: Int64(minute) * 60_000), open: price, high: price + 2, low: price - 2,
      close: price + 1, volume: Double(minute % 5), bid: quoted ? bid : nil, ask: quoted ? ask : nil)
  }
  return candles
}

/// SplitMix64 (Steele, Lea, Flood 2014): a seed that a failing test can name.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

/// The text of the error that `body` throws.
func message(_ body: () throws -> Void) -> String {
  do {
    try body()
    return "no error"
  } catch {
    return "\(error)"
  }
}

/// Folders of the checkout.
enum Checkout {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  // Listing a folder does not follow a link to it.
  static let datasets = root.appendingPathComponent("datasets").resolvingSymlinksInPath()
  static let storeDocument = root.appendingPathComponent("Documentation/store.md")
}

/// One gzip member (RFC 1952) that holds `bytes`, at most 65,535 of them, uncompressed (RFC 1951, 3.2.4).
func gzip(_ bytes: [UInt8]) -> [UInt8] {
  func little(_ value: UInt32, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
  }
  var crc: UInt32 = .max
  for byte in bytes {
    crc ^= UInt32(byte)
    for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
  }
  let size = UInt32(bytes.count)
  return [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255, 1] + little(size, 2) + little(~size, 2) + bytes + little(~crc, 4)
    + little(size, 4)
}
