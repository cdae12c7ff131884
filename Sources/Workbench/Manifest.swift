import Crypto
import Foundation
import Reports

/// `manifest.json`: what went into a run and what came out, each with its SHA-256.
struct Manifest: Codable {
  /// The first 16 digits of the hash of everything under `inputs`, `seed` and `version`.
  var runId: String
  var scenario: String
  var version: String
  var seed: UInt64
  var seeds: [UInt64]
  /// What the verdicts were decided by; the scenario they stand in is among the inputs.
  var margins: RunSummary.Margins?
  /// Absent in runs of versions before it was written.
  var accounts: [Account]?
  var inputs: [Entry]
  var outputs: [Entry]

  struct Entry: Codable, Equatable, Sendable {
    var name: String
    var kind: String
    var sha256: String
    var detail: String?
  }

  /// The run's id: the same inputs give the same id, whatever the number of threads.
  static func identify(version: String, seed: UInt64, inputs: [Entry]) -> String {
    var hash = SHA256()
    func take(_ text: String) {
      hash.update(data: Data(text.utf8))
      hash.update(data: Data([0]))
    }
    take(version)
    take(String(seed))
    for input in inputs {
      take(input.kind)
      take(input.name)
      take(input.sha256)
      take(input.detail ?? "")
    }
    return String(hash.finalize().hexadecimal.prefix(16))
  }

  func write(to path: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    encoder.keyEncodingStrategy = .convertToSnakeCase
    try OutputFile.write(encoder.encode(self) + Data("\n".utf8), to: path)
  }
}

extension Manifest.Entry {
  init(file path: String, name: String, kind: String) throws {
    guard let handle = FileHandle(forReadingAtPath: path) else {
      throw WorkbenchError.unreadable(path, reason: "there is no such file, or it may not be read")
    }
    defer { try? handle.close() }
    var hash = SHA256()
    while let block = try handle.read(upToCount: 1 << 20), !block.isEmpty { hash.update(data: block) }
    self.init(name: name, kind: kind, sha256: hash.finalize().hexadecimal, detail: nil)
  }
}
