import Market
import Replay
import Reports
import Scenarios

/// What a run takes for granted, in words.
struct Assumptions {
  let scenario: Scenario

  var facts: [ReportPage.Fact] {
    var facts: [ReportPage.Fact] = []
    if let models = scenario.models {
      let served = models.variants.filter { $0.server != nil }
      if let tape = models.tape, !served.isEmpty {
        facts.append(
          ReportPage.Fact(
            "models", "servers",
            note: "\(served.map(\.name).joined(separator: ", ")): asked over HTTP, one question at a time; answers and "
              + "their times are on the tape \(tape.file). Temperature \(models.sampling.temperature), replies of at "
              + "most \(models.sampling.maximumReply) tokens."))
      }
      if served.count < models.variants.count {
        facts.append(
          ReportPage.Fact(
            "models", "mock",
            note: "A small trained network stands in for each model, its weights stored in the variant’s format. "
              + "Its variants differ because of quantization; by how much the real ones do, it cannot tell."))
      }
      facts.append(
        ReportPage.Fact(
          "probe and trade", "two experiments",
          note: "Probe: all variants answer the reference’s prompts. Trade: each lives with its own account."))
    }
    let own = scenario.panels.map { panel in (panel.instrument.symbol, self.facts(of: panel)) }
    guard let first = own.first else { return facts }
    for (index, fact) in first.1.enumerated() {
      if own.allSatisfy({ $0.1[index] == fact }) {
        facts.append(fact)
      } else {
        facts += own.map { symbol, all in
          ReportPage.Fact("\(symbol): \(all[index].label)", all[index].value, note: all[index].note)
        }
      }
    }
    return facts
  }

  /// The same number of facts for every panel, in the same order.
  private func facts(of panel: Scenario.Panel) -> [ReportPage.Fact] {
    let settings = panel.settings
    let venue = settings.venue
    return [
      ReportPage.Fact(
        "positions", settings.positions == .longFlat ? "long or flat" : "long or short",
        note: settings.positions == .longFlat ? nil : margin(venue)),
      ReportPage.Fact(
        "fills", venue.intrabar.rawValue,
        note: "Market orders fill at the open of the candle in which they arrive; stops that gap fill at the open."
          + (panel.finer.map { " Inside a candle those of \($0.series.timeframe.rawValue) decide." } ?? "")),
      ReportPage.Fact("entries", entry(settings.entry)),
      ReportPage.Fact(
        "costs",
        "\(fee(venue.fees)), \(slippage(venue.slippageModel)), "
          + (venue.spread > 0 ? "declared spread \(bp(venue.spread))" : "spread as stored, none where not stored")),
      ReportPage.Fact(
        "latency cost", venue.latencyCost == 0 ? "none" : "k = \(venue.latencyCost)",
        note: venue.latencyCost == 0
          ? "Seconds of latency are below the resolution of the candles; orders fill at the candle’s open."
          : "k × the volatility of one second × the root of the seconds, on top of the candle’s open"),
      ReportPage.Fact(
        "decisions", settings.clock.decideEvery == 1 ? "every candle" : "every \(settings.clock.decideEvery) candles",
        note: "of \(panel.series.timeframe.rawValue), after the candle closed"),
      ReportPage.Fact(
        "balance",
        venue.balance.map {
          "\(Figures.grouped($0.units / 100_000_000)) \(scenario.currency ?? panel.instrument.quote)"
        } ?? "unknown",
        note: scenario.accounts == .shared
          ? "one account for all instruments; openings of one instant that do not fit are cut by one factor" : nil),
    ]
  }

  private func margin(_ venue: VenueSettings) -> String {
    let financing =
      venue.financing.map { "financing a year: long \(bp($0.longRate)), short \(bp($0.shortRate))" }
      ?? "no financing is charged"
    let liquidation =
      venue.liquidation.map { "closed by force at a maintenance margin of \(bp($0.maintenance))" }
      ?? "never closed by force"
    return "simulated margin; \(financing); \(liquidation)"
  }

  private func fee(_ fees: FeeModel) -> String {
    switch fees {
    case .none: "no fee"
    case .share(let maker, let taker):
      maker == taker ? "fee \(bp(taker))" : "fee \(bp(maker)) maker, \(bp(taker)) taker"
    case .tiered(let tiers): "fee by 30-day volume, at most \(bp(tiers.largestShare))"
    case .perShare(let rule): "fee \(rule.amount) a share, at least \(rule.minimum), at most \(bp(rule.maximumShare))"
    case .perOrder(let amount): "fee \(amount) an order"
    }
  }

  private func slippage(_ model: SlippageModel) -> String {
    switch model {
    case .none: "slippage 0 bp"
    case .share(let share): "slippage \(bp(share))"
    case .volatility(let multiple): "slippage \(multiple) of a day’s volatility"
    case .squareRootImpact(let multiple): "square-root impact, Y = \(multiple)"
    case .volumeShare(let coefficient): "slippage \(coefficient) times the squared share of the candle’s volume"
    }
  }

  private func entry(_ entry: EntrySettings) -> String {
    switch entry.kind {
    case .market: "market orders"
    case .limit(let offset): "limit orders, \(bp(offset)) better than the quote"
    case .stop(let offset): "stop orders, \(bp(offset)) beyond the quote"
    case .stopLimit(let offset, let limit):
      "stop-limit orders, \(bp(offset)) beyond the quote, limit \(bp(limit)) further"
    }
  }

  private func bp(_ share: Double) -> String {
    var text = TextBuffer()
    text.append((share * 1e6).rounded() / 100)
    return text.string + " bp"
  }
}
