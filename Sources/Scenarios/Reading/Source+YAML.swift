import Market

extension Scenario.Source {
  /// Reads the key `finer` of a series, nil where it is absent.
  static func readFiner(_ section: inout Section, of panel: Scenario.Panel) throws(ScenarioError) -> Self? {
    guard let value = section.value("finer") else { return nil }
    var source = Self(series: panel.series, instrument: panel.instrument, files: [])
    try value.section { section throws(ScenarioError) in
      let place = try section.required("series")
      source.series = try place.seriesName()
      let (own, finer) = (panel.series.timeframe, source.series.timeframe)
      guard source.series.instrument == panel.series.instrument else {
        throw place.error(
          "the candles of \(source.series.instrument.shortened) cannot tell what \(panel.series.instrument.shortened) "
            + "did. Name a series of the same instrument.")
      }
      guard finer < own else {
        throw place.error(
          "\(finer.rawValue) is not shorter than the series' own \(own.rawValue). Name a shorter timeframe, or remove "
            + "'finer'.")
      }
      source.files = try section.files()
    }
    return source
  }

  /// Reads the key `exchange` of a series, which is there if and only if the account's currency is not the quote
  /// currency. `series` is where its absence is told.
  static func readExchange(
    _ section: inout Section, of instrument: Instrument, currency: String?, series: Value
  ) throws(ScenarioError) -> Self? {
    let quote = instrument.quote.shortened
    guard let value = section.value("exchange") else {
      guard let currency, currency != instrument.quote else { return nil }
      throw series.error(
        "the instrument is quoted in \(quote) and the account is in \(currency.shortened). Add the key 'exchange' with "
          + "a series of the two.")
    }
    guard let currency else {
      throw value.error(
        "without venue.currency the account is in \(quote), as the instrument is quoted. Name a currency, or remove "
          + "'exchange'.")
    }
    guard currency != instrument.quote else {
      throw value.error("the account is in \(quote), as the instrument is quoted. Remove 'exchange'.")
    }
    var source: Self?
    try value.section { section throws(ScenarioError) in
      let place = try section.required("series")
      let name = try place.seriesName()
      let pair = try Scenario.readInstrument(&section, series: place, symbol: name.instrument)
      let wanted = [currency, instrument.quote]
      guard [pair.base, pair.quote] == wanted || [pair.quote, pair.base] == wanted else {
        throw place.error(
          "it is a price of \(pair.base.shortened) in \(pair.quote.shortened). Name a series of \(currency.shortened) "
            + "and \(quote), either way round.")
      }
      source = Self(series: name, instrument: pair, files: try section.files())
    }
    return source
  }
}

extension Value {
  /// `coinbase:BTCUSD 1h`.
  func seriesName() throws(ScenarioError) -> SeriesName {
    let text = try text()
    do throws(InvalidSeriesName) { return try SeriesName(text) } catch { throw self.error("\(error)") }
  }
}

extension Section {
  /// The paths at the key `files`; none where it is absent.
  mutating func files() throws(ScenarioError) -> [String] {
    try value("files")?.list().map { value throws(ScenarioError) in try value.text() } ?? []
  }
}
