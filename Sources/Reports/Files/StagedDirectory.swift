import Foundation
import Glibc

/// A folder that appears only when it is complete: written beside its place under a hidden name, then renamed.
///
/// Whatever ends the program in between, the folder that stood there before is still there, whole. Should the end come
/// between the two renames of ``commit()``, it stands under its hidden name, and the next run puts it back.
package struct StagedDirectory {
  /// Absolute, links followed.
  package let destination: String
  /// Where to write.
  package let path: String
  private var old: String { path + Self.oldSuffix }

  private static let suffix = ".partial"
  private static let oldSuffix = ".old"

  /// Throws ``OccupiedFolder`` where `destination` is there but holds no file called `marker`: what is no such folder
  /// is nobody's to replace.
  package init(for destination: String, marker: String) throws {
    let place = URL(fileURLWithPath: destination).standardizedFileURL.resolvingSymlinksInPath()
    self.destination = place.path
    let parent = place.deletingLastPathComponent().path
    let stem = "\(parent)/.\(place.lastPathComponent)."
    path = "\(stem)\(getpid())\(Self.suffix)"
    Self.clear(stem, of: self.destination)
    try Self.checkReplaceable(self.destination, marker: marker, typed: destination)
    guard Self.makeFolders(path) else { throw FileError(.create, destination) }
  }

  /// Makes a folder inside.
  package func makeFolder(_ name: String) throws(FileError) -> String {
    let folder = "\(path)/\(name)"
    guard mkdir(folder, 0o777) == 0 else { throw FileError(.create, folder) }
    return folder
  }

  /// Puts the folder in its place; what stood there is replaced.
  package func commit() throws(FileError) {
    let stands = access(destination, F_OK) == 0
    if stands, rename(destination, old) != 0 { throw FileError(.rename, destination) }
    guard rename(path, destination) == 0 else {
      let failure = FileError(.rename, destination)
      if stands { rename(old, destination) }
      throw failure
    }
    try? FileManager.default.removeItem(atPath: old)
  }

  /// Removes what has been written.
  package func discard() { try? FileManager.default.removeItem(atPath: path) }

  private static func checkReplaceable(_ destination: String, marker: String, typed: String) throws {
    guard access(destination, F_OK) == 0 else { return }
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: destination) else {
      throw OccupiedFolder(path: typed, marker: marker, isFolder: false)
    }
    guard names.isEmpty || names.contains(marker) else {
      throw OccupiedFolder(path: typed, marker: marker, isFolder: true)
    }
  }

  /// Puts right what programs that were killed have left of `destination`.
  private static func clear(_ stem: String, of destination: String) {
    let manager = FileManager.default
    let folder = Path.folder(of: stem)
    let prefix = Path.name(of: stem)
    for name in (try? manager.contentsOfDirectory(atPath: folder))?.sorted() ?? [] where name.hasPrefix(prefix) {
      let parts = name.dropFirst(prefix.count).split(separator: ".", maxSplits: 1)
      guard parts.count == 2, let process = Int32(parts[0]), process != getpid() else { continue }
      guard kill(process, 0) != 0, errno == ESRCH else { continue }
      let left = "\(folder)/\(name)"
      switch "." + parts[1] {
      case suffix: try? manager.removeItem(atPath: left)
      case suffix + oldSuffix:
        if access(destination, F_OK) == 0 || rename(left, destination) != 0 { try? manager.removeItem(atPath: left) }
      default: break
      }
    }
  }

  /// Makes a folder and those above it; false, with `errno`, where that cannot be.
  private static func makeFolders(_ path: String) -> Bool {
    if mkdir(path, 0o777) == 0 || errno == EEXIST { return true }
    guard errno == ENOENT, path != "/", makeFolders(Path.folder(of: path)) else { return false }
    return mkdir(path, 0o777) == 0 || errno == EEXIST
  }
}

/// Something stands where a folder is to be written, and it is not an older one of the same kind.
package struct OccupiedFolder: Error, Equatable, CustomStringConvertible {
  package var path: String
  package var marker: String
  package var isFolder: Bool

  package var description: String {
    isFolder
      ? "'\(path)' holds other files: only an empty folder, or one with a \(marker), is replaced. Name another with --out."
      : "'\(path)' is a file. Name a folder with --out."
  }
}
