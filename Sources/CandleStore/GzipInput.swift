internal import CZlib

/// The decompressed bytes of a gzip file (RFC 1952) of one or several members.
final class GzipInput: ByteInput {
  private let input: FileInput
  /// zlib keeps a pointer to it, so it stays where it is.
  private let stream: UnsafeMutablePointer<z_stream>
  private let compressed: UnsafeMutableRawBufferPointer
  /// Whether the stream is between two members.
  private var memberEnded = false

  /// The first two bytes of every gzip file.
  static let magic: [UInt8] = [0x1F, 0x8B]
  private static let bufferSize = 1 << 16
  /// The largest window, and 16 to ask zlib for the gzip format.
  private static let gzipWindow: Int32 = 15 + 16

  init(_ input: FileInput) throws {
    self.input = input
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    compressed = .allocate(byteCount: Self.bufferSize, alignment: 16)
    let code = inflateInit2_(stream, Self.gzipWindow, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    guard code == Z_OK else {
      throw CandleFileError.unreadable(file: input.file, reason: "zlib does not start (code \(code))")
    }
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
    compressed.deallocate()
  }

  var position: Int64 { input.position - Int64(stream.pointee.avail_in) }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    stream.pointee.next_out = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
    stream.pointee.avail_out = UInt32(buffer.count)
    while Int(stream.pointee.avail_out) == buffer.count {
      if stream.pointee.avail_in == 0, try !refill() {
        guard memberEnded else { throw damaged("it ends early") }
        return 0
      }
      if memberEnded {
        inflateReset(stream)
        memberEnded = false
      }
      switch inflate(stream, Z_NO_FLUSH) {
      case Z_OK: break
      case Z_STREAM_END: memberEnded = true
      case let code: throw damaged(stream.pointee.msg.map { String(cString: $0) } ?? "zlib code \(code)")
      }
    }
    return buffer.count - Int(stream.pointee.avail_out)
  }

  private func refill() throws -> Bool {
    let count = try input.read(into: compressed)
    stream.pointee.next_in = compressed.baseAddress?.assumingMemoryBound(to: UInt8.self)
    stream.pointee.avail_in = UInt32(count)
    return count > 0
  }

  private func damaged(_ reason: String) -> CandleFileError { .damagedGzip(file: input.file, reason: reason) }
}
