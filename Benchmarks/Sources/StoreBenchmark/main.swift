// How fast candles get into a store and out of it again: one line of JSON for each figure.
//
// `StoreBenchmark [CANDLES]`, one million unless told. Candles are synthetic, seeded, one minute apart.

import CandleStore
import Foundation
import Glibc
import Market

/// Digits of the numbers in a CSV file.
enum Digits: String {
  case short
  case full
}

/// Steps of Knuth's 64-bit linear congruential generator, from a fixed seed.
struct Noise {
  private var state: UInt64 = 0x5DEE_CE66

  /// Uniform in 0 ..< 1.
  mutating func next() -> Double {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Double(state >> 11) * 0x1p-53
  }
}

/// A random walk in cents, or with every digit that a double has.
struct SyntheticCandles: CandleSource {
  private var noise = Noise()
  private var remaining: Int
  private var time = Timestamp(year: 2015, month: 1, day: 1)
  private var price = 10_000.0
  private let digits: Digits

  init(count: Int, digits: Digits) {
    remaining = count
    self.digits = digits
  }

  mutating func next() -> CandleColumns? {
    guard remaining > 0 else { return nil }
    var chunk = CandleColumns()
    for _ in 0..<min(4_096, remaining) {
      let open = price
      price = rounded(price * (1 + (noise.next() - 0.5) / 1_000))
      chunk.append(
        openTime: time, open: open, high: rounded(max(open, price) * 1.0003), low: rounded(min(open, price) * 0.9997),
        close: price, volume: rounded(noise.next() * 100))
      time = time + .seconds(60)
    }
    remaining -= chunk.count
    return chunk
  }

  private func rounded(_ value: Double) -> Double { digits == .full ? value : (value * 100).rounded() / 100 }
}

func report(_ name: String, _ count: Int, _ body: () throws -> Void) rethrows {
  let clock = ContinuousClock()
  let times = try (0..<3).map { _ in try clock.measure(body) }.sorted()
  let (whole, fraction) = times[1].components
  let seconds = Double(whole) + Double(fraction) * 1e-18
  var usage = rusage()
  getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
  print(
    """
    {"name": "\(name)", "n": \(count), "unit": "candles", "seconds": \(seconds), \
    "per_second": \((Double(count) / seconds).rounded()), "peak_rss_mb": \(usage.ru_maxrss / 1024)}
    """)
}

func writeCSV(to path: String, count: Int, digits: Digits) throws {
  _ = FileManager.default.createFile(atPath: path, contents: nil)
  guard let file = FileHandle(forWritingAtPath: path) else { throw CocoaError(.fileWriteUnknown) }
  var candles = SyntheticCandles(count: count, digits: digits)
  file.write(Data("open_time,open,high,low,close,volume\n".utf8))
  while let chunk = candles.next() {
    var text = TextBuffer()
    for index in 0..<chunk.count {
      text.append(Timestamp(milliseconds: chunk.openTime[index]))
      for column in [chunk.open, chunk.high, chunk.low, chunk.close, chunk.volume] {
        text.append(",")
        text.append(column[index])
      }
      text.append("\n")
    }
    file.write(Data(text.bytes))
  }
  try file.close()
}

let count = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 1_000_000
let folder = FileManager.default.temporaryDirectory.appendingPathComponent("store-benchmark-\(getpid())")
try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
defer { try? FileManager.default.removeItem(at: folder) }

func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

/// A store that does not exist yet.
func freshStore(_ name: String) throws -> CandleStore {
  try? FileManager.default.removeItem(atPath: path(name))
  return try CandleStore(path: path(name), creating: true)
}

let name = try SeriesName(venue: "synthetic", instrument: "BTCUSD", timeframe: .oneMinute)
let hints = CandleImporter.Hints(instrument: "BTCUSD", timeframe: .oneMinute, venue: "synthetic")

var kept = SyntheticCandles(count: count, digits: .short)
let stored = try freshStore("read.sqlite")
_ = try stored.write(&kept, to: name)
try report("store read, 6 columns", count) {
  var candles = try stored.candles(of: name)
  var sum = 0.0
  var rows = 0
  while let chunk = try candles.next() {
    sum += chunk.close[chunk.count - 1]
    rows += chunk.count
  }
  precondition(rows == count && sum > 0, "every candle is read")
}
try report("store write, 6 columns, with making the candles", count) {
  var candles = SyntheticCandles(count: count, digits: .short)
  _ = try freshStore("write.sqlite").write(&candles, to: name)
}
try report("store statistics", count) {
  _ = try SeriesStatistics(of: stored.candles(of: name), timeframe: .oneMinute)
}
for digits in [Digits.short, .full] {
  let file = path("\(digits).csv")
  try writeCSV(to: file, count: count, digits: digits)
  try report("csv parse, \(digits) numbers", count) {
    var candles = try ColumnCSV().candles(in: CandleFile(file), timeframe: .oneMinute)
    while try candles.next() != nil {}
  }
  try report("csv import, \(digits) numbers", count) {
    _ = try CandleImporter(into: freshStore("import.sqlite")).importFile(file, hints: hints)
  }
  let again = try CandleStore(path: path("import.sqlite"))
  try report("csv import again, \(digits) numbers", count) {
    _ = try CandleImporter(into: again).importFile(file, hints: hints)
  }
}
let gzip = Process()
gzip.executableURL = URL(fileURLWithPath: "/usr/bin/env")
gzip.arguments = ["gzip", "-k", path("short.csv")]
try gzip.run()
gzip.waitUntilExit()
try report("csv import, short numbers, gzip", count) {
  _ = try CandleImporter(into: freshStore("import.sqlite")).importFile(path("short.csv.gz"), hints: hints)
}
