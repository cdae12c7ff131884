internal import CZlib

/// Whole files as gzip (RFC 1952), without time or name: equal bytes give equal files.
package enum Gzip {
  package struct Damage: Error, CustomStringConvertible {
    package let description: String
  }

  /// The largest window, and 16 to ask zlib for the gzip format.
  private static let gzipWindow: Int32 = 15 + 16
  /// What a baseline may unfold to: far more than any holds, far less than memory.
  private static let limit = 1 << 30

  package static func compress(_ bytes: [UInt8]) throws(Damage) -> [UInt8] {
    var stream = z_stream()
    let code = deflateInit2_(
      &stream, Z_BEST_COMPRESSION, Z_DEFLATED, gzipWindow, 9, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
      Int32(MemoryLayout<z_stream>.size))
    guard code == Z_OK else { throw Damage(description: "zlib does not start (code \(code))") }
    defer { deflateEnd(&stream) }
    var output = [UInt8](repeating: 0, count: Int(deflateBound(&stream, UInt(bytes.count))))
    var input = bytes
    let result = input.withUnsafeMutableBufferPointer { source in
      output.withUnsafeMutableBufferPointer { target in
        stream.next_in = source.baseAddress
        stream.avail_in = UInt32(source.count)
        stream.next_out = target.baseAddress
        stream.avail_out = UInt32(target.count)
        return deflate(&stream, Z_FINISH)
      }
    }
    guard result == Z_STREAM_END else { throw Damage(description: "zlib stops with code \(result)") }
    output.removeLast(Int(stream.avail_out))
    return output
  }

  package static func decompress(_ bytes: [UInt8]) throws(Damage) -> [UInt8] {
    var stream = z_stream()
    let code = inflateInit2_(&stream, gzipWindow, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    guard code == Z_OK else { throw Damage(description: "zlib does not start (code \(code))") }
    defer { inflateEnd(&stream) }
    var output: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 16)
    var input = bytes
    let problem: String? = input.withUnsafeMutableBufferPointer { source in
      stream.next_in = source.baseAddress
      stream.avail_in = UInt32(source.count)
      while true {
        let code = block.withUnsafeMutableBufferPointer { target in
          stream.next_out = target.baseAddress
          stream.avail_out = UInt32(target.count)
          return inflate(&stream, Z_NO_FLUSH)
        }
        output.append(contentsOf: block[..<(block.count - Int(stream.avail_out))])
        switch code {
        case Z_STREAM_END: return stream.avail_in == 0 ? nil : "something follows its end"
        case Z_OK where output.count <= limit: continue
        case Z_BUF_ERROR: return "it ends early"
        default: return stream.msg.map { String(cString: $0) } ?? "zlib code \(code)"
        }
      }
    }
    if let problem { throw Damage(description: problem) }
    return output
  }
}
