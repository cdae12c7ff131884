internal import Glibc
internal import Market

/// The stationary bootstrap drawn block by block, for statistics that need only the sums of blocks.
///
/// D. N. Politis and J. P. Romano, "The Stationary Bootstrap", Journal of the American Statistical Association 89
/// (1994): blocks begin at days drawn evenly, their lengths are geometric, and they wrap around the end of
/// the series. The same distribution as ``StationaryBootstrap``, with one logarithm a block instead of a draw a day.
struct StationaryBlocks {
  private let days: Int
  /// Of the probability that a block goes on for another day; minus infinity for blocks of one day.
  private let logarithmOfContinuing: Double
  private var generator: SeededGenerator

  init(days: Int, meanBlockLength: Double, seed: UInt64) {
    precondition(days > 0 && meanBlockLength >= 1, "there must be days, and blocks of at least one")
    self.days = days
    logarithmOfContinuing = log1p(-1 / meanBlockLength)
    generator = SeededGenerator(seed: seed)
  }

  /// Calls `use` with the first day of each block of one resample and the day after its last, both below the number of
  /// days; a block of all days ends where it begins. The last block is cut so that there are as many days as before.
  @inline(__always)
  mutating func resample(_ use: (_ start: Int, _ end: Int) -> Void) {
    var missing = days
    while missing > 0 {
      let start = generator.index(below: days)
      let further = log(1 - generator.uniform()) / logarithmOfContinuing
      let length = 1 + Int(min(further, Double(missing - 1)))
      let end = start + length
      use(start, end < days ? end : end - days)
      missing -= length
    }
  }
}
