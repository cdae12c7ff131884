import Glibc
package import Market

/// A file being written through a buffer.
package final class OutputFile {
  package let path: String
  package var text = TextBuffer(capacity: OutputFile.flushSize + 4096)
  private var descriptor: Int32

  private static let flushSize = 1 << 18

  /// Creates the file, or empties it unless `appending`.
  package init(_ path: String, appending: Bool = false) throws(FileError) {
    self.path = path
    descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | (appending ? O_APPEND : O_TRUNC), 0o644)
    guard descriptor >= 0 else { throw FileError(.write, path) }
  }

  deinit { if descriptor >= 0 { Glibc.close(descriptor) } }

  /// Appends what `body` writes.
  @inline(__always)
  package func write(_ body: (inout TextBuffer) -> Void) { body(&text) }

  /// Writes the buffer out when it has grown large; to be called now and then.
  @inline(__always)
  package func flushIfLarge() throws(FileError) {
    if text.count >= Self.flushSize { try flush() }
  }

  /// Writes a whole file at once.
  package static func write(_ bytes: some Sequence<UInt8>, to path: String) throws(FileError) {
    let file = try OutputFile(path)
    file.text.append(bytes: bytes)
    try file.close()
  }

  package func flush() throws(FileError) {
    let isWritten = text.bytes.withUnsafeBytes { buffer in
      var rest = buffer[...]
      while !rest.isEmpty {
        let written = Glibc.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
        if written < 0, errno == EINTR { continue }
        guard written > 0 else { return false }
        rest = rest.dropFirst(written)
      }
      return true
    }
    guard isWritten else { throw FileError(.write, path) }
    text.removeAll()
  }

  /// Writes what is left and closes the file.
  package func close() throws(FileError) {
    try flush()
    guard Glibc.close(descriptor) == 0 else { throw FileError(.write, path) }
    descriptor = -1
  }
}

/// A file or folder that could not be used, with the system's reason.
package struct FileError: Error, Equatable, CustomStringConvertible {
  package enum Operation: String, Sendable {
    case read
    case write
    case rename
    case create
  }

  package var operation: Operation
  package var path: String
  package var reason: String

  package init(_ operation: Operation, _ path: String, code: Int32 = errno) {
    self.operation = operation
    self.path = path
    reason = String(cString: strerror(code))
  }

  package var description: String {
    "cannot \(operation.rawValue) '\(path)': \(reason). Check that the folder is there, that it may be written and that "
      + "the disk has room."
  }
}
