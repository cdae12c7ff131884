import Market

/// Reads the mock's features from the text of a prompt, and from nothing else.
///
/// Lines are told by their names and may stand in any order; a line that it does not know is ignored, as the task's
/// wording is. A fact that is missing, doubled or not a number is an error: the mock does not guess either.
struct PromptReader {
  private var cursor: TextCursor
  private(set) var features = PromptFeatures()
  /// The timeframes of the pulses in the order of their features, for the reasoning.
  private(set) var timeframes: (Timeframe?, Timeframe?, Timeframe?) = (nil, nil, nil)
  private var barsPerDay: Double?
  private var changes: (Double, Double, Double)?
  private var relativeVolume: Double?
  private var volatility: (realised: Double, forecast: Double)?
  private var position: (side: Double, unrealised: Double)?
  private var lastDecision: Double?
  private var pulses = 0

  init(_ bytes: UnsafeBufferPointer<UInt8>) { cursor = TextCursor(bytes) }

  mutating func read() throws(ModelError) {
    while !cursor.isAtEnd {
      try readLine()
      cursor.skipLine()
    }
    guard pulses > 0 else { throw Self.missing("a Pulse line") }
    guard let barsPerDay else { throw Self.missing("the decision timeframe") }
    guard let changes else { throw Self.missing("the changes") }
    guard let volatility else { throw Self.missing("the volatility") }
    guard let position else { throw Self.missing("the position") }
    guard let lastDecision else { throw Self.missing("the last decisions") }
    guard volatility.forecast > 0 else { throw Self.missing("a volatility above 0") }
    let bar = volatility.forecast / barsPerDay.squareRoot()
    features.set(24, changes.0 / bar)
    features.set(25, changes.1 / (2 * bar))
    features.set(26, changes.2 / (bar * Self.rootOf24))
    features.set(27, (volatility.forecast - volatility.realised) / (volatility.forecast + volatility.realised))
    if let relativeVolume { features.set(28, (relativeVolume - 1) / (relativeVolume + 1)) }
    features.set(29, position.side)
    features.set(30, position.unrealised / volatility.forecast)
    features.set(31, lastDecision)
  }

  private static let rootOf24 = 4.898979485566356

  /// One line, up to what is needed of it.
  private mutating func readLine() throws(ModelError) {
    guard let first = cursor.peek() else { return }
    switch first {
    case UInt8(ascii: "P"):
      if cursor.skip("Pulse ") { try readPulse() }
      if cursor.skip("Position: ") {
        guard position == nil else { throw Self.doubled("Position") }
        position = try readPosition()
      }
    case UInt8(ascii: "C"):
      if cursor.skip("Change: 1 bar ") {
        guard changes == nil else { throw Self.doubled("Change") }
        let one = try cursor.number()
        try cursor.expect(" %, 4 bars ")
        let four = try cursor.number()
        try cursor.expect(" %, 24 bars ")
        changes = (one, four, try cursor.number())
      }
    case UInt8(ascii: "D"):
      if cursor.skip("Decision timeframe: ") {
        guard barsPerDay == nil else { throw Self.doubled("Decision timeframe") }
        barsPerDay = 86_400_000 / Double(try cursor.timeframe().milliseconds)
      }
    case UInt8(ascii: "V"):
      if cursor.skip("Volume: ") {
        guard relativeVolume == nil else { throw Self.doubled("Volume") }
        relativeVolume = try cursor.number()
      }
      if cursor.skip("Volatility: realised ") {
        guard volatility == nil else { throw Self.doubled("Volatility") }
        let realised = try cursor.number()
        try cursor.expect(" % a day")
        volatility = (realised, cursor.skip(", forecast ") ? try cursor.number() : realised)
      }
    case UInt8(ascii: "L"):
      if cursor.skip("Last decisions: ") {
        guard lastDecision == nil else { throw Self.doubled("Last decisions") }
        lastDecision = try readLastDecision()
      }
    default:
      break
    }
  }

  private mutating func readPulse() throws(ModelError) {
    let timeframe = try cursor.timeframe()
    try cursor.expect(": close ")
    let close = try cursor.number()
    try cursor.expect(", sma20 ")
    let average = try cursor.number()
    try cursor.expect(", ema20 ")
    _ = try cursor.number()
    try cursor.expect(", rsi14 ")
    let strength = try cursor.number()
    try cursor.expect(", macd ")
    let macd = try cursor.number()
    try cursor.expect(", macd_signal ")
    _ = try cursor.number()
    try cursor.expect(", macd_histogram ")
    let histogram = try cursor.number()
    try cursor.expect(", bollinger_upper ")
    let upper = try cursor.number()
    try cursor.expect(", bollinger_middle ")
    let middle = try cursor.number()
    try cursor.expect(", bollinger_lower ")
    let lower = try cursor.number()
    try cursor.expect(", atr14 ")
    let range = try cursor.number()
    try cursor.expect(", adx14 ")
    let directionalIndex = try cursor.number()
    try cursor.expect(", plus_di14 ")
    let plus = try cursor.number()
    try cursor.expect(", minus_di14 ")
    let minus = try cursor.number()
    try cursor.expect(", stochastic_k ")
    let stochastic = try cursor.number()
    switch pulses {
    case 0: timeframes.0 = timeframe
    case 1: timeframes.1 = timeframe
    case 2: timeframes.2 = timeframe
    default: return
    }
    let first = 8 * pulses
    pulses += 1
    features.set(first, strength / 25 - 2)
    features.set(first + 1, (close - average) / (2 * range))
    features.set(first + 2, macd / (2 * range))
    features.set(first + 3, 2 * histogram / range)
    features.set(first + 4, 2 * (close - middle) / (upper - lower))
    features.set(first + 5, directionalIndex / 25 - 1)
    features.set(first + 6, (plus - minus) / 25)
    features.set(first + 7, stochastic / 50 - 1)
  }

  private mutating func readPosition() throws(ModelError) -> (Double, Double) {
    if cursor.skip("flat") { return (0, 0) }
    let side: Double = cursor.skip("long from ") ? 1 : -1
    if side < 0 { try cursor.expect("short from ") }
    _ = try cursor.number()
    try cursor.expect(", unrealised ")
    return (side, try cursor.number())
  }

  /// The newest decision: its confidence as a share, positive for BUY, negative for SELL, 0 for HOLD or none.
  private mutating func readLastDecision() throws(ModelError) -> Double {
    if cursor.skip("none") { return 0 }
    if cursor.skip("HOLD ") {
      _ = try cursor.number()
      return 0
    }
    if cursor.skip("BUY ") { return try cursor.number() / 100 }
    try cursor.expect("SELL ")
    return try -cursor.number() / 100
  }

  private static func missing(_ what: String) -> ModelError {
    ModelError(.unreadablePrompt, "the prompt lacks \(what)")
  }

  private static func doubled(_ what: String) -> ModelError {
    ModelError(.unreadablePrompt, "the prompt has two \(what) lines")
  }
}
