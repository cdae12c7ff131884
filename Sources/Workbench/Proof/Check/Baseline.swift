import Foundation
import Reports

/// What a scenario did when somebody last looked and said that it was right.
///
/// `summary.json` as the run directory has it, `inputs.json` with the hashes of what went in, and a `.trace.gz` for each
/// variant; `tolerances.json` is the user's own.
package struct Baseline: Sendable {
  var summary: Data
  var inputs: [Manifest.Entry]
  /// By variant: its folder's name and its sessions.
  var variants: [(folder: String, traces: [SessionTrace])]

  static let marker = "summary.json"
  private static let tolerances = "tolerances.json"
  private static let suffix = ".trace.gz"

  /// Reads the baseline in `folder`.
  static func read(_ folder: String) throws(BaselineError) -> Baseline {
    guard FileManager.default.fileExists(atPath: "\(folder)/\(marker)") else { throw .missing(folder) }
    let inputs: [Manifest.Entry]
    do {
      inputs = try JSONDecoder().decode([Manifest.Entry].self, from: try data("\(folder)/inputs.json"))
    } catch let error as BaselineError {
      throw error
    } catch {
      throw .damaged("\(folder)/inputs.json", "it is not a list of inputs")
    }
    let summary = try data("\(folder)/\(marker)")
    _ = try SummaryFigures.read(summary, path: "\(folder)/\(marker)")
    let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter { $0.hasSuffix(suffix) }
    var variants: [(folder: String, traces: [SessionTrace])] = []
    for name in names.sorted() {
      let path = "\(folder)/\(name)"
      do {
        let bytes = try Gzip.decompress([UInt8](try data(path)))
        variants.append((String(name.dropLast(suffix.count)), try TraceFile.read(bytes)))
      } catch let error as BaselineError {
        throw error
      } catch let error as Gzip.Damage {
        throw .damaged(path, error.description)
      } catch let error as TraceFile.Damage {
        throw .damaged(path, "line \(error.line): \(error.problem)")
      } catch {
        throw .damaged(path, "\(error)")
      }
    }
    return Baseline(summary: summary, inputs: inputs, variants: variants)
  }

  private static func data(_ path: String) throws(BaselineError) -> Data {
    guard let data = FileManager.default.contents(atPath: path) else { throw .damaged(path, "it cannot be read") }
    return data
  }

  /// Puts the baseline in `folder`; an older one is replaced in one step, and its tolerances stay.
  func write(to folder: String) throws {
    let staged = try StagedDirectory(for: folder, marker: Self.marker)
    do {
      try OutputFile.write(summary, to: "\(staged.path)/\(Self.marker)")
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      try OutputFile.write(try encoder.encode(inputs) + Data("\n".utf8), to: "\(staged.path)/inputs.json")
      for (name, traces) in variants {
        try OutputFile.write(Gzip.compress(TraceFile.text(traces)), to: "\(staged.path)/\(name)\(Self.suffix)")
      }
      if let own = FileManager.default.contents(atPath: "\(folder)/\(Self.tolerances)") {
        try OutputFile.write(own, to: "\(staged.path)/\(Self.tolerances)")
      }
      try staged.commit()
    } catch {
      staged.discard()
      throw error
    }
  }

  /// The user's tolerances beside the baseline; exact where there are none.
  static func readTolerances(_ folder: String) throws(BaselineError) -> Tolerances {
    let path = "\(folder)/\(tolerances)"
    guard FileManager.default.fileExists(atPath: path) else { return Tolerances() }
    do {
      let read = try JSONDecoder().decode(Tolerances.self, from: try data(path))
      guard read.isSensible else { throw BaselineError.tolerances(path, "a tolerance is negative") }
      return read
    } catch let error as BaselineError {
      throw error
    } catch {
      throw .tolerances(path, "it is not of the form {\"events\": \"exact\", \"metrics\": {\"sharpe\": 0.01}}")
    }
  }
}

/// How far figures may move.
struct Tolerances: Decodable, Sendable {
  enum Events: String, Decodable, Sendable {
    /// Any event that differs is drift.
    case exact
    /// Only figures count; events explain them.
    case explain
  }

  var events: Events = .exact
  /// By a figure's name in `summary.json`: how far it may lie from the baseline's, in its own unit.
  var metrics: [String: Double] = [:]

  private enum Keys: String, CodingKey { case events, metrics }

  init() {}

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Keys.self)
    events = try container.decodeIfPresent(Events.self, forKey: .events) ?? .exact
    metrics = try container.decodeIfPresent([String: Double].self, forKey: .metrics) ?? [:]
  }

  var isSensible: Bool { metrics.values.allSatisfy { $0 >= 0 } }
}

/// Why a baseline cannot be compared with.
package enum BaselineError: Error, Equatable, CustomStringConvertible {
  case missing(String)
  case damaged(String, String)
  case tolerances(String, String)

  package var description: String {
    switch self {
    case .missing(let folder): "there is no baseline in '\(folder)'. Run 'tapedeck check' with --update to make one."
    case .damaged(let path, let problem):
      "the baseline file '\(path)' is damaged: \(problem). Restore it, or make it anew with --update."
    case .tolerances(let path, let problem): "'\(path)' cannot be used: \(problem)."
    }
  }
}
