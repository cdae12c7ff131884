import Market
import Replay
import Scenarios

/// Traders that know nothing, made of a rule that may: what is left of its success is its habits or its exposure.
extension ReplayJob {
  /// The same job with a null trader written down as a script; any other as it is.
  func scripted() async throws -> ReplayJob {
    guard strategy.isNullTrader else { return self }
    precondition(tracks.count == 1, "a null trader has an account of its own")
    let panel = tracks[0].panel
    var job = self
    switch strategy {
    case .shuffled(let rule, let block):
      job.strategy = rule
      let recorder = DecisionRecorder()
      _ = try await job.play(into: [recorder])
      let shuffled = recorder.decisions.shuffled(inBlocksOf: block, seed: seed)
      job.strategy = .scripted(
        ScriptedDecisions(shuffled, readyAfter: recorder.readyAfter, feedDelay: panel.settings.feed.delay))
    case .exposureMatched(let rule):
      job.strategy = rule
      let meter = ExposureMeter(exchange: tracks[0].exchange)
      _ = try await job.play(into: [meter])
      let limit = panel.settings.positions == .longFlat ? 1 : panel.settings.risk.maximumLeverage
      job.tracks[0].panel.settings.holdOnce(share: meter.openingShare(limit: limit), limit: limit)
      let readyAfter = meter.readyAfter.milliseconds - panel.settings.feed.delay
      job.strategy = .scripted(
        ScriptedDecisions([], afterwards: .buy, readyAfter: Timestamp(milliseconds: readyAfter)))
    default: break
    }
    return job
  }
}

extension PipelineSettings {
  /// Buys `share` of the equity and keeps it: no stop, no target, and no rule that would make it more or less.
  fileprivate mutating func holdOnce(share: Double, limit: Double) {
    sizing.rule = .fixedFraction
    sizing.fraction = share
    sizing.stop = .none(assumed: 0.02)
    sizing.takeProfitMultiple = nil
    risk.killSwitchLoss = nil
    risk.killSwitchGain = nil
    risk.maximumDrawdown = nil
    risk.dailyTrades = nil
    risk.maximumDailyVolatility = nil
    risk.maximumValueAtRisk = nil
    risk.maximumConcentration = max(risk.maximumConcentration, limit)
  }
}

/// Writes down what a rule decided, two bytes a decision.
final class DecisionRecorder: EventSink {
  private(set) var decisions: [Decision] = []
  /// The last tick that came too early for it.
  private(set) var readyAfter = Timestamp.distantPast

  func take(_ rows: Span<DecisionRow>, _ events: EventLog) {
    for index in rows.indices {
      let row = rows[index]
      if row.stage.isAfterDecision {
        decisions.append(Decision(row.action, confidence: row.confidence))
      } else if row.stage == .warmingUp, decisions.isEmpty {
        readyAfter = row.time
      }
    }
  }
}

extension [Decision] {
  /// The same decisions, their blocks in another order (Fisher and Yates); the last block may be shorter.
  func shuffled(inBlocksOf block: Int, seed: UInt64) -> [Decision] {
    var starts = Array<Int>(stride(from: 0, to: count, by: block))
    var generator = SeededGenerator(seed: seed ^ 0x7368_7566_666C_6500)
    for index in starts.indices.dropFirst().reversed() {
      starts.swapAt(index, generator.index(below: index + 1))
    }
    return starts.flatMap { self[$0..<Swift.min($0 + block, count)] }
  }
}

extension ScriptedDecisions {
  /// Decisions of a replay whose ticks up to `readyAfter` came too early; afterwards it holds.
  init(_ decisions: [Decision], readyAfter: Timestamp, feedDelay: Int64) {
    let ready = readyAfter == .distantPast ? readyAfter.milliseconds : readyAfter.milliseconds - feedDelay
    self.init(decisions, afterwards: .hold, readyAfter: Timestamp(milliseconds: ready))
  }
}

/// Measures how much of its equity an account has invested, tick by tick from its first decision on.
final class ExposureMeter: EventSink {
  /// The last tick that came too early for a decision.
  private(set) var readyAfter = Timestamp.distantPast
  /// Close at the first decision, and at each tick after it, in the account's currency: eight bytes a tick.
  private var prices: [Double] = []
  private var shares = 0.0
  private var quantity = FixedPoint.zero
  private var pending: [Fill] = []
  private let exchange: ExchangeRates?
  /// How many of its rates are known.
  private var known = 0

  /// `exchange` is what the account's currency pays for the instrument's; nil where they are the same.
  init(exchange: ExchangeRates? = nil) { self.exchange = exchange }

  func take(_ rows: Span<DecisionRow>, _ events: EventLog) {
    pending += events.fills
    var next = 0
    for index in rows.indices {
      let row = rows[index]
      while next < pending.count, precedes(pending[next], row) {
        quantity += pending[next].side == .buy ? pending[next].quantity : -pending[next].quantity
        next += 1
      }
      note(row)
    }
    pending.removeFirst(next)
  }

  /// A market order fills at the instant of a tick and after it, a stop at the same instant and before it: the row's side
  /// tells which.
  private func precedes(_ fill: Fill, _ row: DecisionRow) -> Bool {
    fill.time < row.time || (fill.time == row.time && Int(quantity.units.signum()) != Int(row.position))
  }

  private func note(_ row: DecisionRow) {
    let price = row.price * rate(at: row.time)
    guard !prices.isEmpty else {
      if row.stage.isAfterDecision { prices.append(price) }
      if row.stage == .warmingUp { readyAfter = row.time }
      return
    }
    prices.append(price)
    let equity = row.equity.doubleValue
    if equity > 0 { shares += quantity.doubleValue.magnitude * price / equity }
  }

  private func rate(at instant: Timestamp) -> Double {
    guard let exchange else { return 1 }
    while known < exchange.times.count, exchange.times[known] <= instant.milliseconds { known += 1 }
    return exchange.rates[max(0, known - 1)]
  }

  /// The mean of |position| over equity at the ticks after the first decision.
  var meanShare: Double { prices.count < 2 ? 0 : shares / Double(prices.count - 1) }

  /// The share of equity that, bought at the first decision and held, has the same mean; by bisection, as the mean rises
  /// with it. At most `limit`.
  func openingShare(limit: Double) -> Double {
    let target = meanShare
    guard target > 0, let first = prices.first else { return 0 }
    func mean(_ share: Double) -> Double {
      var sum = 0.0
      for price in prices.dropFirst() {
        let worth = share * price / first
        let equity = 1 - share + worth
        sum += equity > 0 ? worth / equity : .infinity
      }
      return sum / Double(prices.count - 1)
    }
    var (low, high) = (0.0, limit)
    for _ in 0..<40 {
      let middle = (low + high) / 2
      if mean(middle) < target { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }
}
