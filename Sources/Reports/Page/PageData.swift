import Market

/// The figures behind the interactive charts, as the JSON that `report.js` reads.
///
/// Columns, not objects, and differences, not values, keep two years of hourly candles near 300 kB:
/// - a time column is `[first, step, count, step, count, …]`, seconds since 1970;
/// - a number column is `[decimals, first, difference, …]` in units of `10^-decimals`; `null` is no value, and the next
///   difference counts from the last value before it.
package struct PageData {
  /// Bars that a browser pans through smoothly.
  package static let maximumCandles = 20_000
  /// Points of one curve; a screen is about 1,200 pixels wide.
  package static let maximumPoints = 4_000

  private var json = TextBuffer(capacity: 1 << 20)
  /// Referred to by their index.
  private let scopes: [String]

  /// The figures of `page`, encoded.
  package init(_ page: ReportPage) { self.init(PageContext(page)) }

  /// Valid JSON that may stand inside `<script>`.
  package var text: String { json.string }

  init(_ context: PageContext) {
    let page = context.page
    scopes = context.scopes
    let colours = context.colours
    json.append("{\"variants\":")
    list(page.variants.indices) { data, index in
      data.json.append("{\"name\":")
      data.json.append(json: page.variants[index].name)
      data.field("colour", colours[index])
      data.json.append("}")
    }
    json.append(",\"scopes\":")
    list(context.scopes) { data, scope in data.json.append(json: scope) }
    field("reference", page.reference ?? -1)
    field("focus", page.focus)
    json.append(",\"accounts\":")
    list(page.accounts) { data, account in data.append(account) }
    json.append(",\"flips\":")
    list(context.flips) { data, flip in data.append(flip) }
    json.append(",\"panels\":")
    list(page.panels) { data, panel in data.append(panel) }
    json.append("}")
  }

  private mutating func append(_ account: ReportPage.Account) {
    let thinning = Thinning(account.times.count, to: Self.maximumPoints)
    json.append("{\"scope\":")
    json.append(scopes.firstIndex(of: account.name) ?? 0)
    json.append(",\"currency\":")
    json.append(json: account.currency)
    field("size", thinning.size)
    column("time", times: thinning.newest(account.times))
    json.append(",\"equity\":")
    list(account.equity) { data, values in data.append(thinning.newest(values), decimals: 2) }
    json.append(",\"drawdown\":")
    list(account.drawdown) { data, values in data.append(thinning.lowest(values), decimals: 5) }
    json.append(",\"difference\":")
    list(account.difference) { data, values in data.append(thinning.newest(values), decimals: 6) }
    json.append(",\"chance\":")
    list(account.chance) { data, chance in data.append(chance, thinning) }
    if let hold = account.buyAndHold { column("buyAndHold", thinning.newest(hold), decimals: 2) }
    if let rolling = account.rollingSharpe {
      let thinning = Thinning(rolling.times.count, to: Self.maximumPoints)
      json.append(",\"rolling\":{\"points\":")
      json.append(rolling.times.count)
      field("size", thinning.size)
      column("time", times: thinning.newest(rolling.times))
      json.append(",\"sharpe\":")
      list(rolling.values) { data, values in data.append(thinning.newest(values), decimals: 3) }
      json.append("}")
    }
    json.append("}")
  }

  private mutating func append(_ chance: ReportPage.Chance?, _ thinning: Thinning) {
    guard let chance else { return json.append("null") }
    json.append("{\"low\":")
    append(thinning.newest(chance.low), decimals: 6)
    column("high", thinning.newest(chance.high), decimals: 6)
    json.append("}")
  }

  private mutating func append(_ flip: PageContext.RankedFlip) {
    json.append("{\"variant\":")
    json.append(flip.flip.variant)
    field("rank", flip.rank)
    field("scope", scopes.firstIndex(of: flip.flip.account) ?? -1)
    field("time", Int(flip.flip.time.milliseconds.flooredQuotient(by: 1000)))
    json.append(",\"label\":")
    json.append(json: flip.label)
    json.append("}")
  }

  private mutating func append(_ panel: ReportPage.Panel) {
    let bad = panel.periods.filter { $0.kind == .bad }.map { $0.from.milliseconds..<$0.until.milliseconds }
    let merged = Thinning(panel.candles.count, to: Self.maximumCandles).size
    let candles = panel.candles.drawable(without: bad, merging: merged)
    json.append("{\"scope\":")
    json.append(scopes.firstIndex(of: panel.name) ?? 0)
    json.append(",\"quote\":")
    json.append(json: panel.quote)
    field("decimals", panel.priceDecimals)
    field("merged", merged * panel.merged)
    field("account", panel.account.flatMap { account in scopes.firstIndex(of: account) } ?? -1)
    column("time", times: candles.openTime)
    column("open", candles.open, decimals: panel.priceDecimals)
    column("high", candles.high, decimals: panel.priceDecimals)
    column("low", candles.low, decimals: panel.priceDecimals)
    column("close", candles.close, decimals: panel.priceDecimals)
    json.append(",\"periods\":")
    let details = Distinct(panel.periods.map(\.detail))
    list(panel.periods.indices) { data, index in
      let period = panel.periods[index]
      data.json.append("[")
      data.json.append(Int(period.from.milliseconds.flooredQuotient(by: 1000)))
      data.json.append(",")
      data.json.append(Int(period.until.milliseconds.flooredQuotient(by: 1000)))
      data.json.append(",")
      data.json.append(json: period.kind.rawValue)
      data.json.append(",")
      data.json.append(period.ticks)
      data.json.append(",")
      data.json.append(details.places[index])
      data.json.append("]")
    }
    json.append(",\"details\":")
    list(details.texts) { data, detail in data.json.append(json: detail) }
    json.append(",\"trades\":")
    list(panel.trades) { data, trades in data.append(trades, priceDecimals: panel.priceDecimals) }
    if let volatility = panel.volatility {
      let thinning = Thinning(volatility.times.count, to: Self.maximumPoints)
      json.append(",\"volatility\":{\"points\":")
      json.append(volatility.times.count)
      field("size", thinning.size)
      json.append(",\"daysPerYear\":")
      json.append(volatility.daysPerYear)
      json.append(",\"barsPerDay\":")
      json.append(volatility.barsPerDay)
      column("time", times: thinning.newest(volatility.times))
      column("forecast", thinning.newest(volatility.forecast), decimals: 4)
      column("realised", thinning.newest(volatility.realised), decimals: 4)
      json.append("}")
    }
    json.append("}")
  }

  private mutating func append(_ trades: [ReportPage.Trade], priceDecimals: Int) {
    func seconds(_ instant: Timestamp?) -> Double {
      instant.map { Double($0.milliseconds) / 1000 } ?? .nan
    }
    json.append("{\"long\":")
    list(trades) { data, trade in data.json.append(trade.isLong ? "1" : "0") }
    column("entry", trades.map { seconds($0.entry) }, decimals: 0)
    column("entryPrice", trades.map(\.entryPrice), decimals: priceDecimals)
    column("exit", trades.map { seconds($0.exit) }, decimals: 0)
    column("exitPrice", trades.map { $0.exitPrice ?? .nan }, decimals: priceDecimals)
    column("profit", trades.map(\.profit), decimals: 2)
    let reasons = Distinct(trades.map(\.reason))
    json.append(",\"reasons\":")
    list(reasons.texts) { data, reason in data.json.append(json: reason) }
    json.append(",\"reason\":")
    list(reasons.places) { data, place in data.json.append(place) }
    json.append("}")
  }

  private mutating func list<Elements: Collection>(
    _ elements: Elements, _ body: (inout PageData, Elements.Element) -> Void
  ) {
    json.append("[")
    var isFirst = true
    for element in elements {
      if !isFirst { json.append(",") }
      isFirst = false
      body(&self, element)
    }
    json.append("]")
  }

  private mutating func key(_ name: StaticString) {
    json.append(",\"")
    json.append(name)
    json.append("\":")
  }

  private mutating func field(_ name: StaticString, _ value: Int) {
    key(name)
    json.append(value)
  }

  private mutating func column(_ name: StaticString, _ values: [Double], decimals: Int) {
    key(name)
    append(values, decimals: decimals)
  }

  private mutating func append(_ values: [Double], decimals: Int) {
    let scale = Figures.powersOfTen[decimals]
    json.append("[")
    json.append(decimals)
    var last: Int64 = 0
    for value in values {
      json.append(",")
      if let units = Int64(exactly: (value * scale).rounded(.toNearestOrAwayFromZero)), units.magnitude < 1 << 53 {
        json.append(Int(units - last))
        last = units
      } else {
        json.append("null")
      }
    }
    json.append("]")
  }

  private mutating func column(_ name: StaticString, times: [Int64]) {
    let seconds = times.map { $0.flooredQuotient(by: 1000) }
    key(name)
    json.append("[")
    if let first = seconds.first {
      json.append(Int(first))
      var index = 1
      while index < seconds.count {
        let step = seconds[index] - seconds[index - 1]
        var end = index + 1
        while end < seconds.count, seconds[end] - seconds[end - 1] == step { end += 1 }
        json.append(",")
        json.append(Int(step))
        json.append(",")
        json.append(end - index)
        index = end
      }
    }
    json.append("]")
  }
}

/// The few different texts of a long column, and which of them stands where.
private struct Distinct {
  private(set) var texts: [String] = []
  private(set) var places: [Int] = []

  init(_ column: [String]) {
    var known: [String: Int] = [:]
    for text in column {
      let place = known[text] ?? texts.count
      if place == texts.count {
        known[text] = place
        texts.append(text)
      }
      places.append(place)
    }
  }
}
