import Market
import Replay
import Testing

/// The second book: what the fills alone add up to.
@Suite struct LedgerTests {
  private func fill(_ side: Side, units: Int64, price: Int64, fee: Int64 = 0) -> Fill {
    let (quantity, price) = (FixedPoint(units: units), FixedPoint(units: price))
    return Fill(
      orderID: 1, time: .monday, side: side, quantity: quantity, price: price, notional: price * quantity,
      fee: FixedPoint(units: fee), cause: .signal)
  }

  /// Half a unit at a price of n x 1e-8 is n / 2 of the smallest amount: halves go to the even neighbour.
  @Test(arguments: [(1, 0), (2, 1), (3, 2), (4, 2), (5, 2), (7, 4)] as [(Int64, Int64)])
  func `a notional is rounded once, halves to even`(price: Int64, notional: Int64) {
    var ledger = Ledger(balance: FixedPoint(1))
    ledger.enter(fill(.buy, units: 50_000_000, price: price))
    #expect(ledger.cash == FixedPoint(units: 100_000_000 - notional))
    #expect(ledger.turnover == Double(notional) / 1e8)
  }

  @Test func `a bought and sold unit leaves what it made, less its fees`() {
    var ledger = Ledger(balance: FixedPoint(1_000))
    ledger.enter(fill(.buy, units: 100_000_000, price: 10_000_000_000, fee: 7))
    ledger.enter(fill(.sell, units: 100_000_000, price: 10_100_000_000, fee: 8))
    #expect(ledger.cash == FixedPoint(units: 100_100_000_000 - 15))
    #expect(ledger.quantities[0] == .zero)
    #expect(ledger.fees[0] == FixedPoint(units: 15))
    #expect(ledger.turnover == 201)
  }

  /// Amounts end at 92 billion; what a busy account trades does not.
  @Test func `turnover goes on where amounts end`() {
    var ledger = Ledger(balance: FixedPoint(60_000_000_000))
    for side in [Side.buy, .sell, .buy, .sell] {
      ledger.enter(fill(side, units: 50_000_000_000_000_000, price: 10_000_000_000))
    }
    #expect(ledger.turnover == 200_000_000_000)
    #expect(ledger.cash == FixedPoint(60_000_000_000))
  }

  @Test func `an account that is off by the smallest amount does not balance`() throws {
    var settings = PipelineSettings.halfIn
    settings.venue.takerFee = 0.001
    let run = try ReplayScene(CandleColumns(flat: 100, count: 5, from: .monday), settings: settings)
      .played(by: .plan([0: .buy]))
    var ledger = Ledger(balance: FixedPoint(10_000))
    for fill in run.fills { ledger.enter(fill) }
    try ledger.verify(run.account, [run.position])

    // A fee one unit higher, a quantity one unit higher, a fill that was left out.
    for damage in [{ $0.fee.units += 1 }, { $0.quantity.units += 1 }] as [(inout Fill) -> Void] {
      var wrong = Ledger(balance: FixedPoint(10_000))
      for var fill in run.fills {
        damage(&fill)
        wrong.enter(fill)
      }
      #expect(throws: LedgerImbalance.self) { try wrong.verify(run.account, [run.position]) }
    }
    let empty = Ledger(balance: FixedPoint(10_000))
    #expect(throws: LedgerImbalance.self) { try empty.verify(run.account, [run.position]) }
  }

  @Test func `an imbalance says what was found and what was expected`() {
    let ledger = Ledger(balance: FixedPoint(10))
    let error = #expect(throws: LedgerImbalance.self) {
      try ledger.verify(Account(balance: FixedPoint(9.5)), [Position()])
    }
    #expect(error?.description.contains("holds 9.5 cash") == true)
    #expect(error?.description.contains("add up to 10 and 0") == true)
  }
}
