extension Timestamp: CustomStringConvertible, LosslessStringConvertible {
  /// `2017-11-13T00:00:00Z`, with `.123` before the `Z` where there are milliseconds.
  public var description: String {
    var text = TextBuffer()
    text.append(self)
    return text.string
  }

  /// Reads `2017-11-13`, `2017-11-13T05:00Z`, `2017-11-13T05:00:00Z` or with a fraction of up to three digits;
  /// nil unless the whole text is such a UTC time.
  public init?(_ text: String) {
    var text = text
    guard let instant = text.withUTF8({ Timestamp(iso8601: $0) }) else { return nil }
    self = instant
  }

  /// As ``init(_:)``, from bytes: this is what reading a million rows of CSV calls.
  package init?(iso8601 bytes: UnsafeBufferPointer<UInt8>) {
    func number(_ from: Int, _ count: Int) -> Int? {
      var value = 0
      for index in from..<from + count {
        let digit = bytes[index] &- 0x30
        guard digit < 10 else { return nil }
        value = value * 10 + Int(digit)
      }
      return value
    }
    let count = bytes.count
    guard count >= 10, bytes[4] == 0x2D, bytes[7] == 0x2D,
      let year = number(0, 4), let month = number(5, 2), let day = number(8, 2),
      CivilDate(year: year, month: month, day: day).exists
    else { return nil }
    guard count > 10 else {
      self.init(year: year, month: month, day: day)
      return
    }
    // T05:00Z is the shortest time.
    guard count >= 17, bytes[10] == 0x54 || bytes[10] == 0x20, bytes[13] == 0x3A, bytes[count - 1] == 0x5A,
      let hour = number(11, 2), hour < 24, let minute = number(14, 2), minute < 60
    else { return nil }
    var second = 0
    var millisecond = 0
    if count > 17 {
      guard count >= 20, bytes[16] == 0x3A, let value = number(17, 2), value < 60 else { return nil }
      second = value
      if count > 20 {
        guard (22...24).contains(count), bytes[19] == 0x2E, let fraction = number(20, count - 21) else { return nil }
        millisecond = fraction * (count == 22 ? 100 : count == 23 ? 10 : 1)
      }
    }
    self.init(year: year, month: month, day: day, hour: hour, minute: minute, second: second)
    milliseconds += Int64(millisecond)
  }
}
