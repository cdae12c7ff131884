internal import Glibc
internal import Market

/// Reads ``ColumnCSV`` from first row to last, one chunk of candles at a time.
///
/// A row is parsed in one pass over its bytes. Only when that pass objects is the row taken apart field by field, by
/// ``CSVRowDiagnosis``, to say what is wrong with it.
struct CSVCandleReader: CandleSource {
  private let file: String
  private let input: any ByteInput
  private let timeframe: Timeframe
  private let quoted: Bool
  private var buffer: [UInt8]
  /// Unread bytes of the buffer; those before `rowsEnd` are whole lines.
  private var start = 0
  private var end = 0
  private var rowsEnd = 0
  /// Number of the line at `start`.
  private var line = 1
  private var timeParser = RowTimeParser()
  private var previous = Timestamp.distantPast.milliseconds
  /// The columns of the chunk being read, one after the other.
  private var numbers: [Double]

  static let bufferSize = 1 << 18
  /// A row of fourteen columns takes a few hundred bytes.
  static let longestLine = 1 << 16
  /// Room after the last byte, so that a parser may look at a fixed number of bytes at once.
  private static let padding = 32

  init(_ file: CandleFile, timeframe: Timeframe) throws {
    self.file = file.name
    self.timeframe = timeframe
    input = file.input
    buffer = [UInt8](repeating: 0, count: Self.bufferSize + Self.padding)

    let headEnd = file.head.firstIndex(of: UInt8(ascii: "\n")) ?? file.head.endIndex
    guard headEnd < file.head.count || file.head.count < Self.longestLine else {
      throw CandleFileError.longLine(file: file.name, line: 1, limit: file.head.count)
    }
    let mark = Self.byteOrderMark(of: file.head)
    quoted = try Self.isQuoted(header: Self.text(file.head[mark..<headEnd]), file: file.name)
    numbers = [Double](repeating: 0, count: StoreLayout.doubleColumnCount(quoted: quoted) * StoreLayout.chunkSize)
    if try fill() {
      start = min(headEnd + 1, end)
      line = 2
    }
  }

  /// Bytes of a UTF-8 byte order mark at the start of `head`: 3 or 0.
  static func byteOrderMark(of head: [UInt8]) -> Int { head.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0 }

  mutating func next() throws -> CandleColumns? {
    var openTime: [Int64] = []
    openTime.reserveCapacity(StoreLayout.chunkSize)
    while openTime.count < StoreLayout.chunkSize {
      if start >= rowsEnd, try !fill() { break }
      try parseRows(into: &openTime)
    }
    guard !openTime.isEmpty else { return nil }
    let doubles = (0..<StoreLayout.doubleColumnCount(quoted: quoted)).map { column in
      Array(numbers[column * StoreLayout.chunkSize..<column * StoreLayout.chunkSize + openTime.count])
    }
    return CandleColumns(openTime: openTime, doubles: doubles)
  }

  /// Parses whole lines until the chunk is full or the lines end.
  private mutating func parseRows(into openTime: inout [Int64]) throws {
    var badRow = false
    let columns = StoreLayout.doubleColumnCount(quoted: quoted)
    let step = timeframe.milliseconds
    // Daily stamps stand for dates, whatever their time of day.
    let onGrid = timeframe == .oneDay
    buffer.withUnsafeBufferPointer { bytes in
      numbers.withUnsafeMutableBufferPointer { numbers in
        guard let base = bytes.baseAddress else { return }
        var cursor = base + start
        let last = base + rowsEnd
        while cursor < last, openTime.count < StoreLayout.chunkSize {
          var reading = cursor
          guard let time = timeParser.parse(&reading), time > previous,
            onGrid || time == previous &+ step || time % step == 0,
            Self.parseNumbers(&reading, columns, into: numbers, row: openTime.count)
          else {
            badRow = true
            break
          }
          openTime.append(time)
          previous = time
          cursor = reading
          line += 1
        }
        start = cursor - base
      }
    }
    if badRow { throw diagnosis() }
  }

  /// Parses `,number` as often as there are columns, then the end of the line; false where anything else stands.
  @inline(__always)
  private static func parseNumbers(
    _ cursor: inout UnsafePointer<UInt8>, _ columns: Int, into numbers: UnsafeMutableBufferPointer<Double>, row: Int
  ) -> Bool {
    var index = row
    for _ in 0..<columns {
      guard cursor.pointee == UInt8(ascii: ",") else { return false }
      cursor += 1
      guard let number = DecimalParser.parse(&cursor), number.isFinite else { return false }
      numbers[index] = number
      index += StoreLayout.chunkSize
    }
    if cursor.pointee == UInt8(ascii: "\r") { cursor += 1 }
    guard cursor.pointee == UInt8(ascii: "\n") else { return false }
    cursor += 1
    return true
  }

  /// Moves unread bytes to the front and reads more; false at the end of the file.
  private mutating func fill() throws -> Bool {
    let rest = end - start
    guard rest < Self.longestLine else {
      throw CandleFileError.longLine(file: file, line: line, limit: Self.longestLine)
    }
    let (from, input) = (start, input)
    let added = try buffer.withUnsafeMutableBytes { bytes in
      if from > 0, rest > 0, let base = bytes.baseAddress { memmove(base, base + from, rest) }
      return try input.read(into: UnsafeMutableRawBufferPointer(rebasing: bytes[rest..<Self.bufferSize]))
    }
    (start, end, rowsEnd) = (0, rest + added, 0)
    if added == 0 {
      // The last line may lack its line break.
      guard rest > 0 else { return false }
      buffer[end] = UInt8(ascii: "\n")
      end += 1
    }
    rowsEnd = (buffer[..<end].lastIndex(of: UInt8(ascii: "\n")) ?? -1) + 1
    return rowsEnd > 0 ? true : try fill()
  }

  /// What is wrong with the row at `start`.
  private func diagnosis() -> CandleFileError {
    let lineEnd = buffer[start..<end].firstIndex(of: UInt8(ascii: "\n")) ?? end
    let row = CSVRowDiagnosis(file: file, line: line, text: Self.text(buffer[start..<lineEnd]), quoted: quoted)
    return row.error(previous: Timestamp(milliseconds: previous), timeframe: timeframe)
  }

  private static func isQuoted(header: String, file: String) throws -> Bool {
    let found = header.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    let plain = ["open_time"] + StoreLayout.doubleColumns.prefix(StoreLayout.doubleColumnCount(quoted: false))
    let expected = found.count <= plain.count ? plain : ["open_time"] + StoreLayout.doubleColumns
    for column in 0..<max(found.count, expected.count) {
      let name = column < found.count ? found[column] : nil
      let required = column < expected.count ? expected[column] : nil
      guard name == required else {
        throw CandleFileError.header(file: file, column: column + 1, found: name, expected: required)
      }
    }
    return found.count > plain.count
  }

  /// A line without its line break.
  private static func text(_ line: ArraySlice<UInt8>) -> String {
    String(decoding: line.last == UInt8(ascii: "\r") ? line.dropLast() : line, as: UTF8.self)
  }
}
