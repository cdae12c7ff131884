import Market

extension PageView {
  /// Candles and trades.
  struct Prices {
    let choices: [Choice]
    let kinds: [Kind]
    let hasForecasts: Bool
    /// Whose equity stands below the candles; nil where no account is on the page.
    let equityOf: String?
    /// Whose trades they are, where there are several seeds: `seed 1, the first of 5`.
    let seed: String?

    struct Kind {
      let style: String
      let label: String
    }

    init?(_ context: PageContext) {
      let page = context.page
      let panels = page.panels.filter { $0.candles.count > 0 }
      guard !panels.isEmpty else { return nil }
      let variants = page.variants.indices.filter { index in
        panels.contains { index < $0.trades.count && !$0.trades[index].isEmpty }
      }
      seed = page.seeds > 1 ? page.tradesSeed.map { "seed \($0), the first of \(page.seeds)" } : nil
      choices =
        context.scopeChoice(panels.map(\.name), group: "prices") + context.variantChoice(variants, group: "prices")
      hasForecasts = panels.contains { $0.volatility != nil }
      let hasEquity = panels.contains { panel in page.accounts.contains { $0.name == panel.account } }
      let whose = page.reference == nil ? "the equity" : "the variant’s and the reference’s equity"
      equityOf = hasEquity ? whose + (context.meanOfSeeds.map { " (" + $0 + ")" } ?? "") : nil
      kinds = ReportPage.Period.Kind.allCases.compactMap { kind in
        guard panels.contains(where: { $0.periods.contains { $0.kind == kind } }) else { return nil }
        let label = kind == .bad ? "bad candle, not drawn" : kind.rawValue
        return Kind(style: kind.style, label: label)
      }
    }
  }

  /// Equity and drawdown.
  struct Equity {
    let choices: [Choice]
    /// Where all accounts have the same.
    let currency: String?
    let seeds: String?
    let pictures: [LinePicture]

    init?(_ context: PageContext) {
      let accounts = context.page.accounts
      guard let first = accounts.first else { return nil }
      choices = context.scopeChoice(accounts.map(\.name), group: "equity")
      currency = accounts.allSatisfy { $0.currency == first.currency } ? first.currency : nil
      seeds = context.meanOfSeeds
      pictures = accounts.map { account in
        LinePicture(
          name: account.name, times: account.times,
          lines: account.equity.indices.map {
            .init(context.page.variants[$0].name, "v\(context.colours[$0])", account.equity[$0])
          }, unit: .money(account.currency))
      }
    }
  }

  /// Forecast against realised volatility.
  struct VolatilitySection {
    let choices: [Choice]
    let models: [Model]

    struct Model {
      let scope: Int
      let scopeName: String
      let facts: [ReportPage.Fact]
    }

    init?(_ context: PageContext) {
      models = context.page.panels.compactMap { panel in
        panel.volatility.map { volatility in
          Model(
            scope: context.index(of: panel.name), scopeName: panel.name,
            facts: [.init("model", volatility.model)] + volatility.scores)
        }
      }
      guard !models.isEmpty else { return nil }
      choices = context.scopeChoice(models.map(\.scopeName), group: "volatility")
    }
  }
}

extension ReportPage.Period.Kind {
  /// Class of its colour in the style sheet, and its name in `report.js`.
  var style: String { rawValue.replacing(" ", with: "-") }
}
