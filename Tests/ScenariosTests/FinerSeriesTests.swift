import Market
import Scenarios
import Testing

/// The key `finer` of a series.
@Suite struct FinerSeriesTests {
  @Test func `a shorter timeframe of the same instrument is read`() throws {
    let change = "data.0.finer={ series: coinbase:BTCUSD 1m, files: [btcusd_1m.csv] }"
    let panel = try read("", overrides: [change]).panels[0]
    let finer = try #require(panel.finer)
    #expect(finer.series == (try SeriesName("coinbase:BTCUSD 1m")))
    #expect(finer.instrument == panel.instrument)
    #expect(finer.files == ["btcusd_1m.csv"])
    #expect(try read().panels[0].finer == nil)
  }

  @Test func `an instrument of its own is that of the finer candles too`() throws {
    let yaml = """
      name: a
      data:
        - series: SOLUSD 1h
          instrument:
            { base: SOL, quote: USD, calendar: crypto, price_tick: 0.01, lot_step: 0.001, minimum_order: 0.1 }
          finer: { series: SOLUSD 5m }
      strategy: { kind: sma-cross }
      """
    let panel = try Scenario(yaml: yaml, file: "a.yaml").panels[0]
    #expect(panel.finer?.instrument == panel.instrument)
    #expect(panel.finer?.files == [])
  }

  @Test(arguments: [
    (
      "{ series: ETHUSD 1m }", "4:20", "data[0].finer.series",
      "the candles of ETHUSD cannot tell what BTCUSD did. Name a series of the same instrument."
    ),
    (
      "{ series: BTCUSD 1h }", "4:20", "data[0].finer.series",
      "1h is not shorter than the series' own 1h. Name a shorter timeframe, or remove 'finer'."
    ),
    (
      "{ series: BTCUSD 4h }", "4:20", "data[0].finer.series",
      "4h is not shorter than the series' own 1h. Name a shorter timeframe, or remove 'finer'."
    ),
    ("{ files: [] }", "4:10", "data[0].finer", "the key 'series' is missing. Add it."),
    (
      "{ series: BTCUSD 1m, from: 2018-01-01 }", "4:31", "data[0].finer.from", "unknown key. Known here: series, files."
    ),
    ("BTCUSD 1m", "4:10", "data[0].finer", "expected keys and values, found 'BTCUSD 1m'."),
  ])
  func `what cannot look inside a candle is refused`(
    text: String, place: String, key: String, problem: String
  ) throws {
    let yaml = "name: a\ndata:\n- series: BTCUSD 1h\n  finer: \(text)\nstrategy: { kind: sma-cross }"
    let fault = try #require(refusal(in: yaml))
    #expect("\(fault)" == "a.yaml:\(place): \(key): \(problem)")
  }
}
