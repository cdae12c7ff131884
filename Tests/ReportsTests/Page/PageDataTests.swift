import Foundation
import Market
import Reports
import Testing

@Suite struct PageDataTests {
  private let day: Int64 = 86_400_000

  private func panel(_ candles: CandleColumns) -> ReportPage.Panel {
    ReportPage.Panel(
      name: "X 1d", quote: "USD", priceDecimals: 2, first: Timestamp(milliseconds: 0),
      last: Timestamp(milliseconds: 0), candles: candles)
  }

  private func candles(_ closes: [Double], from first: Int64 = 0) -> CandleColumns {
    var columns = CandleColumns()
    for (index, close) in closes.enumerated() {
      columns.append(
        openTime: Timestamp(milliseconds: first + Int64(index) * day), open: close, high: close + 1, low: close - 1,
        close: close, volume: 1)
    }
    return columns
  }

  private func text(_ change: (inout ReportPage) -> Void) -> String {
    var page = ReportPage(title: "t", runID: "r")
    change(&page)
    return PageData(page).text
  }

  @Test func `times are runs of equal steps and numbers are differences`() {
    let text = text { page in
      var account = ReportPage.Account(
        name: "X 1d", currency: "USD", times: [0, day, 2 * day, 5 * day], equity: [[100, 100.5, .nan, 99.255]],
        drawdown: [[0, 0, 0, -0.0124]])
      account.difference = [[0, 0, 0, 0.000001]]
      page.accounts = [account]
    }
    #expect(text.contains(#""time":[0,86400,2,259200,1]"#))
    #expect(text.contains(#""equity":[[2,10000,50,null,-124]]"#))
    #expect(text.contains(#""drawdown":[[5,0,0,0,-1240]]"#))
    #expect(text.contains(#""difference":[[6,0,0,0,1]]"#))
  }

  @Test func `a bad candle and one without a price are not drawn`() {
    let text = text { page in
      var columns = candles([10, 11, 12, 13])
      columns.close[1] = .nan
      page.panels = [panel(columns)]
      page.panels[0].periods = [
        .init(
          kind: .bad, from: Timestamp(milliseconds: 2 * day), until: Timestamp(milliseconds: 3 * day), ticks: 1,
          detail: "not a price")
      ]
    }
    #expect(text.contains(#""time":[0,259200,1],"open":[2,1000,300]"#))
    #expect(text.contains(#""periods":[[172800,259200,"bad",1,0]],"details":["not a price"]"#))
  }

  @Test func `an open trade has no exit`() {
    let text = text { page in
      page.panels = [panel(candles([10]))]
      page.panels[0].trades = [
        [
          .init(
            isLong: true, entry: Timestamp(milliseconds: 1000), entryPrice: 10, exit: Timestamp(milliseconds: 4000),
            exitPrice: 10.5, profit: 0.5, reason: "stop"),
          .init(
            isLong: false, entry: Timestamp(milliseconds: 6000), entryPrice: 11, exit: nil, exitPrice: nil, profit: -1,
            reason: "open"),
        ]
      ]
    }
    #expect(
      text.contains(
        #"{"long":[1,0],"entry":[0,1,5],"entryPrice":[2,1000,100],"exit":[0,4,null],"exitPrice":[2,1050,null],"#
          + #""profit":[2,50,-150],"reasons":["stop","open"],"reason":[0,1]}"#))
  }

  @Test func `long tapes are merged to what a browser can pan`() throws {
    let count = PageData.maximumCandles * 2 + 1
    let page: ReportPage = {
      var page = ReportPage(title: "t", runID: "r")
      page.panels = [panel(candles((0..<count).map { 10 + Double($0 % 7) }))]
      return page
    }()
    let panels = try #require(decode(PageData(page).text)["panels"] as? [[String: Any]])
    #expect(panels[0]["merged"] as? Int == 3, "merged here, three to a bar")
    let closes = try #require(panels[0]["close"] as? [Any])
    #expect(closes.count - 1 == (count + 2) / 3)
    // The first bar is the candles closing at 10, 11, 12: it opens at the first and closes at the last.
    let bar = try ["open", "high", "low", "close"].map { name in
      try #require((panels[0][name] as? [Int])?[1])
    }
    #expect(bar == [1000, 1300, 900, 1200])
  }

  @Test func `merged equity keeps the newest value and merged drawdown the deepest`() throws {
    let count = PageData.maximumPoints * 2
    let text = text { page in
      page.accounts = [
        .init(
          name: "X", currency: "USD", times: (0..<count).map { Int64($0) * 1000 },
          equity: [(0..<count).map { Double($0) }], drawdown: [(0..<count).map { $0 % 2 == 0 ? -0.5 : 0 }])
      ]
    }
    let accounts = try #require(decode(text)["accounts"] as? [[String: Any]])
    let equity = try #require((accounts[0]["equity"] as? [[Int]])?.first)
    let drawdown = try #require((accounts[0]["drawdown"] as? [[Int]])?.first)
    #expect(equity.prefix(3) == [2, 100, 200] && equity.count == count / 2 + 1)
    #expect(drawdown.prefix(3) == [5, -50_000, 0])
    #expect(accounts[0]["size"] as? Int == 2, "the page can say how many points each stands for")
  }

  @Test func `bands are of those variants that have one, and flips know their account`() throws {
    let text = text { page in
      page.variants = [.init(name: "A", fills: 0), .init(name: "B", fills: 0)]
      page.accounts = [
        .init(name: "X", currency: "USD", times: [0, day], equity: [[1, 1], [1, 1]], drawdown: [[0, 0], [0, 0]])
      ]
      page.accounts[0].chance = [
        nil, .init(low: [0, -0.5], high: [0, 0.25], blockLength: 1, resamples: 100, seed: "1"),
      ]
      var attribution = ReportPage.Attribution(origin: "one seed")
      attribution.flips = [
        .init(
          variant: 1, panel: "Y", account: "X", time: Timestamp(milliseconds: 7_000), reference: "BUY, 9 sure",
          candidate: "HOLD, 8 sure", markOut: -12, closes: [], after: 0, prompt: "")
      ]
      page.attribution = attribution
    }
    #expect(text.contains(#""chance":[null,{"low":[6,0,-500000],"high":[6,0,250000]}]"#))
    #expect(
      text.contains(
        #""flips":[{"variant":1,"rank":1,"scope":0,"time":7,"label":"B, flip 1 on Y: 1970-01-01 00:00, BUY, 9 sure to "#
          + "HOLD, 8 sure, −12\u{A0}bp\"}]"))
  }

  @Test func `a forecast comes with what makes it one of a day`() throws {
    let text = text { page in
      page.panels = [panel(candles([10, 11]))]
      page.panels[0].volatility = .init(
        model: "m", times: [0], forecast: [0.5], realised: [.nan], daysPerYear: 365, barsPerDay: 6.5)
    }
    #expect(
      text.contains(
        #""daysPerYear":365,"barsPerDay":6.5,"time":[0],"forecast":[4,5000],"realised":[4,null]"#))
  }

  @Test func `candles that were merged before count in what a bar stands for`() throws {
    let text = text { page in
      page.panels = [panel(candles([10, 11]))]
      page.panels[0].merged = 4
    }
    #expect(text.contains(#""merged":4"#))
  }

  @Test func `an empty page is valid JSON`() throws {
    let decoded = try decode(PageData(ReportPage(title: "", runID: "")).text)
    #expect(decoded["reference"] as? Int == -1)
    #expect((decoded["panels"] as? [Any])?.isEmpty == true)
  }

  private func decode(_ text: String) throws -> [String: Any] {
    try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }
}
