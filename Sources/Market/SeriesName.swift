/// Names one series of candles: `BTCUSD 1h`, or `coinbase:BTCUSD 1h` where the venue matters.
///
/// Venue and instrument are words of ASCII letters, digits, `.`, `-` and `_`, so that a name always reads back.
public struct SeriesName: Hashable, Sendable {
  /// Who recorded the candles, or nil for whichever venue has them.
  public let venue: String?
  /// The instrument's symbol.
  public let instrument: String
  /// The length of its candles.
  public let timeframe: Timeframe

  /// A name from its parts; throws unless venue and instrument are words.
  public init(venue: String? = nil, instrument: String, timeframe: Timeframe) throws(InvalidSeriesName) {
    if let venue, !Self.isWord(venue) { throw .venue(venue) }
    guard Self.isWord(instrument) else { throw .instrument(instrument) }
    self.venue = venue
    self.instrument = instrument
    self.timeframe = timeframe
  }

  /// Reads `BTCUSD 1h` or `coinbase:BTCUSD 1h`.
  public init(_ text: String) throws(InvalidSeriesName) {
    let words = text.split(separator: " ")
    guard words.count == 2 else { throw .form(text) }
    guard let timeframe = Timeframe(rawValue: String(words[1])) else { throw .timeframe(String(words[1]), in: text) }
    let parts = words[0].split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    switch parts.count {
    case 1: try self.init(instrument: parts[0], timeframe: timeframe)
    case 2: try self.init(venue: parts[0], instrument: parts[1], timeframe: timeframe)
    default: throw .form(text)
    }
  }

  private static func isWord(_ text: String) -> Bool {
    !text.isEmpty
      && text.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"):
          true
        default: false
        }
      }
  }
}

extension SeriesName: CustomStringConvertible {
  /// `coinbase:BTCUSD 1h`, without the venue where it is open.
  public var description: String {
    let symbol = "\(instrument) \(timeframe.rawValue)"
    guard let venue else { return symbol }
    return "\(venue):\(symbol)"
  }
}

extension SeriesName: Comparable {
  /// By venue, then instrument, then timeframe.
  public static func < (a: SeriesName, b: SeriesName) -> Bool {
    (a.venue ?? "", a.instrument, a.timeframe) < (b.venue ?? "", b.instrument, b.timeframe)
  }
}

/// Why a text names no series.
public enum InvalidSeriesName: Error, Equatable, CustomStringConvertible {
  case form(String)
  case venue(String)
  case instrument(String)
  case timeframe(String, in: String)

  /// What was found, and what to write instead.
  public var description: String {
    switch self {
    case .form(let text):
      "\"\(text)\" does not name a series. Write the instrument and the timeframe, as in \"BTCUSD 1h\" or "
        + "\"coinbase:BTCUSD 1h\"."
    case .venue(let text):
      "\"\(text)\" cannot be a venue. Use letters, digits, '.', '-' and '_' only, as in \"coinbase\"."
    case .instrument(let text):
      "\"\(text)\" cannot be an instrument. Use letters, digits, '.', '-' and '_' only, as in \"BTCUSD\"."
    case .timeframe(let text, let whole):
      "\"\(text)\" in \"\(whole)\" is not a timeframe. Use one of \(Timeframe.names)."
    }
  }
}
