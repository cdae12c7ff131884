import CandleStore
import Market
import Testing

@Suite struct SeriesWriterTests {
  let folder: TemporaryFolder
  let store: CandleStore

  init() throws {
    folder = try TemporaryFolder()
    store = try folder.store()
  }

  /// Candles of chunks, in order.
  private func chunkCounts() throws -> [Int] {
    var source = try store.candles(of: .bitcoin)
    var counts: [Int] = []
    while let chunk = try source.next() { counts.append(chunk.count) }
    return counts
  }

  @Test func `appended candles fill the last chunk first`() throws {
    try store.write(candles(minutes: 0..<4_000), to: .bitcoin)
    try store.write(candles(minutes: 4_000..<9_000), to: .bitcoin)
    #expect(try chunkCounts() == [4_096, 4_096, 808])
    #expect(try store.candles(of: .bitcoin).collected() == candles(minutes: 0..<9_000))
  }

  @Test func `single candles put before the others do not pile up in small chunks`() throws {
    for minute in (0..<40).reversed() { try store.write(candles(minutes: [minute]), to: .bitcoin) }
    #expect(try chunkCounts() == [40])
  }

  @Test func `the same candles again change nothing`() throws {
    try store.write(candles(minutes: 0..<9_000), to: .bitcoin)
    let before = try store.series()
    let result = try store.write(candles(minutes: 100..<8_500), to: .bitcoin)
    #expect(result.duplicates == 8_400 && result.rowsStored == 0)
    #expect(try store.series() == before)
  }

  @Test func `a candle that differs is an error that names the first of them`() throws {
    try store.write(candles(minutes: 0..<9_000), to: .bitcoin)
    let before = try store.series()
    var changed = candles(minutes: 4_990..<10_000)
    changed.high[10] = 7
    changed.low[20] = 8
    #expect(
      message { try store.write(changed, to: .bitcoin) }
        == "coinbase:BTCUSD 1m already has a candle at 1970-01-04T11:20:00Z whose high is 816.2857142857143, but the "
        + "file says 7.0; nothing was stored. Import with --replace if the file is right.")
    #expect(try store.series() == before)
  }

  @Test func `a quote that differs is an error too`() throws {
    try store.write(candles(minutes: 0..<10, quoted: true), to: .bitcoin)
    var changed = candles(minutes: 0..<10, quoted: true)
    changed.quotes?.ask.close[3] = 7
    #expect(message { try store.write(changed, to: .bitcoin) }.contains("1970-01-01T00:03:00Z whose ask_close is"))
  }

  @Test func `replacing takes the new candles and keeps the others`() throws {
    try store.write(candles(minutes: 0..<9_000), to: .bitcoin)
    let result = try store.write(candles(minutes: 4_000..<4_200, salt: 5), to: .bitcoin, replacing: true)
    #expect(result.rowsStored == 200 && result.duplicates == 0)
    var expected = candles(minutes: 0..<4_000)
    expected.append(candles(minutes: 4_000..<4_200, salt: 5), 0..<200)
    expected.append(candles(minutes: 4_200..<9_000), 0..<4_800)
    #expect(try store.candles(of: .bitcoin).collected() == expected)
  }

  /// Random imports against a dictionary: extending, preceding, interleaving, repeating, replacing.
  @Test(arguments: 1...40 as ClosedRange<UInt64>)
  func `any order of imports gives the union of the candles`(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let quoted = seed % 4 == 0
    var model: [Int: Double] = [:]
    for step in 0..<8 {
      let start = Int.random(in: 0..<30_000, using: &generator)
      let length = [1, 3, 200, 4_096, 9_000].randomElement(using: &generator) ?? 1
      let stride = [1, 1, 2, 7, 900].randomElement(using: &generator) ?? 1
      let minutes = (0..<length).map { start + $0 * stride }.filter { $0 < 40_000 }
      let replacing = step % 3 == 2
      let salt = replacing ? Double(step) : 0
      let given = minutes.filter { replacing || model[$0, default: 0] == 0 }
      let fresh = given.filter { model[$0] != salt }

      let result = try store.write(
        candles(minutes: given, salt: salt, quoted: quoted), to: .bitcoin, replacing: replacing)
      #expect(result.rowsRead == given.count)
      #expect(result.rowsStored == fresh.count)
      #expect(result.duplicates == given.count - fresh.count)
      for minute in given { model[minute] = salt }

      var expected = CandleColumns(quoted: quoted)
      for minute in model.keys.sorted() {
        expected.append(candles(minutes: [minute], salt: model[minute] ?? 0, quoted: quoted), 0..<1)
      }
      #expect(try store.candles(of: .bitcoin).collected() == expected)
      let counts = try chunkCounts()
      let neighbours = zip(counts, counts.dropFirst())
      #expect(neighbours.allSatisfy { $0 == 4_096 || $1 == 4_096 }, "chunks \(counts)")
      #expect(try store.series(.bitcoin).rows == model.count)
    }
  }
}
