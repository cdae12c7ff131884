internal import Market

/// Parses the time at the start of a row; the date of the row before is not computed again.
struct RowTimeParser {
  /// The ten bytes of the last date, and its midnight.
  private var dateStart: UInt64 = 0
  private var dateEnd: UInt16 = 0
  private var midnight: Int64 = 0

  /// Milliseconds since 1970; moves `cursor` to the comma after the time. 21 bytes must be readable.
  @inline(__always)
  mutating func parse(_ cursor: inout UnsafePointer<UInt8>) -> Int64? {
    let bytes = UnsafeRawPointer(cursor)
    if bytes.loadUnaligned(as: UInt64.self) == dateStart,
      bytes.loadUnaligned(fromByteOffset: 8, as: UInt16.self) == dateEnd, let time = timeOfDay(cursor)
    {
      cursor += 20
      return midnight + time
    }
    return parseSlowly(&cursor)
  }

  /// Milliseconds since midnight where `T05:00:00Z,` stands after the date.
  @inline(__always)
  private func timeOfDay(_ cursor: UnsafePointer<UInt8>) -> Int64? {
    guard cursor[10] == UInt8(ascii: "T"), cursor[13] == UInt8(ascii: ":"), cursor[16] == UInt8(ascii: ":"),
      cursor[19] == UInt8(ascii: "Z"), cursor[20] == UInt8(ascii: ",")
    else { return nil }
    var isNumber = true
    func pair(_ index: Int) -> Int64 {
      let (tens, ones) = (cursor[index] &- 0x30, cursor[index + 1] &- 0x30)
      isNumber = isNumber && tens < 10 && ones < 10
      return Int64(tens) * 10 + Int64(ones)
    }
    let (hour, minute, second) = (pair(11), pair(14), pair(17))
    guard isNumber, hour < 24, minute < 60, second < 60 else { return nil }
    return ((hour * 60 + minute) * 60 + second) * 1000
  }

  private mutating func parseSlowly(_ cursor: inout UnsafePointer<UInt8>) -> Int64? {
    var length = 0
    // 24 bytes is the longest time; a line break ends the search as well as a comma.
    while length <= 24, cursor[length] != UInt8(ascii: ","), cursor[length] != UInt8(ascii: "\n") { length += 1 }
    guard let time = Timestamp(iso8601: UnsafeBufferPointer(start: cursor, count: length)) else { return nil }
    let bytes = UnsafeRawPointer(cursor)
    dateStart = bytes.loadUnaligned(as: UInt64.self)
    dateEnd = bytes.loadUnaligned(fromByteOffset: 8, as: UInt16.self)
    midnight = time.milliseconds - time.millisecondsOfDay
    cursor += length
    return time.milliseconds
  }
}
