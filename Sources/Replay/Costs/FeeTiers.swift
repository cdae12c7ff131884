/// Maker and taker shares by what an account traded in the last 30 days.
package struct FeeTiers: Equatable, Sendable {
  package struct Tier: Equatable, Sendable {
    /// From this volume on, in the account's currency.
    package var volume: Double
    package var maker: Double
    package var taker: Double

    package init(from volume: Double, maker: Double, taker: Double) {
      self.volume = volume
      self.maker = maker
      self.taker = taker
    }

    @inline(__always)
    func share(isMaker: Bool) -> Double { isMaker ? maker : taker }
  }

  /// By rising volume, the first from zero.
  package let tiers: [Tier]

  /// Nil unless the first tier begins at zero and each later one at more than the one before it.
  package init?(_ tiers: [Tier]) {
    guard tiers.first?.volume == 0, zip(tiers, tiers.dropFirst()).allSatisfy({ $0.volume < $1.volume }) else {
      return nil
    }
    self.tiers = tiers
  }

  private init(table tiers: [Tier]) { self.tiers = tiers }

  /// The tier of an account that has traded so much.
  package func tier(for volume: Double) -> Tier {
    // The first begins at zero, so there is one.
    tiers[max(0, (tiers.firstIndex { $0.volume > volume } ?? tiers.count) - 1)]
  }

  package var largestShare: Double { tiers.map { max($0.maker, $0.taker) }.max() ?? 0 }

  /// Maker and taker shares of the size that Coinbase asks, by US dollars of trailing 30-day volume. Venues change their
  /// tables: a scenario that hangs on them states its own tiers.
  package static let coinbase = FeeTiers(table: [
    Tier(from: 0, maker: 0.0040, taker: 0.0060),
    Tier(from: 10_000, maker: 0.0025, taker: 0.0040),
    Tier(from: 50_000, maker: 0.0015, taker: 0.0025),
    Tier(from: 100_000, maker: 0.0010, taker: 0.0020),
    Tier(from: 1_000_000, maker: 0.0008, taker: 0.0018),
    Tier(from: 15_000_000, maker: 0.0006, taker: 0.0016),
    Tier(from: 75_000_000, maker: 0.0003, taker: 0.0012),
    Tier(from: 250_000_000, maker: 0, taker: 0.0008),
    Tier(from: 400_000_000, maker: 0, taker: 0.0005),
  ])
}
