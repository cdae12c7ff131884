import Glibc
import LanguageModels
import Market
import Replay
import Volatility

/// Measures what a candle, a fit and a mock decision cost; prints one line of JSON for each.
///
///     ReplayBenchmark [CANDLES or FILE] [MODEL FOLDER] [NAME]
///
/// With a file (``CandleFile``), the replays and a sweep on its candles. With a name, only the benchmark of that name;
/// `replay_endless` runs by its name alone: a tape that is never held as a whole, for what memory comes to at 100,000,000.

let firstArgument = CommandLine.arguments.count > 1 ? CommandLine.arguments[1] : "1000000"
let modelFolder = CommandLine.arguments.count > 2 ? CommandLine.arguments[2] : "models"

let only = CommandLine.arguments.count > 3 ? CommandLine.arguments[3] : nil

let replays = [("replay_sma_cross", Rules.plain), ("replay_sma_cross_all_rules", .allRules)]
if let candleCount = Int(firstArgument), only == "replay_endless" {
  try await benchmarkEndless(candleCount)
} else if let candleCount = Int(firstArgument) {
  var tape = SyntheticTape(count: candleCount, seed: 20_261_121)
  var chunks: [CandleColumns] = []
  while let chunk = tape.next() { chunks.append(chunk) }
  for (name, rules) in replays where only == nil || only == name {
    try await benchmarkReplay(name, chunks, rules)
  }
  if only == nil || only == "sweep_sma_cross" { try await benchmarkSweep(chunks) }
  if only == nil {
    try benchmarkFits()
    try benchmarkMock()
  }
} else {
  do {
    let file = try CandleFile(path: firstArgument)
    for (name, rules) in replays where only == nil || only == name {
      try await benchmarkReplay(name, file.chunks, rules)
    }
    if only == nil || only == "sweep_sma_cross" { try await benchmarkSweep(file.chunks) }
  } catch let error as CandleFileError {
    _ = "\(error)\n".withCString { write(STDERR_FILENO, $0, strlen($0)) }
    exit(65)
  }
}

/// Geometric Brownian motion, one minute a candle, 0.06 % a minute, each open the previous close: the peers' workload.
struct SyntheticTape: CandleSource {
  let count: Int
  private var generator: SeededGenerator
  private var made = 0
  private var close = 100.0

  static let start = Timestamp(year: 2020, month: 1, day: 1)
  static let chunk = 4_096

  init(count: Int, seed: UInt64) {
    self.count = count
    generator = SeededGenerator(seed: seed)
  }

  mutating func next() -> CandleColumns? {
    guard made < count else { return nil }
    var columns = CandleColumns()
    for _ in 0..<min(Self.chunk, count - made) {
      let sigma = 0.0006
      let open = close
      close = open * exp(sigma * normal(&generator) - sigma * sigma / 2)
      let high = max(open, close) * (1 + abs(normal(&generator)) * sigma / 2)
      let low = min(open, close) * (1 - abs(normal(&generator)) * sigma / 2)
      let time = Timestamp(milliseconds: Self.start.milliseconds + Int64(made) * Timeframe.oneMinute.milliseconds)
      columns.append(openTime: time, open: open, high: high, low: low, close: close, volume: 1 + generator.uniform())
      made += 1
    }
    return columns
  }
}

/// The same chunks again and again, so that what is timed is the replay and not the making of candles.
struct ChunkSource: CandleSource {
  let chunks: [CandleColumns]
  private var index = 0

  init(_ chunks: [CandleColumns]) { self.chunks = chunks }

  mutating func next() -> CandleColumns? {
    guard index < chunks.count else { return nil }
    defer { index += 1 }
    return chunks[index]
  }
}

/// A few chunks over and over, each time with the times that follow.
struct EndlessTape: CandleSource {
  let count: Int
  private let chunks: [CandleColumns]
  private var made = 0

  init(count: Int, _ chunks: [CandleColumns]) {
    self.count = count
    self.chunks = chunks
  }

  mutating func next() -> CandleColumns? {
    guard made < count else { return nil }
    var columns = chunks[made / SyntheticTape.chunk % chunks.count]
    for index in 0..<columns.count {
      columns.openTime[index] =
        SyntheticTape.start.milliseconds + Int64(made + index) * Timeframe.oneMinute.milliseconds
    }
    made += columns.count
    return columns
  }
}

final class Counter: EventSink {
  private(set) var rows = 0
  private(set) var fills = 0

  func take(_ rows: Span<DecisionRow>, _ events: EventLog) {
    self.rows += rows.count
    fills += events.fills.count
  }
}

enum Rules {
  /// Every stage; no rule stops a trade, so that fills can be counted against a peer's.
  case plain
  /// Every stage and every risk rule consulted, the volatility forecast updated by each candle and read by each opening.
  case allRules

  var settings: PipelineSettings {
    var settings = PipelineSettings()
    settings.venue.takerFee = 0.001
    settings.sizing.rule = .fixedFraction
    settings.sizing.fraction = 0.01
    settings.volatility.model = self == .plain ? .none : .ewma
    settings.risk.killSwitchLoss = 0.5
    settings.risk.killSwitchGain = 0.5
    settings.risk.maximumDrawdown = 0.99
    settings.risk.dailyTrades = 1_000_000
    switch self {
    case .plain:
      settings.sizing.stop = .none(assumed: 0.02)
    case .allRules:
      settings.sizing.stop = .averageTrueRange(multiple: 2, minimum: 0.01, maximum: 0.05)
      settings.risk.maximumDailyVolatility = 50
      settings.risk.volatileConfidence = 101
    }
    return settings
  }
}

func benchmarkReplay(_ name: String, _ chunks: [CandleColumns], _ rules: Rules) async throws {
  let replayer = smaCross(fast: 10, slow: 50, chunks, rules)
  var seconds: [Double] = []
  var counter = Counter()
  for _ in 0..<7 {
    counter = Counter()
    let begun = ContinuousClock.now
    _ = try await replayer.play([TrackPorts(ChunkSource(chunks), into: counter)])
    seconds.append(begun.secondsUntilNow)
  }
  report(
    name, n: chunks.reduce(0) { $0 + $1.count }, unit: "candles", seconds,
    extra: ["fills": counter.fills, "rows": counter.rows])
}

/// One replay of a tape that nobody holds, the making of its times included.
func benchmarkEndless(_ count: Int) async throws {
  var tape = SyntheticTape(count: 64 * SyntheticTape.chunk, seed: 20_261_121)
  var chunks: [CandleColumns] = []
  while let chunk = tape.next() { chunks.append(chunk) }
  // Millions of fills must not eat the account up.
  var replayer = smaCross(fast: 10, slow: 50, chunks, .plain)
  replayer.tracks[0].settings.venue.takerFee = 0.000_001
  let length = Int64(count + SyntheticTape.chunk) * Timeframe.oneMinute.milliseconds
  replayer.tracks[0].window =
    SyntheticTape.start..<Timestamp(milliseconds: SyntheticTape.start.milliseconds + length)
  let counter = Counter()
  let begun = ContinuousClock.now
  let outcomes = try await replayer.play([TrackPorts(EndlessTape(count: count, chunks), into: counter)])
  report(
    "replay_endless", n: outcomes[0].candles, unit: "candles", [begun.secondsUntilNow],
    extra: ["fills": counter.fills, "rows": counter.rows])
}

/// Fifty pairs of averages one after the other on one thread, the peers' sweep.
func benchmarkSweep(_ chunks: [CandleColumns]) async throws {
  let pairs = stride(from: 5, to: 25, by: 2).flatMap { fast in stride(from: 40, to: 90, by: 10).map { (fast, $0) } }
  var seconds: [Double] = []
  var counter = Counter()
  for _ in 0..<3 {
    counter = Counter()
    let begun = ContinuousClock.now
    // As the points of a sweep do, pairs share what they find out about the tape.
    let findings = TapeFindings()
    for (fast, slow) in pairs {
      _ = try await smaCross(fast: fast, slow: slow, chunks, .plain, recordsTicks: false, findings)
        .play([TrackPorts(ChunkSource(chunks), into: counter)])
    }
    seconds.append(begun.secondsUntilNow)
  }
  let work = pairs.count * chunks.reduce(0) { $0 + $1.count }
  report("sweep_sma_cross", n: work, unit: "pair-candles", seconds, extra: ["fills": counter.fills])
}

func smaCross(
  fast: Int, slow: Int, _ chunks: [CandleColumns], _ rules: Rules, recordsTicks: Bool = true,
  _ findings: TapeFindings? = nil
) -> Replayer {
  guard let instrument = Instrument.named("BTCUSD"), let last = chunks.last?.openTime.last else {
    preconditionFailure("there is Bitcoin, and there are candles of it")
  }
  let end = Timestamp(milliseconds: last + Timeframe.oneMinute.milliseconds)
  var settings = rules.settings
  settings.recordsTicks = recordsTicks
  var setup = TrackSetup(
    settings, instrument: instrument, timeframe: .oneMinute, window: SyntheticTape.start..<end)
  setup.findings = findings
  return Replayer([setup], strategy: .movingAverageCross(fast: fast, slow: slow))
}

/// Box and Muller's method.
func normal(_ generator: inout SeededGenerator) -> Double {
  (-2 * log(1 - generator.uniform())).squareRoot() * cos(2 * .pi * generator.uniform())
}

func benchmarkFits() throws {
  var generator = SeededGenerator(seed: 7)
  var variance = 1.0
  var returns: [Double] = []
  for _ in 0..<50_000 {
    let shock = normal(&generator)
    let value = 0.03 + variance.squareRoot() * shock
    variance = 0.02 + 0.08 * (value - 0.03) * (value - 0.03) + 0.9 * variance
    returns.append(value)
  }
  for n in [1_000, 5_000, 50_000] {
    let window = Array(returns.prefix(n))
    let repeats = 50_000 / n
    var seconds: [Double] = []
    for _ in 0..<7 {
      let begun = ContinuousClock.now
      for _ in 0..<repeats { _ = try GARCHModel().fit(window) }
      seconds.append(begun.secondsUntilNow / Double(repeats))
    }
    report("garch_fit_\(n)", n: 1, unit: "fits", seconds)
  }
}

func benchmarkMock() throws {
  let folder = ModelCardFolder(path: modelFolder)
  for name in ["llama3.2-3b-instruct-q4_0", "llama3.2-3b-instruct-fp16"] {
    let model = try folder.mock(of: try folder.card(named: name))
    let builder = PromptBuilder()
    let count = 20_000
    var prompt: [UInt8] = []
    var reply: [UInt8] = []
    var seconds: [Double] = []
    for _ in 0..<5 {
      let begun = ContinuousClock.now
      for index in 0..<count {
        builder.write(.example(index), to: &prompt)
        _ = try model.answer(prompt, seed: 1, ordinal: index, attempt: 0, into: &reply)
        _ = try ReplyContract.parse(reply)
      }
      seconds.append(begun.secondsUntilNow)
    }
    report("mock_decision_\(model.format.rawValue)", n: count, unit: "decisions", seconds)
  }
}

extension PromptFacts {
  /// Facts that differ from tick to tick.
  static func example(_ index: Int) -> PromptFacts {
    let shift = Double(index % 100)
    let pulses = [Timeframe.oneHour, .fourHours, .oneDay].map { timeframe in
      PulseReading(
        timeframe: timeframe, close: 6_900 + shift, simpleMovingAverage: 6_880, exponentialMovingAverage: 6_890,
        relativeStrengthIndex: 40 + shift / 5, macd: 3 + shift / 10, macdSignal: 5, macdHistogram: shift / 10 - 2,
        bollingerUpper: 7_100, bollingerMiddle: 6_880, bollingerLower: 6_660, averageTrueRange: 55,
        averageDirectionalIndex: 22, plusDirectionalIndicator: 20 + shift / 10, minusDirectionalIndicator: 19,
        stochasticK: shift, stochasticD: 50)
    }
    return PromptFacts(
      symbol: "BTCUSD", time: SyntheticTape.start, decisionTimeframe: .oneHour, price: 6_900 + shift,
      change1: shift / 100, change4: 0.4, change24: -1.2, relativeVolume: 1.1, pulses: pulses, forecastVolatility: 3.1,
      realisedVolatility: 2.9, position: .flat, recentDecisions: [Decision(.buy, confidence: 61)])
  }
}

extension ContinuousClock.Instant {
  var secondsUntilNow: Double {
    let span = duration(to: .now).components
    return Double(span.seconds) + Double(span.attoseconds) / 1e18
  }
}

/// The median of the repeats.
func report(_ name: String, n: Int, unit: String, _ seconds: [Double], extra: [String: Int] = [:]) {
  let median = seconds.sorted()[seconds.count / 2]
  var usage = rusage()
  getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
  let more = extra.keys.sorted().map { ",\"\($0)\":\(extra[$0] ?? 0)" }.joined()
  print(
    "{\"name\":\"\(name)\",\"n\":\(n),\"unit\":\"\(unit)\",\"seconds\":\(median),\"per_second\":\(Double(n) / median),"
      + "\"best_per_second\":\(Double(n) / (seconds.min() ?? median)),\"peak_rss_mb\":\(usage.ru_maxrss / 1024)\(more)}"
  )
}
