package import Market

/// A form in which files hold candles.
package protocol CandleFormat: Sendable {
  /// What `--format` and reports call it.
  var name: String { get }
  /// One line that says what such a file looks like.
  var summary: String { get }
  /// Whether a file that begins with `head`, decompressed, is of this form.
  func recognises(_ head: [UInt8]) -> Bool
  /// The candles of `file`, rising in time and on the grid of `timeframe`; reading throws ``CandleFileError``.
  func candles(in file: CandleFile, timeframe: Timeframe) throws -> any CandleSource
}

/// A file of candles being read, decompressed where it is compressed.
package struct CandleFile {
  /// As the user named it, for errors.
  package let name: String
  /// The first bytes, which ``input`` yields again.
  package let head: [UInt8]
  package let input: any ByteInput
  /// Bytes of the file, as ``ByteInput/position`` counts them.
  package let size: Int64

  /// Enough for a header.
  private static let headSize = 4_096

  /// Opens a plain or gzip file: its first bytes tell, not its name.
  package init(_ name: String) throws {
    self.name = name
    let plain = try FileInput(name)
    size = plain.size
    let start = try Self.head(of: plain)
    guard !start.isEmpty else { throw CandleFileError.empty(file: name) }
    try plain.rewind()
    if start.starts(with: GzipInput.magic) {
      head = try Self.head(of: GzipInput(plain))
      try plain.rewind()
      input = try GzipInput(plain)
    } else {
      head = start
      input = plain
    }
    guard !head.isEmpty else { throw CandleFileError.empty(file: name) }
  }

  private static func head(of input: some ByteInput) throws -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: headSize)
    var count = 0
    try bytes.withUnsafeMutableBytes { buffer in
      while count < buffer.count {
        let added = try input.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[count...]))
        if added == 0 { break }
        count += added
      }
    }
    return Array(bytes[..<count])
  }
}
