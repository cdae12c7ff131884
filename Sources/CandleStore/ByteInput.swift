internal import Glibc

/// Bytes that are read once, from first to last.
package protocol ByteInput: AnyObject {
  /// Fills the start of `buffer` and returns how many bytes it put there: 0 only at the end.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int
  /// Bytes of the file consumed so far, compressed ones where it is compressed.
  var position: Int64 { get }
}

/// The bytes of a regular file.
final class FileInput: ByteInput {
  let file: String
  /// Bytes in the file when it was opened.
  let size: Int64
  private(set) var position: Int64 = 0
  private let descriptor: Int32

  init(_ file: String) throws {
    self.file = file
    descriptor = open(file, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw errno == ENOENT ? CandleFileError.missing(file: file) : Self.failure(file)
    }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      let failure = Self.failure(file)
      close(descriptor)
      throw failure
    }
    size = Int64(status.st_size)
    guard status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw CandleFileError.unreadable(file: file, reason: "it is not a regular file")
    }
  }

  deinit { close(descriptor) }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    while true {
      let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
      if count >= 0 {
        position += Int64(count)
        return count
      }
      guard errno == EINTR else { throw Self.failure(file) }
    }
  }

  /// Goes back to the first byte.
  func rewind() throws {
    guard lseek(descriptor, 0, SEEK_SET) == 0 else { throw Self.failure(file) }
    position = 0
  }

  private static func failure(_ file: String) -> CandleFileError {
    .unreadable(file: file, reason: String(cString: strerror(errno)))
  }
}
