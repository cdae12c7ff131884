public import Market

/// Decides; the pipeline around it does the rest.
///
/// A strategy sees candles only after they closed, bad ones never. It is a value: a replay of the same candles gives
/// the same decisions.
public protocol Strategy: Sendable {
  /// Whether it has seen enough to decide; until then ticks end as `warming_up`.
  var isReady: Bool { get }
  /// Whether it wants ``TickView/forecast``: fitting volatility costs time, so nobody fits what nobody reads.
  static var readsForecast: Bool { get }
  /// Learns a candle that has closed.
  mutating func learn(_ candle: Candle)
  /// What to do at this tick.
  mutating func decide(at view: TickView) -> Answer
  /// The numbers that it decided by at the newest tick, for whoever asks what a decision was made of; always the same
  /// names in the same order once it is ready.
  var readings: [Reading] { get }
  /// A fingerprint of the question that it asked at the newest tick; nil where it asks nobody.
  var questionFingerprint: UInt64? { get }
  /// Hears what came back from outside for a tick at which it asked.
  mutating func hear(_ decision: Decision)
}

extension Strategy {
  public static var readsForecast: Bool { false }
  public mutating func hear(_ decision: Decision) {}
  public var questionFingerprint: UInt64? { nil }
}

/// One number that a strategy decides by, under the name that reports show.
public struct Reading: Equatable, Sendable {
  public var name: String
  public var value: Double

  /// A number and its name.
  public init(_ name: String, _ value: Double) {
    self.name = name
    self.value = value
  }
}

/// What a strategy may know at a tick besides the candles it learned.
public struct TickView: Sendable {
  public var now: Timestamp
  /// Candles that closed by then have arrived, unless they were lost: `now` less the feed's delay.
  public var knownUntil: Timestamp
  /// Close of the newest good candle.
  public var price: Double
  /// +1 long, -1 short, 0 flat.
  public var side: Int
  /// Price at which the position was opened; zero when flat.
  public var entryPrice: Double
  /// Expected volatility, percent a day, where the strategy asked for it.
  public var forecast: Double?
  /// What the returns of the last day amounted to, percent, where the strategy asked for the forecast.
  public var realised: Double?
}

/// What a strategy answers.
public enum Answer: Equatable, Sendable {
  case decided(Decision)
  /// The answer has to come from outside: the replay pauses until it is given.
  case asks
}
