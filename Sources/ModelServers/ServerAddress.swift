import Foundation

/// Where an OpenAI-compatible server listens: `http://127.0.0.1:8080/v1`.
package struct ServerAddress: Hashable, Sendable, CustomStringConvertible {
  /// Up to the version, without a slash at its end.
  package let description: String

  /// Nil unless `text` is an http or https address without name, password, query and fragment. Without a path it means
  /// `/v1`.
  package init?(_ text: String) {
    guard let parts = URLComponents(string: text), let scheme = parts.scheme, ["http", "https"].contains(scheme),
      let host = parts.host, !host.isEmpty, parts.user == nil, parts.password == nil, parts.query == nil,
      parts.fragment == nil
    else { return nil }
    var text = text
    while text.hasSuffix("/") { text.removeLast() }
    description = parts.path.allSatisfy { $0 == "/" } ? text + "/v1" : text
  }

  func url(_ path: String) -> URL? { URL(string: "\(description)/\(path)") }
}
