import Market
import Scenarios
import Testing

/// The key `exchange` of a series.
@Suite struct ExchangeSeriesTests {
  private func yaml(_ more: String, venue: String = "{ currency: EUR }") -> String {
    """
    name: a
    data:
      - series: GBPUSD 1h
        \(more)
    strategy: { kind: sma-cross }
    venue: \(venue)
    """
  }

  @Test func `a series of the two currencies is read`() throws {
    let scenario = try Scenario(
      yaml: yaml("exchange: { series: oanda:EURUSD 1d, files: [eurusd.csv] }"), file: "a.yaml")
    let exchange = try #require(scenario.panels[0].exchange)
    #expect(exchange.series == (try SeriesName("oanda:EURUSD 1d")))
    #expect(exchange.instrument == Instrument.named("EURUSD"))
    #expect(exchange.files == ["eurusd.csv"])
  }

  @Test(arguments: [("USD", "EUR"), ("EUR", "USD")])
  func `either way round will do`(base: String, quote: String) throws {
    let own = "base: \(base), quote: \(quote), calendar: forex, price_tick: 0.0001, lot_step: 1, minimum_order: 1"
    let scenario = try Scenario(
      yaml: yaml("exchange: { series: X 1h, instrument: { \(own) } }"), file: "a.yaml")
    #expect(scenario.panels[0].exchange?.instrument.base == base)
    #expect(scenario.panels[0].exchange?.files == [])
  }

  @Test func `without a currency nothing is exchanged`() throws {
    #expect(try read().panels[0].exchange == nil)
    #expect(try read("venue: { currency: USD }").panels[0].exchange == nil)
  }

  @Test func `another currency needs one`() throws {
    let fault = try #require(refusal(in: yaml("files: []")))
    #expect(
      "\(fault)"
        == "a.yaml:3:13: data[0].series: the instrument is quoted in USD and the account is in EUR. Add the key "
        + "'exchange' with a series of the two.")
  }

  @Test(arguments: [
    (
      "{}", "4:15", "data[0].exchange",
      "without venue.currency the account is in USD, as the instrument is quoted. Name a currency, or remove "
        + "'exchange'."
    ),
    (
      "{ currency: USD }", "4:15", "data[0].exchange",
      "the account is in USD, as the instrument is quoted. Remove 'exchange'."
    ),
    (
      "{ currency: JPY }", "4:25", "data[0].exchange.series",
      "it is a price of EUR in USD. Name a series of JPY and USD, either way round."
    ),
  ])
  func `one that turns nothing into the account's currency is refused`(
    venue: String, place: String, key: String, problem: String
  ) throws {
    let fault = try #require(refusal(in: yaml("exchange: { series: EURUSD 1h }", venue: venue)))
    #expect("\(fault)" == "a.yaml:\(place): \(key): \(problem)")
  }

  @Test(arguments: [
    ("{ files: [a.csv] }", "data[0].exchange", "the key 'series' is missing. Add it."),
    ("EURUSD 1h", "data[0].exchange", "expected keys and values, found 'EURUSD 1h'."),
    (
      "{ series: EURUSB 1h }", "data[0].exchange.series",
      "the instrument 'EURUSB' is not known. Did you mean 'EURUSD'?"
    ),
    ("{ series: EURUSD 1h, from: 2018-01-01 }", "data[0].exchange.from", "unknown key. Known here: series, "),
  ])
  func `what is no series is refused`(text: String, key: String, problem: String) throws {
    let fault = try #require(refusal(in: yaml("exchange: \(text)")))
    #expect(fault.key == key)
    #expect(fault.problem.hasPrefix(problem))
  }
}
