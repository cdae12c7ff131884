import Foundation

/// A folder that appears only when it is complete: written beside its place under a hidden name, then renamed.
///
/// Whatever ends the program in between, the folder that stood there before is still there, whole.
package struct StagedDirectory {
  package let destination: String
  /// Where to write.
  package let path: String

  package init(for destination: String) throws {
    var folder = destination
    while folder.count > 1, folder.hasSuffix("/") { folder.removeLast() }
    self.destination = folder
    let parent = (folder as NSString).deletingLastPathComponent
    let name = (folder as NSString).lastPathComponent
    path = (parent.isEmpty ? "." : parent) + "/.\(name).\(ProcessInfo.processInfo.processIdentifier).partial"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  /// Makes a folder inside.
  package func makeFolder(_ name: String) throws -> String {
    let folder = "\(path)/\(name)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    return folder
  }

  /// Puts the folder in its place; what stood there is replaced.
  package func commit() throws {
    let manager = FileManager.default
    let old = path + ".old"
    if manager.fileExists(atPath: destination) { try manager.moveItem(atPath: destination, toPath: old) }
    try manager.moveItem(atPath: path, toPath: destination)
    if manager.fileExists(atPath: old) { try manager.removeItem(atPath: old) }
  }

  /// Removes what has been written.
  package func discard() { try? FileManager.default.removeItem(atPath: path) }
}
