/// The parts of a path, as POSIX separates them.
///
/// Foundation's own, `NSString.deletingLastPathComponent`, stops the program at a path of one character.
package enum Path {
  /// All before the last name: `scenarios` for `scenarios/a.yaml`, nothing for `a.yaml`, `/` for `/a.yaml`.
  package static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "" }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// The last name: `a.yaml` for `scenarios/a.yaml`.
  package static func name(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[path.index(after: $0)...]) } ?? path
  }

  /// `name` in the folder that `path` lies in.
  package static func neighbour(_ name: String, of path: String) -> String {
    let folder = folder(of: path)
    return folder.isEmpty ? name : folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
  }
}
