package import CandleStore
import Foundation
import LanguageModels
import Market
import Replay
import Reports
package import Scenarios

/// What the mock reads from every prompt of a scenario, beside what the market did next: its training data.
///
/// The prompts come from the replay itself, so that training sees what deciding will see. The account stays flat.
///
/// What the market did is how far the mean close of the next 24 bars lay from the 20-bar average that the prompt told,
/// in units of the volatility that it foresaw for 24 bars: whether a trend went on, which can be learnt, where the next
/// return alone can hardly be.
package struct TrainingFeatures {
  private let scenario: Scenario
  private let store: CandleStore

  package init(scenario: Scenario, store: CandleStore) {
    self.scenario = scenario
    self.store = store
  }

  /// Bars that the target looks ahead.
  private static let horizon = 24

  /// Writes the CSV that `train_mock.py` reads; returns its rows. A tick without 24 later bars is left out.
  package func write(to path: String) async throws -> Int {
    let file = try OutputFile(path)
    file.text.append("time,instrument,timeframe,")
    file.text.append((0..<PromptFeatures.count).map { "f\($0)" }.joined(separator: ","))
    file.text.append(",target\n")
    var rows = 0
    for panel in scenario.panels {
      let tape = try PanelTape(panel, in: store, keepsCloses: true)
      let listener = Listener()
      let setup = TrackSetup(
        panel.settings, instrument: panel.instrument, timeframe: panel.series.timeframe, window: tape.window)
      let source = try store.candles(of: panel.series, from: tape.window.lowerBound, to: tape.window.upperBound)
      _ = try await Replayer([setup], strategy: scenario.strategy)
        .play([TrackPorts(source, into: Nowhere(), asking: listener)])
      for prompt in listener.heard {
        guard prompt.forecast > 0, prompt.average > 0, let mean = tape.meanClose(after: prompt.time, bars: Self.horizon)
        else { continue }
        file.text.append(prompt.time)
        file.text.append(",\(panel.instrument.symbol),\(panel.series.timeframe.rawValue)")
        for index in 0..<PromptFeatures.count {
          file.text.append(",")
          file.text.append(Double(prompt.features.values[index]))
        }
        file.text.append(",")
        let barsPerDay =
          panel.instrument.calendar.periodsPerYear(of: panel.series.timeframe)
          / panel.instrument.calendar.daysPerYear
        let days = max(1, Double(Self.horizon) / barsPerDay)
        file.text.append((mean / prompt.average - 1) * 100 / (prompt.forecast * days.squareRoot()))
        file.text.append("\n")
        try file.flushIfLarge()
        rows += 1
      }
    }
    try file.close()
    return rows
  }

  private final class Listener: Respondent {
    private(set) var heard: [(time: Timestamp, features: PromptFeatures, forecast: Double, average: Double)] = []

    func answer(to question: Question) async throws -> OutsideAnswer {
      let features = try MockLanguageModel.features(question.prompt)
      let average = question.pulse.first?.simpleMovingAverage ?? .nan
      heard.append((question.time, features, question.forecast ?? 0, average))
      return OutsideAnswer(.decided(Decision(.hold, confidence: 0)), latency: 0)
    }
  }

  private final class Nowhere: EventSink {
    func take(_ rows: Span<DecisionRow>, _ events: EventLog) {}
  }
}
