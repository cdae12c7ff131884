import Crypto
import Foundation
import Glibc
import Market
import Reports

/// Finished trials, a line each, so that a run that was killed goes on where it stood.
///
///     {"sum":"<16 digits>","trial":{"key":"<64 digits>","result":{"days":{…},"figures":{…}}}}
///
/// `key` is the hash of everything the result depends on, `sum` the first 16 digits of the SHA-256 of the trial's bytes.
/// Whatever does not add up, a line torn by the kill above all, is left out and played again. Failures are not kept.
package final class TrialJournal {
  private struct Entry: Codable {
    var key: String
    var result: TrialResult
  }

  private var known: [String: TrialResult] = [:]
  private let file: OutputFile

  private static let (start, middle) = (Array("{\"sum\":\"".utf8), Array("\",\"trial\":".utf8))
  private static let sumLength = 16

  /// Reads the journal at `path`, if there is one, and begins a new one with what it holds of `keys`.
  package init(_ path: String, keeping keys: Set<String>) throws {
    var lines: [[UInt8]] = []
    for line in (FileManager.default.contents(atPath: path) ?? Data()).split(separator: UInt8(ascii: "\n")) {
      guard let entry = Self.entry(of: Array(line)), keys.contains(entry.key), known[entry.key] == nil else { continue }
      known[entry.key] = entry.result
      lines.append(Array(line))
    }
    let fresh = "\(path).new"
    file = try OutputFile(fresh)
    for line in lines { file.text.append(bytes: line + [UInt8(ascii: "\n")]) }
    try file.flush()
    guard rename(fresh, path) == 0 else { throw FileError(.rename, path) }
  }

  package subscript(key: String) -> TrialResult? { known[key] }

  /// Hands a line to the system at once: a kill of the program does not lose it.
  package func append(_ result: TrialResult, key: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    let trial = Array(try encoder.encode(Entry(key: key, result: result)))
    file.text.append(bytes: Self.start + Array(Self.sum(trial[...]).utf8) + Self.middle + trial + Array("}\n".utf8))
    try file.flush()
  }

  private static func entry(of line: [UInt8]) -> Entry? {
    let sumEnd = start.count + sumLength
    let trialStart = sumEnd + middle.count
    guard line.count > trialStart + 1, line.starts(with: start), line[sumEnd..<trialStart].elementsEqual(middle),
      line.last == UInt8(ascii: "}")
    else { return nil }
    let trial = line[trialStart..<line.count - 1]
    guard sum(trial).utf8.elementsEqual(line[start.count..<sumEnd]) else { return nil }
    return try? JSONDecoder().decode(Entry.self, from: Data(trial))
  }

  private static func sum(_ bytes: ArraySlice<UInt8>) -> String {
    String(SHA256.hash(data: bytes).hexadecimal.prefix(sumLength))
  }
}
