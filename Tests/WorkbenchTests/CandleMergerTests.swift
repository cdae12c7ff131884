import Market
import Testing
import Workbench

@Suite struct CandleMergerTests {
  private func candles(_ range: Range<Int>) -> CandleColumns {
    var columns = CandleColumns()
    for index in range {
      let price = Double(100 + index)
      columns.append(
        openTime: Timestamp(milliseconds: Int64(index) * 60_000), open: price, high: price + 2, low: price - 1,
        close: price + 1, volume: 1)
    }
    return columns
  }

  private func merged(_ count: Int, chunk: Int) -> CandleColumns {
    var merger = CandleMerger(limit: 4)
    for start in stride(from: 0, to: count, by: chunk) { merger.add(candles(start..<min(start + chunk, count))) }
    return merger.finish()
  }

  @Test func `few candles stay as they are`() { #expect(merged(7, chunk: 3) == candles(0..<7)) }

  @Test func `many are merged four by four, the last ones as they come`() {
    let result = merged(18, chunk: 5)
    #expect(result.openTime == [0, 4, 8, 12, 16].map { $0 * 60_000 })
    #expect(result.open == [100, 104, 108, 112, 116])
    #expect(result.high == [105, 109, 113, 117, 119])
    #expect(result.low == [99, 103, 107, 111, 115])
    #expect(result.close == [104, 108, 112, 116, 118])
    #expect(result.volume == [4, 4, 4, 4, 2])
  }

  @Test(arguments: [1, 7, 8, 9, 63, 64, 65, 1_000])
  func `chunks make no difference, and there are never many`(count: Int) {
    let whole = merged(count, chunk: count)
    #expect(whole.count <= 8)
    for chunk in [1, 3, 8] { #expect(merged(count, chunk: chunk) == whole) }
    #expect(whole.volume.reduce(0, +) == Double(count))
  }
}
