import Market
import Testing

@Suite struct SeriesNameTests {
  @Test(arguments: ["BTCUSD 1h", "coinbase:BTCUSD 1h", "us-equity:BRK.B 1d", "coinbase-quotes:BTC-USD 15m"])
  func `a name prints as it was written`(text: String) throws {
    #expect(try SeriesName(text).description == text)
  }

  @Test func `a name says venue, instrument and timeframe`() throws {
    let name = try SeriesName("oanda:EURUSD 4h")
    #expect(name.venue == "oanda")
    #expect(name.instrument == "EURUSD")
    #expect(name.timeframe == .fourHours)
    #expect(try SeriesName("EURUSD 4h").venue == nil)
  }

  @Test func `a text that is no name says what is wrong`() {
    #expect(throws: InvalidSeriesName.form("BTCUSD")) { try SeriesName("BTCUSD") }
    #expect(throws: InvalidSeriesName.form("a:b:c 1h")) { try SeriesName("a:b:c 1h") }
    #expect(throws: InvalidSeriesName.timeframe("2h", in: "BTCUSD 2h")) { try SeriesName("BTCUSD 2h") }
    #expect(throws: InvalidSeriesName.venue("")) { try SeriesName(":BTCUSD 1h") }
    #expect(throws: InvalidSeriesName.instrument("BTC/USD")) { try SeriesName("BTC/USD 1h") }
    #expect(
      InvalidSeriesName.timeframe("2h", in: "BTCUSD 2h").description
        == "\"2h\" in \"BTCUSD 2h\" is not a timeframe. Use one of 1m, 5m, 15m, 30m, 1h, 4h, 1d.")
  }

  @Test func `names sort by venue, instrument and length of the timeframe`() throws {
    let sorted = ["BTCUSD 1d", "a:ETHUSD 1m", "b:BTCUSD 15m", "b:BTCUSD 1h", "b:BTCUSD 1d"]
    #expect(try sorted.reversed().map { try SeriesName($0) }.sorted().map(\.description) == sorted)
  }
}
