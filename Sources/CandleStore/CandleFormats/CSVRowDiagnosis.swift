internal import Market

/// Says what is wrong with one row that ``CSVCandleReader`` refused.
struct CSVRowDiagnosis {
  let file: String
  let line: Int
  let text: String
  let quoted: Bool

  /// The first fault from left to right, where `previous` is the time of the row before.
  func error(previous: Timestamp, timeframe: Timeframe) -> CandleFileError {
    let fields = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    let expected = 1 + StoreLayout.doubleColumnCount(quoted: quoted)
    guard fields.count == expected else {
      return .fields(file: file, line: line, found: fields.count, expected: expected)
    }
    guard let time = Timestamp(fields[0]) else { return .time(file: file, line: line, text: fields[0]) }
    for (column, field) in zip(StoreLayout.doubleColumns, fields.dropFirst()) {
      if let fault = fault(in: field, column: column) { return fault }
    }
    guard time > previous else { return .order(file: file, line: line, time: time, previous: previous) }
    return .offGrid(file: file, line: line, time: time, timeframe: timeframe)
  }

  private func fault(in field: String, column: String) -> CandleFileError? {
    // Any byte that no number holds ends the parser's pass.
    let bytes = Array(field.utf8) + [UInt8(ascii: "\n")]
    let number: Double? = bytes.withUnsafeBufferPointer { buffer in
      guard var cursor = buffer.baseAddress else { return nil }
      let end = cursor + buffer.count - 1
      guard let number = DecimalParser.parse(&cursor), cursor == end else { return nil }
      return number
    }
    if let number { return number.isFinite ? nil : .range(file: file, line: line, column: column, text: field) }
    let word = field.lowercased().drop { $0 == "-" || $0 == "+" }
    return ["nan", "inf", "infinity"].contains(word)
      ? .range(file: file, line: line, column: column, text: field)
      : .number(file: file, line: line, column: column, text: field)
  }
}
