import Foundation

/// What `summary.json` says, as far as it is read back; keys that are not known here are passed over.
struct WrittenSummary: Decodable, Sendable {
  var runId: String
  var scenario: String
  var isMock: Bool
  var asksServers: Bool?
  var reference: String?
  var noiseFloor: NoiseFloor?
  var margins: Margins?
  var variants: [Variant]
  var trials: Trials?
  var walkForward: WalkForward?

  struct NoiseFloor: Decodable, Sendable {
    var restarted: Double?
    var reseeded: Double?
    var paraphrased: Double?
  }

  /// What a difference may be before it matters, as shares, by name; none where they are written in another form.
  struct Margins: Decodable, Sendable {
    var shares: [String: Double]

    init(from decoder: any Decoder) throws {
      shares = (try? decoder.singleValueContainer().decode([String: Double].self)) ?? [:]
    }
  }

  struct Trials: Decodable, Sendable {
    var count: Int
    var failed: Int
    var sortBy: String
    var best: Best?
    var selection: Selection?

    struct Best: Decodable, Sendable {
      var point: Int
    }

    struct Selection: Decodable, Sendable {
      var sentence: String?
      var reason: String?
    }
  }

  struct WalkForward: Decodable, Sendable {
    var mode: String
    var folds: Int
    var from: String
    var to: String
  }

  /// One variant on one account; figures are means over the seeds.
  struct Variant: Decodable, Sendable {
    var name: String
    var instrument: String
    var figures: RunSummary.Figures
    var seeds: [Seed]
    var probe: Probe?
    var money: Money?
    /// The verdict in words, where the run came to one.
    var sentence: String?

    struct Seed: Decodable, Sendable {
      var seed: UInt64
      var figures: RunSummary.Figures
    }

    private enum Keys: String, CodingKey { case name, instrument, seeds, probe, money, verdict, sentence }

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: Keys.self)
      name = try container.decode(String.self, forKey: .name)
      instrument = try container.decode(String.self, forKey: .instrument)
      seeds = try container.decode([Seed].self, forKey: .seeds)
      probe = try container.decodeIfPresent(Probe.self, forKey: .probe)
      money = try container.decodeIfPresent(Money.self, forKey: .money)
      figures = try RunSummary.Figures(from: decoder)
      sentence =
        (try? container.decode(String.self, forKey: .sentence))
        ?? (try? container.decode(String.self, forKey: .verdict))
        ?? (try? container.decode(VerdictObject.self, forKey: .verdict))?.sentence
    }

    private struct VerdictObject: Decodable {
      var sentence: String
    }
  }

  struct Probe: Decodable, Sendable {
    var ticks: Int
    var flips: Int
    var flipRate: Double
    var low: Double?
    var high: Double?
  }

  struct Money: Decodable, Sendable {
    var annualDifference: Double
    var low: Double
    var high: Double
    var trackingError: Double?
    var smallestDetectable: Double
    var days: Int
  }
}

extension WrittenSummary {
  /// `path` is for the error.
  init(_ data: Data, path: String) throws(FinishedRunError) {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    do { self = try decoder.decode(WrittenSummary.self, from: data) } catch {
      throw .damaged(path, Self.problem(error))
    }
  }

  /// Says where a file departs from what it should be.
  private static func problem(_ error: any Error) -> String {
    func place(_ keys: [any CodingKey]) -> String {
      keys.reduce("") { text, key in
        key.intValue.map { "\(text)[\($0)]" } ?? (text.isEmpty ? key.stringValue : "\(text).\(key.stringValue)")
      }
    }
    switch error {
    case DecodingError.keyNotFound(let key, let context): return "it has no \(place(context.codingPath + [key]))"
    case DecodingError.valueNotFound(_, let context): return "it has no \(place(context.codingPath))"
    case DecodingError.typeMismatch(_, let context) where !context.codingPath.isEmpty:
      return "\(place(context.codingPath)) is not what it should be"
    default: return "it is not a summary"
    }
  }

  /// In order of first appearance.
  var variantNames: [String] {
    var names: [String] = []
    for variant in variants where !names.contains(variant.name) { names.append(variant.name) }
    return names
  }
}
