import CandleStore
import Foundation
import Market
import Testing

@Suite struct ColumnCSVTests {
  static let header = "open_time,open,high,low,close,volume"
  static let quotedHeader = header + ",bid_open,bid_high,bid_low,bid_close,ask_open,ask_high,ask_low,ask_close"

  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func readFile(_ path: String, _ timeframe: Timeframe = .oneHour) throws -> CandleColumns {
    let file = try CandleFile(path)
    #expect(ColumnCSV().recognises(file.head))
    return try ColumnCSV().candles(in: file, timeframe: timeframe).collected()
  }

  private func read(_ text: String, _ timeframe: Timeframe = .oneHour) throws -> CandleColumns {
    try readFile(try folder.file("a.csv", text), timeframe)
  }

  /// The error of a file, without its path.
  private func error(_ text: String, _ timeframe: Timeframe = .oneHour) -> String {
    message { _ = try read(text, timeframe) }.replacingOccurrences(of: folder.path("a.csv"), with: "a.csv")
  }

  private var twoCandles: CandleColumns {
    var candles = CandleColumns()
    let time = Timestamp(year: 2017, month: 7, day: 1, hour: 11)
    candles.append(openTime: time, open: 2505.56, high: 2513.38, low: 2495.12, close: 2509.17, volume: 114.6)
    candles.append(openTime: time + .seconds(3600), open: -1, high: 2e3, low: 0, close: 1.5e-3, volume: 0)
    return candles
  }

  @Test(arguments: ["\n", "\r\n"], ["", "\u{FEFF}"])
  func `line breaks, a last line without one and a byte order mark make no difference`(
    lineBreak: String, mark: String
  ) throws {
    let lines = [
      Self.header, "2017-07-01T11:00:00Z,2505.56,2513.38,2495.12,2509.17,114.6",
      "2017-07-01T12:00:00Z,-1,2E3,0,1.5e-3,0",
    ]
    let text = mark + lines.joined(separator: lineBreak)
    #expect(try read(text) == twoCandles)
    #expect(try read(text + lineBreak) == twoCandles)
  }

  @Test func `times may be written in every ISO form of UTC`() throws {
    let times = [
      "2017-07-01", "2017-07-01T01:00Z", "2017-07-01 02:00:00Z", "2017-07-01T03:00:00.000Z", "2017-07-01T04:00:00Z",
    ]
    let text = Self.header + "\n" + times.map { $0 + ",1,1,1,1,1\n" }.joined()
    let start = Timestamp(year: 2017, month: 7, day: 1).milliseconds
    #expect(try read(text).openTime == (0..<5).map { start + $0 * 3_600_000 })
  }

  @Test func `eight columns more are bid and ask`() throws {
    let candles = try read(Self.quotedHeader + "\n2017-07-01T11:00:00Z,1,2,3,4,5,6,7,8,9,10,11,12,13\n")
    #expect(candles.volume == [5])
    #expect(candles.quotes?.bid.open == [6] && candles.quotes?.bid.high == [7])
    #expect(candles.quotes?.bid.low == [8] && candles.quotes?.bid.close == [9])
    #expect(candles.quotes?.ask.open == [10] && candles.quotes?.ask.close == [13])
  }

  /// 40,000 rows are 2 MB: rows lie across the ends of many buffers.
  @Test(arguments: [false, true])
  func `a long file is read to its end`(compressed: Bool) throws {
    let count = 40_000
    var text = Self.header + "\n"
    for minute in 0..<count {
      text +=
        "\(Timestamp(milliseconds: Int64(minute) * 60_000)),\(minute).25,\(minute)5e-1,-\(minute),0.0\(minute),\(minute)\n"
    }
    let bytes = Array(text.utf8)
    let path =
      compressed
      ? try folder.file(
        "long.csv",
        stride(from: 0, to: bytes.count, by: 65_535).flatMap {
          gzip(Array(bytes[$0..<min($0 + 65_535, bytes.count)]))
        }) : try folder.file("long.csv", bytes)
    let candles = try readFile(path, .oneMinute)
    #expect(candles.openTime == (0..<count).map { Int64($0) * 60_000 })
    #expect(candles.open == (0..<count).map { Double($0) + 0.25 })
    #expect(candles.high == (0..<count).map { Double($0) + 0.5 })
    #expect(candles.low == (0..<count).map { -Double($0) })
    #expect(candles.close == (0..<count).map { Double("0.0\($0)") })
    #expect(candles.volume == (0..<count).map { Double($0) })
  }

  @Test(arguments: [
    ("2017-07-01T12:00:00Z,1,2,3,4", "a.csv:3: the row has 5 fields and must have 6, as the header. Correct the row."),
    (
      "2017-07-01T12:00:00Z,1,2,3,4,5,6",
      "a.csv:3: the row has 7 fields and must have 6, as the header. Correct the row."
    ),
    ("", "a.csv:3: the row has 1 fields and must have 6, as the header. Correct the row."),
    ("2017-07-01T12:00:00Z,1,,3,4,5", "a.csv:3: high is empty. Give a number, or leave the row out."),
    ("2017-07-01T12:00:00Z,1,2,3,4,", "a.csv:3: volume is empty. Give a number, or leave the row out."),
    ("2017-07-01T12:00:00Z,1,2,x3,4,5", "a.csv:3: low \"x3\" is not a number. Write it as 1234.5 or 1.2345e3."),
    ("2017-07-01T12:00:00Z,1,2,3 ,4,5", "a.csv:3: low \"3 \" is not a number. Write it as 1234.5 or 1.2345e3."),
    ("2017-07-01T12:00:00Z,1,2,3,\"4\",5", "a.csv:3: close \"\"4\"\" is not a number. Write it as 1234.5 or 1.2345e3."),
    (
      "2017-07-01T12:00:00Z,NaN,2,3,4,5",
      "a.csv:3: open \"NaN\" is not a finite number. Correct it, or leave the row out."
    ),
    (
      "2017-07-01T12:00:00Z,1,-inf,3,4,5",
      "a.csv:3: high \"-inf\" is not a finite number. Correct it, or leave the row out."
    ),
    (
      "2017-07-01T12:00:00Z,1,2,3,4,1e999",
      "a.csv:3: volume \"1e999\" is not a finite number. Correct it, or leave the row out."
    ),
    (
      "2017-13-01T12:00:00Z,1,2,3,4,5",
      "a.csv:3: open_time \"2017-13-01T12:00:00Z\" is not a UTC time. Write it as 2017-11-13T05:00:00Z."
    ),
    (
      "2017-07-01T24:00:00Z,1,2,3,4,5",
      "a.csv:3: open_time \"2017-07-01T24:00:00Z\" is not a UTC time. Write it as 2017-11-13T05:00:00Z."
    ),
    (
      "2017-07-01T12:00:00+02:00,1,2,3,4,5",
      "a.csv:3: open_time \"2017-07-01T12:00:00+02:00\" is not a UTC time. Write it as 2017-11-13T05:00:00Z."
    ),
    ("1498914000,1,2,3,4,5", "a.csv:3: open_time \"1498914000\" is not a UTC time. Write it as 2017-11-13T05:00:00Z."),
    (",1,2,3,4,5", "a.csv:3: open_time \"\" is not a UTC time. Write it as 2017-11-13T05:00:00Z."),
    (
      "2017-07-01T10:00:00Z,1,2,3,4,5",
      "a.csv:3: open_time 2017-07-01T10:00:00Z comes after 2017-07-01T11:00:00Z. Sort the rows, oldest first."
    ),
    (
      "2017-07-01T11:00:00Z,1,2,3,4,5",
      "a.csv:3: open_time 2017-07-01T11:00:00Z stands in the row before, too. Keep one of the two."
    ),
    (
      "2017-07-01T12:30:00Z,1,2,3,4,5",
      "a.csv:3: open_time 2017-07-01T12:30:00Z is not the start of a 1h candle. Check --timeframe, and that times are UTC and those of the open."
    ),
  ])
  func `a bad row is an error with its line and column`(row: String, expected: String) {
    let good = "2017-07-01T11:00:00Z,1,2,3,4,5\n"
    #expect(error(Self.header + "\n" + good + row + "\n" + "2017-07-01T13:00:00Z,1,2,3,4,5\n") == expected)
    if !row.isEmpty { #expect(error(Self.header + "\r\n" + good + row) == expected) }
  }

  @Test func `a daily candle may be stamped at any time of its day`() throws {
    let text = Self.header + "\n2017-07-01T21:00:00Z,1,2,3,4,5\n2017-07-02T22:00:00Z,1,2,3,4,5\n"
    #expect(try read(text, .oneDay).count == 2)
  }

  @Test(arguments: [
    ("open_time,open,high,close,low,volume", "a.csv:1: column 4 of the header is \"close\" and must be \"low\"."),
    ("open_time,open,high,low,close", "a.csv:1: the header ends before column 6, \"volume\". Add the column."),
    (
      "open_time,open,high,low,close,volume,trades",
      "a.csv:1: column 7 of the header is \"trades\" and must be \"bid_open\"."
    ),
    (Self.header + ",bid_open,bid_high", "a.csv:1: the header ends before column 9, \"bid_low\". Add the column."),
    (Self.quotedHeader + ",note", "a.csv:1: column 15 of the header, \"note\", is one too many. Remove the column."),
  ])
  func `a header that is not the format's is an error`(header: String, expected: String) {
    #expect(error(header + "\n2017-07-01T11:00:00Z,1,2,3,4,5\n") == expected)
  }

  @Test func `a line without end is refused`() {
    let text = Self.header + "\n" + String(repeating: "1", count: 500_000)
    #expect(error(text) == "a.csv:2: the line is longer than 65536 bytes. This is no file of candles.")
  }

  @Test(arguments: [[0], [255, 254], [0x2C], [0x0A], [0x0D]] as [[UInt8]])
  func `bytes that are no text are errors`(bytes: [UInt8]) throws {
    let head = Array((Self.header + "\n2017-07-01T11:00:00Z,1,2,").utf8)
    let path = try folder.file("a.csv", head + bytes + Array(",4,5\n".utf8))
    #expect(throws: CandleFileError.self) { try readFile(path) }
  }

  /// Whatever byte of a file changes, reading ends with candles or with an error.
  @Test(arguments: 1...4 as ClosedRange<UInt64>)
  func `a damaged file never crashes the reader`(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    var text = Self.header + "\n"
    for hour in 0..<30 { text += "\(Timestamp(milliseconds: Int64(hour) * 3_600_000)),1.5,2,3,4e2,5\n" }
    for _ in 0..<400 {
      var bytes = Array(text.utf8)
      for _ in 0..<Int.random(in: 1...3, using: &generator) {
        let index = Int.random(in: 0..<bytes.count, using: &generator)
        switch Int.random(in: 0..<3, using: &generator) {
        case 0: bytes[index] = UInt8.random(in: 0...255, using: &generator)
        case 1: bytes.remove(at: index)
        default: bytes = Array(bytes[..<index])
        }
        if bytes.isEmpty { bytes = [0] }
      }
      let path = try folder.file("a.csv", bytes)
      do {
        #expect(try ColumnCSV().candles(in: CandleFile(path), timeframe: .oneHour).collected().count <= 31)
      } catch is CandleFileError {}
    }
  }
}
