import Market
import Reports

extension SamplePage {
  /// Begins what must stay text wherever it is put: it tries to end attributes, elements, scripts and comments.
  static let attack = "\"\u{301}'><script>alert(1)</script><img src=x onerror=alert(2)>\u{2028}--></script>{{title}}&#"

  /// A page whose every text is an attack that ends with the field's name, and those names.
  static func hostile() -> (page: ReportPage, fields: [String]) {
    var fields: [String] = []
    func evil(_ field: String) -> String {
      fields.append(field)
      return attack + "[" + field + "]"
    }
    var page = comparison()
    page.title = evil("title")
    page.summary = evil("summary")
    page.tags = [evil("tag")]
    page.runID = evil("run")
    page.command = evil("command")
    page.noiseFloor = .init(flips: 1, answers: 100, rate: 0.01, under: evil("under"), remarks: [evil("floor-remark")])
    page.notes = [evil("page-note")]
    page.tradesSeed = evil("seed")
    let scopes = ["BTCUSD 1h": evil("scope"), "EURUSD 1h": evil("other-scope")]
    for index in page.variants.indices {
      page.variants[index].name = evil("variant-\(index)")
      page.variants[index].notes = index == 0 ? [] : [evil("note-\(index)")]
      page.variants[index].latency = .init(median: 1, source: evil("source-\(index)"), resolution: evil("resolution"))
      page.variants[index].decisions?.remark = evil("flip-remark")
      page.variants[index].decisions?.verdict = .init(evil("flip-verdict"), .good)
      page.variants[index].money?.verdict = .init(evil("money-verdict"), .bad)
    }
    page.variants[0].headlines = [
      .init(evil("headline"), 1, .money(evil("headline-unit")), place: evil("headline-place"))
    ]
    for index in page.panels.indices {
      page.panels[index].name = scopes[page.panels[index].name] ?? ""
      page.panels[index].quote = evil("quote")
      page.panels[index].remark = evil("panel-remark")
      for period in page.panels[index].periods.indices where page.panels[index].periods[period].kind != .closed {
        page.panels[index].periods[period].detail = evil("detail")
      }
      for variant in page.panels[index].trades.indices {
        page.panels[index].trades[variant][0].reason = evil("reason")
      }
      page.panels[index].volatility?.model = evil("model")
      page.panels[index].volatility?.scores = [.init(evil("score-label"), evil("score"))]
      page.panels[index].account = page.panels[index].name
      page.accounts[index].name = scopes[page.accounts[index].name] ?? ""
      page.accounts[index].currency = evil("currency")
      page.course?.accounts[index].name = page.accounts[index].name
    }
    for index in page.flipMatrices.indices {
      page.flipMatrices[index].scope = scopes[page.flipMatrices[index].scope] ?? ""
    }
    for index in page.funnels.indices {
      page.funnels[index].scope = scopes[page.funnels[index].scope] ?? ""
      page.funnels[index].stages[0].name = evil("stage")
    }
    for index in page.metrics.indices {
      page.metrics[index].scope = scopes[page.metrics[index].scope] ?? ""
      page.metrics[index].columns[0] = evil("column")
      page.metrics[index].rows[0].name = evil("metric")
      page.metrics[index].rows[0].note = evil("metric-note")
      page.metrics[index].rows[1].unit = .money(evil("unit"))
    }
    page.assumptions = [.init(evil("assumption"), evil("assumed"), note: evil("assumption-note"))]
    page.provenance = [.init(evil("provenance"), evil("provided"), note: evil("provenance-note"))]
    page.inputs = [.init(name: evil("input"), kind: evil("kind"), hash: evil("hash"), detail: evil("input-detail"))]
    return (page, fields)
  }
}
