import Market
import Replay
import Reports
import Scenarios

/// What a run takes for granted, in words.
struct Assumptions {
  let scenario: Scenario

  var facts: [ReportPage.Fact] {
    var facts: [ReportPage.Fact] = []
    if scenario.models != nil {
      facts.append(
        ReportPage.Fact(
          "models", "mock",
          note: "A small trained network stands in for each model, its weights stored in the variant's format. "
            + "Differences come from quantization, as they do in the real models; their size need not be the same."))
      facts.append(
        ReportPage.Fact(
          "probe and trade", "two experiments",
          note: "Probe: all variants answer the reference's prompts. Trade: each lives with its own account."))
    }
    for panel in scenario.panels { facts += self.facts(of: panel) }
    return facts
  }

  private func facts(of panel: Scenario.Panel) -> [ReportPage.Fact] {
    let settings = panel.settings
    let venue = settings.venue
    let place = scenario.panels.count > 1 ? "\(panel.instrument.symbol): " : ""
    return [
      ReportPage.Fact(
        place + "positions", settings.positions == .longFlat ? "long or flat" : "long or short",
        note: settings.positions == .longFlat ? nil : "simulated margin; no financing is charged"),
      ReportPage.Fact(
        place + "fills", venue.intrabar.rawValue,
        note: "Market orders fill at the open of the candle in which they arrive; stops that gap fill at the open."),
      ReportPage.Fact(
        place + "costs",
        "fee \(bp(venue.takerFee)), slippage \(bp(venue.slippage)), "
          + (venue.spread > 0 ? "declared spread \(bp(venue.spread))" : "spread as stored, none where not stored")),
      ReportPage.Fact(
        place + "latency cost", venue.latencyCost == 0 ? "none" : "k = \(venue.latencyCost)",
        note: venue.latencyCost == 0
          ? "Seconds of latency are below the resolution of the candles; orders fill at the candle's open." : nil),
      ReportPage.Fact(place + "balance", venue.balance.map { "\($0) \(panel.instrument.quote)" } ?? "unknown"),
    ]
  }

  private func bp(_ share: Double) -> String {
    var text = TextBuffer()
    text.append((share * 1e6).rounded() / 100)
    return text.string + " bp"
  }
}
