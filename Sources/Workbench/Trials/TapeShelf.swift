import CandleStore
import Market
import Scenarios

/// The tapes that trials play, each read once however many points share it.
struct TapeShelf: Sendable {
  /// In order of first use.
  private(set) var tapes: [TrialTape] = []
  private var places: [String: Int] = [:]
  private var failures: [String: any Error] = [:]

  /// Imports what the store lacks of `scenario` and reads it. What cannot be had is told to whoever asks for it: it must
  /// not stop the points that can do without.
  mutating func fetch(_ scenario: Scenario, file: String, from store: CandleStore, note: (String) -> Void) {
    for panel in scenario.panels where places[panel.tapeKey] == nil && failures[panel.tapeKey] == nil {
      do {
        try Stocking.fill(store, panel, file: file, progress: note)
        tapes.append(try TrialTape(panel, in: store))
        places[panel.tapeKey] = tapes.count - 1
      } catch {
        failures[panel.tapeKey] = error
      }
    }
  }

  /// By panel.
  func tapes(of scenario: Scenario) throws -> [TrialTape] {
    try scenario.panels.map { panel in
      if let error = failures[panel.tapeKey] { throw error }
      guard let place = places[panel.tapeKey] else { preconditionFailure("a tape is fetched before it is played") }
      return tapes[place]
    }
  }
}

extension Scenario.Panel {
  /// Panels that read the same candles have the same.
  fileprivate var tapeKey: String {
    let besides = [finer, exchange].map { $0.map { "\($0.series) \($0.files.joined(separator: "\n"))" } ?? "" }
    return "\(series) \(from?.description ?? "") \(to?.description ?? "") \(files.joined(separator: "\n"))\n"
      + besides.joined(separator: "\n")
  }
}
