package import Market

/// The form of the sample data: `open_time,open,high,low,close,volume`, and eight columns of quotes or none.
package struct ColumnCSV: CandleFormat {
  package let name = "csv"
  package let summary = "csv, whose first line is open_time,open,high,low,close,volume[,bid_open,…,ask_close]"

  package init() {}

  package func recognises(_ head: [UInt8]) -> Bool {
    head.dropFirst(CSVCandleReader.byteOrderMark(of: head)).starts(with: Array("open_time".utf8))
  }

  package func candles(in file: CandleFile, timeframe: Timeframe) throws -> any CandleSource {
    try CSVCandleReader(file, timeframe: timeframe)
  }
}
