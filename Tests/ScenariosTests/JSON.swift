import Foundation

/// A JSON value, to be looked into, changed, and written as YAML.
indirect enum JSON: Equatable, Sendable, Decodable {
  case null
  case bool(Bool)
  case integer(Int)
  case number(Double)
  case string(String)
  case array([JSON])
  case object([String: JSON])

  enum Step: Equatable, Sendable, CustomStringConvertible {
    case key(String)
    case index(Int)

    var description: String {
      switch self {
      case .key(let key): key
      case .index(let index): "\(index)"
      }
    }
  }

  init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    if value.decodeNil() {
      self = .null
    } else if let bool = try? value.decode(Bool.self) {
      self = .bool(bool)
    } else if let integer = try? value.decode(Int.self) {
      self = .integer(integer)
    } else if let number = try? value.decode(Double.self) {
      self = .number(number)
    } else if let string = try? value.decode(String.self) {
      self = .string(string)
    } else if let array = try? value.decode([JSON].self) {
      self = .array(array)
    } else {
      self = .object(try value.decode([String: JSON].self))
    }
  }

  subscript(key: String) -> JSON? {
    if case .object(let object) = self { object[key] } else { nil }
  }

  var string: String? { if case .string(let string) = self { string } else { nil } }
  var elements: [JSON] { if case .array(let array) = self { array } else { [] } }
  var number: Double? {
    switch self {
    case .integer(let integer): Double(integer)
    case .number(let number): number
    default: nil
    }
  }

  func value(at path: [Step]) -> JSON? {
    guard let step = path.first else { return self }
    switch (step, self) {
    case (.key(let key), .object(let object)): return object[key]?.value(at: Array(path.dropFirst()))
    case (.index(let index), .array(let array)) where array.indices.contains(index):
      return array[index].value(at: Array(path.dropFirst()))
    default: return nil
    }
  }

  /// A copy with `value` at `path`, or without what stands there; what is missing on the way is made.
  func setting(_ path: [Step], to value: JSON?) -> JSON {
    guard let step = path.first else { return value ?? .null }
    let rest = Array(path.dropFirst())
    switch step {
    case .key(let key):
      var object: [String: JSON] = if case .object(let object) = self { object } else { [:] }
      object[key] = rest.isEmpty ? value : (object[key] ?? .null).setting(rest, to: value)
      return .object(object)
    case .index(let index):
      var array = elements
      if index == array.count { array.append(.null) }
      array[index] = array[index].setting(rest, to: value)
      return .array(array)
    }
  }

  /// In YAML's flow style; `off` stays a plain word, because in quotes it is a text.
  var yaml: String {
    switch self {
    case .null: "null"
    case .bool(let bool): "\(bool)"
    case .integer(let integer): "\(integer)"
    case .number(let number): Int(exactly: number).map { "\($0)" } ?? "\(number)"
    case .string("off"): "off"
    case .string(let string): "'\(string)'"
    case .array(let array): "[" + array.map(\.yaml).joined(separator: ", ") + "]"
    case .object(let object):
      "{" + object.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value.yaml)" }.joined(separator: ", ") + "}"
    }
  }
}
