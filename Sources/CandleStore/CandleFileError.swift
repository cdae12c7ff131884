package import Market

/// Why a file of candles cannot be read.
package enum CandleFileError: Error, Equatable, CustomStringConvertible {
  case missing(file: String)
  case unreadable(file: String, reason: String)
  case empty(file: String)
  case damagedGzip(file: String, reason: String)
  case unknownFormat(file: String, firstLine: String, known: [String])
  case header(file: String, column: Int, found: String?, expected: String?)
  case noCandles(file: String)
  case fields(file: String, line: Int, found: Int, expected: Int)
  case time(file: String, line: Int, text: String)
  case number(file: String, line: Int, column: String, text: String)
  case range(file: String, line: Int, column: String, text: String)
  case order(file: String, line: Int, time: Timestamp, previous: Timestamp)
  case offGrid(file: String, line: Int, time: Timestamp, timeframe: Timeframe)
  case longLine(file: String, line: Int, limit: Int)

  package var description: String {
    switch self {
    case .missing(let file): "There is no file \(file). Check the path."
    case .unreadable(let file, let reason): "\(file) cannot be read: \(reason)."
    case .empty(let file): "\(file) is empty. Download or export it again."
    case .damagedGzip(let file, let reason): "\(file) is a damaged gzip file: \(reason). Download or export it again."
    case .unknownFormat(let file, let firstLine, let known):
      "\(file): its first line \"\(firstLine)\" belongs to no known format. Known are: \(known.joined(separator: "; "))."
    case .header(let file, let column, let found, let expected):
      switch (found, expected) {
      case (let found?, let expected?):
        "\(file):1: column \(column) of the header is \"\(found)\" and must be \"\(expected)\"."
      case (let found?, nil):
        "\(file):1: column \(column) of the header, \"\(found)\", is one too many. Remove the column."
      case (nil, let expected):
        "\(file):1: the header ends before column \(column), \"\(expected ?? "")\". Add the column."
      }
    case .noCandles(let file): "\(file) has a header but no candles. Download or export it again."
    case .fields(let file, let line, let found, let expected):
      "\(file):\(line): the row has \(found) fields and must have \(expected), as the header. Correct the row."
    case .time(let file, let line, let text):
      "\(file):\(line): open_time \"\(text)\" is not a UTC time. Write it as 2017-11-13T05:00:00Z."
    case .number(let file, let line, let column, let text):
      text.isEmpty
        ? "\(file):\(line): \(column) is empty. Give a number, or leave the row out."
        : "\(file):\(line): \(column) \"\(text)\" is not a number. Write it as 1234.5 or 1.2345e3."
    case .range(let file, let line, let column, let text):
      "\(file):\(line): \(column) \"\(text)\" is not a finite number. Correct it, or leave the row out."
    case .order(let file, let line, let time, let previous):
      time == previous
        ? "\(file):\(line): open_time \(time) stands in the row before, too. Keep one of the two."
        : "\(file):\(line): open_time \(time) comes after \(previous). Sort the rows, oldest first."
    case .offGrid(let file, let line, let time, let timeframe):
      "\(file):\(line): open_time \(time) is not the start of a \(timeframe.rawValue) candle. "
        + "Check --timeframe, and that times are UTC and those of the open."
    case .longLine(let file, let line, let limit):
      "\(file):\(line): the line is longer than \(limit) bytes. This is no file of candles."
    }
  }
}
