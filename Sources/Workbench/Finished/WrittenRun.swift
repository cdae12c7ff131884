import Crypto
package import Foundation

/// A run directory as it was left: its manifest, its summary, and tables on request.
///
/// Nothing is played again, so neither store nor scenario is needed. Every file is read only if it is still the one that
/// the manifest has the hash of.
package struct WrittenRun: Sendable {
  package let folder: String
  let manifest: Manifest
  let summary: WrittenSummary

  package var runID: String { manifest.runId }
  package var scenario: String { manifest.scenario }

  /// Throws ``FinishedRunError`` where `folder` is no run directory or its summary cannot be what the run wrote.
  package init(_ folder: String) throws(FinishedRunError) {
    let folder = folder.count > 1 && folder.hasSuffix("/") ? String(folder.dropLast()) : folder
    self.folder = folder
    manifest = try FinishedRun.manifest(folder)
    let path = "\(folder)/summary.json"
    summary = try WrittenSummary(try Self.bytes("summary.json", of: folder, manifest), path: path)
    guard summary.runId == manifest.runId else {
      throw .damaged(path, "it is of run \(summary.runId), manifest.json is of run \(manifest.runId)")
    }
  }

  func has(_ name: String) -> Bool { manifest.outputs.contains { $0.name == name } }

  /// A file of the run, by its path in the directory.
  package func bytes(_ name: String) throws(FinishedRunError) -> Data {
    try Self.bytes(name, of: folder, manifest)
  }

  private static func bytes(_ name: String, of folder: String, _ manifest: Manifest) throws(FinishedRunError) -> Data {
    let path = "\(folder)/\(name)"
    guard let entry = manifest.outputs.first(where: { $0.name == name }) else {
      throw .damaged("\(folder)/manifest.json", "it does not list \(name)")
    }
    guard let data = FileManager.default.contents(atPath: path) else {
      throw .damaged(path, "it is not there, though manifest.json lists it")
    }
    let hash = SHA256.hash(data: data).hexadecimal
    guard hash == entry.sha256 else {
      throw .damaged(
        path, "its SHA-256 is \(hash.prefix(12))..., manifest.json has \(entry.sha256.prefix(12))...")
    }
    return data
  }
}
