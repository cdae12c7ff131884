import Market
import Replay
import Testing

/// Books kept a second time in plain 128-bit integers, from nothing but sides, quantities, prices and the fee rate.
private struct PlainBooks {
  var cash: Int128
  var quantity: Int128 = 0
  var fees: Int128 = 0
  let feeRate: Int128

  /// The quotient of two amounts of 1e-8, rounded once, halves to even; by long division, nothing estimated.
  static func product(_ a: Int128, _ b: Int128) -> Int128 {
    let one: Int128 = 100_000_000
    let magnitude = (a * b).magnitude
    var quotient = Int128(magnitude) / one
    let rest = Int128(magnitude) % one
    if rest * 2 > one || (rest * 2 == one && quotient % 2 == 1) { quotient += 1 }
    return (a < 0) == (b < 0) ? quotient : -quotient
  }

  mutating func enter(_ fill: Fill) {
    let units = Int128(fill.quantity.units)
    let notional = Self.product(Int128(fill.price.units), units)
    let fee = Self.product(notional, feeRate)
    #expect(fee == Int128(fill.fee.units) && notional == Int128(fill.notional.units))
    cash += (fill.side == .buy ? -notional : notional) - fee
    quantity += fill.side == .buy ? units : -units
    fees += fee
  }

  func equity(mark: Double) -> Int128 {
    cash + Self.product(quantity, Int128((mark * 1e8).rounded()))
  }
}

/// Seeded random orders on seeded random candles: the account against ``PlainBooks``, candle by candle.
@Suite struct AccountPropertyTests {
  private func settings(seed: Int) -> PipelineSettings {
    var generator = SeededGenerator(seed: UInt64(seed))
    var settings = PipelineSettings.bracket(VenueSettings.Intrabar.allCases[seed % 3])
    settings.positions = seed % 2 == 0 ? .longFlat : .longShort
    settings.sizing.fraction = 0.1 + generator.uniform()
    settings.venue.takerFee = Double(generator.index(below: 40)) / 10_000
    settings.venue.slippage = Double(generator.index(below: 10)) / 10_000
    settings.venue.spread = Double(generator.index(below: 20)) / 10_000
    settings.venue.latency = [0, 0, 3_200, 4_000_000][generator.index(below: 4)]
    return settings
  }

  @Test(arguments: 0..<60)
  func `cash, quantity, fees and equity are what plain integers say, at every candle and every tick`(seed: Int) throws {
    let settings = settings(seed: seed)
    let candles = CandleColumns(gapping: 500, seed: UInt64(seed))
    let run = CandleSteps(ReplayScene(candles, settings: settings), by: .random(seed: UInt64(seed)))
    var books = PlainBooks(
      cash: 1_000_000_000_000, feeRate: Int128((settings.venue.takerFee * 1e8).rounded()))
    var mark: Double?
    for (index, step) in run.steps.enumerated() {
      for row in step.rows { check(row, books, mark, settings) }
      for fill in step.fills { books.enter(fill) }
      #expect(Int128(step.account.cash.units) == books.cash)
      #expect(Int128(step.position.quantity.units) == books.quantity)
      if settings.positions == .longFlat { #expect(books.cash >= 0 && books.quantity >= 0) }
      mark = candles.close[index]
    }
    for row in run.lastRows { check(row, books, mark, settings) }
    #expect(run.fills.count > 50)
    #expect(run.fills.reduce(0) { $0 + Int128($1.fee.units) } == books.fees)
  }

  private func check(_ row: DecisionRow, _ books: PlainBooks, _ close: Double?, _ settings: PipelineSettings) {
    let side = books.quantity.signum()
    #expect(row.position == Int8(side))
    // Longs at the bid, shorts at the ask.
    let mark = (close ?? 0) * (1 - Double(side) * settings.venue.spread / 2)
    #expect(Int128(row.equity.units) == books.equity(mark: mark))
  }

  @Test(arguments: 0..<30)
  func `what the trades made is what became of the cash`(seed: Int) throws {
    let settings = settings(seed: seed)
    let run = try ReplayScene(CandleColumns(gapping: 500, seed: UInt64(seed)), settings: settings)
      .played(by: .random(seed: UInt64(seed)))
    var cash = FixedPoint(10_000)
    for trade in run.trades { cash += trade.profit }
    if let entry = run.position.entry {
      // What is still open has cost its notional and its fee.
      cash = (run.position.side > 0 ? cash - entry.notional : cash + entry.notional) - entry.fee
    }
    #expect(cash == run.account.cash)
    #expect(run.trades.count > 20)
    for trade in run.trades {
      #expect(trade.entryTime <= trade.exitTime)
      let gross = trade.profit + trade.fees
      let rises = trade.exitPrice > trade.entryPrice
      if trade.exitPrice != trade.entryPrice { #expect((gross > .zero) == (rises == (trade.side == .buy))) }
    }
  }

  @Test(arguments: 0..<6)
  func `a run does not depend on how its tape is cut`(seed: Int) throws {
    var scene = ReplayScene(CandleColumns(gapping: 300, seed: UInt64(seed)), settings: settings(seed: seed))
    let whole = try scene.played(by: .random(seed: UInt64(seed)))
    for size in [1, 7, 299] {
      scene.chunkSize = size
      let cut = try scene.played(by: .random(seed: UInt64(seed)))
      #expect(cut.fills == whole.fills && cut.rows == whole.rows && cut.account == whole.account)
    }
  }
}
