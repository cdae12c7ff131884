import Market
import Replay
import Scenarios
import Testing

/// The forms of `venue.fee`.
@Suite struct FeeFormsTests {
  @Test(arguments: [
    ("0 bp", FeeModel.none),
    ("10 bp", .share(maker: 0.001, taker: 0.001)),
    ("{ maker: 5 bp, taker: 10 bp }", .share(maker: 0.0005, taker: 0.001)),
    ("{ tiers: coinbase }", .tiered(.coinbase)),
    (
      "{ per_share: 0.005, minimum: 1, maximum: 2 % }",
      .perShare(PerShareFee(amount: 0.005, minimum: FixedPoint(1), maximumShare: 0.02))
    ),
    ("{ per_share: 0.01 }", .perShare(PerShareFee(amount: 0.01, minimum: .zero, maximumShare: 0.01))),
    ("{ per_order: 1.5 }", .perOrder(FixedPoint(1.5))),
  ])
  func `each form is read`(text: String, fees: FeeModel) throws {
    var expected = PipelineSettings()
    expected.venue.fees = fees
    #expect(try settings("venue: { fee: \(text) }") == expected)
  }

  @Test func `tiers are read in their order`() throws {
    let tiers = "[{ from: 0, maker: 40 bp, taker: 60 bp }, { from: 10000, maker: 25 bp, taker: 40 bp }]"
    let expected = try #require(
      FeeTiers([.init(from: 0, maker: 0.004, taker: 0.006), .init(from: 10_000, maker: 0.0025, taker: 0.004)]))
    #expect(try settings("venue: { fee: { tiers: \(tiers) } }").venue.fees == .tiered(expected))
  }

  @Test(arguments: [
    ("[]", "4:15", "venue.fee", "expected one value, found a list."),
    (
      "{}", "4:15", "venue.fee",
      "expected one value, or one of the keys maker, taker, tiers, per_share, per_order. Write one."
    ),
    ("{ tires: coinbase }", "4:17", "venue.fee.tires", "unknown key. Did you mean 'tiers'?"),
    ("{ maker: 5 bp }", "4:15", "venue.fee", "the key 'taker' is missing. Add it."),
    ("{ taker: 5 bp }", "4:15", "venue.fee", "the key 'maker' is missing. Add it."),
    (
      "{ maker: 5 bp, taker: 5 bp, per_order: 1 }", "4:43", "venue.fee.per_order",
      "unknown key. Known here: maker, taker."
    ),
    ("{ tiers: coinbase, maker: 5 bp }", "4:15", "venue.fee", "the key 'taker' is missing. Add it."),
    ("{ per_order: 1, minimum: 1 }", "4:31", "venue.fee.minimum", "unknown key. Known here: per_order."),
    ("{ maker: -1 bp, taker: 5 bp }", "4:24", "venue.fee.maker", "'-1 bp' is out of range: use 0 to 10 percent."),
    (
      "{ tiers: coinbsae }", "4:24", "venue.fee.tiers",
      "'coinbsae' is not known. Did you mean 'coinbase'? Known: coinbase."
    ),
    ("{ tiers: [] }", "4:24", "venue.fee.tiers", "the list is empty. Write a tier, or remove the key."),
    (
      "{ tiers: [{ from: 5, maker: 0, taker: 0 }] }", "4:33", "venue.fee.tiers[0].from",
      "the first tier begins above nothing, and less would have no fee. Begin with from: 0."
    ),
    (
      "{ tiers: [{ from: 0, maker: 0, taker: 0 }, { from: 0, maker: 0, taker: 0 }] }", "4:66",
      "venue.fee.tiers[1].from",
      "the tier begins no higher than the one before it. Write the tiers by rising volume."
    ),
    (
      "{ per_share: 0.005, maximum: 20 % }", "4:44", "venue.fee.maximum",
      "'20 %' is out of range: use 0.01 to 10 percent."
    ),
  ])
  func `what is no fee is refused`(text: String, place: String, key: String, problem: String) throws {
    let fault = try #require(refusal("venue: { fee: \(text) }"))
    #expect("\(fault)" == "a.yaml:\(place): \(key): \(problem)")
  }

  @Test func `an override replaces the whole fee`() throws {
    let changes = ["venue.fee={ maker: 5 bp, taker: 10 bp }", "data.0.override.venue.fee={ per_order: 1 }"]
    #expect(try settings("", overrides: changes).venue.fees == .perOrder(FixedPoint(1)))
  }
}
