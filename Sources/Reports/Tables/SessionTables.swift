package import Comparison
import Market
package import Replay

/// The CSV tables of one replay, written as it plays, and the record that it leaves.
///
/// Each table is a part without a header: ``RunTables`` joins the parts of a variant.
package final class SessionTables: EventSink {
  /// How much of each tick is written.
  package enum DecisionLog: Sendable {
    case lean
    case full
    case none
  }

  package struct Labels: Sendable {
    package var instrument: String
    package var seed: UInt64

    package init(instrument: String, seed: UInt64) {
      self.instrument = instrument
      self.seed = seed
    }
  }

  private let labels: Labels
  private let fields: DecisionFields
  private let log: DecisionLog
  private let staleness: StalenessGate
  private let answers: AnswerLog?
  private var decisions: OutputFile
  private var orders: OutputFile
  private var fills: OutputFile
  private var charges: OutputFile
  private var trades: OutputFile
  private var equity: OutputFile
  private var volatility: OutputFile
  private var previous: (stage: Stage, action: Action)?
  private var periods = TickPeriods()
  private var days: [DayEquity] = []
  private var profits: [FixedPoint] = []
  private var closed: [ClosedTrade] = []
  private var keptTrades: [Trade] = []
  private var forecasts: [ForecastRecord] = []
  private var sides: [Int8] = []
  private var actions: [Action] = []
  private var decided: [Decision] = []
  private var readyAfter = Timestamp.distantPast
  private var orderCount = 0
  private var fillCount = 0

  /// `answers` are the model's, where a model decides; `part` is the path that each table's name is put behind.
  package init(
    _ part: String, labels: Labels, log: DecisionLog, staleness: StalenessGate, answers: AnswerLog?
  ) throws {
    self.labels = labels
    fields = DecisionFields(labels)
    self.log = log
    self.staleness = staleness
    self.answers = answers
    decisions = try RunTables.begin(.decisions, part: part)
    orders = try RunTables.begin(.orders, part: part)
    fills = try RunTables.begin(.fills, part: part)
    charges = try RunTables.begin(.charges, part: part)
    trades = try RunTables.begin(.trades, part: part)
    equity = try RunTables.begin(.equity, part: part)
    volatility = try RunTables.begin(.volatility, part: part)
  }

  package func take(_ rows: Span<DecisionRow>, _ events: EventLog) throws {
    for index in rows.indices { note(rows[index]) }
    try write(rows)
    try write(events.orders)
    try write(events.fills)
    try write(events.charges)
    try write(events.trades)
    try write(events.days)
    try write(events.forecasts)
    orderCount += events.orders.count
    fillCount += events.fills.count
  }

  private func note(_ row: DecisionRow) {
    periods.note(row)
    guard answers != nil else { return }
    sides.append(row.position)
    actions.append(row.stage.isAfterDecision ? row.action : .hold)
    if row.stage.isAfterDecision {
      decided.append(Decision(row.action, confidence: row.confidence))
    } else if row.stage == .warmingUp, decided.isEmpty {
      readyAfter = row.time
    }
  }

  /// Closes the tables and tells what the replay left.
  package func finish(_ outcome: RunOutcome) throws -> SessionRecord {
    for file in [decisions, orders, fills, charges, trades, equity, volatility] { try file.close() }
    periods.finish()
    var record = SessionRecord(outcome: outcome)
    record.days = days
    record.profits = profits
    record.closed = closed
    record.trades = keptTrades
    record.forecasts = forecasts
    record.periods = periods.periods
    (record.sides, record.actions) = (sides, actions)
    (record.decisions, record.readyAfter) = (decided, readyAfter)
    record.orders = orderCount
    record.fills = fillCount
    record.failures = answers?.failures ?? []
    return record
  }

  // MARK: decisions.csv

  private func write(_ rows: Span<DecisionRow>) throws {
    var last = previous
    decisions.write { text in
      for index in rows.indices {
        let row = rows[index]
        let answer = row.stage.isAfterDecision ? answers?.next() : nil
        guard log != .none else { continue }
        let changed = last.map { $0 != (row.stage, row.action) } ?? true
        last = (row.stage, row.action)
        write(row, answer, isFull: log == .full || row.stage == .ordered || changed, to: &text)
      }
    }
    previous = last
    try decisions.flushIfLarge()
  }

  @inline(__always)
  private func write(_ row: DecisionRow, _ answer: AnswerLog.Answer?, isFull: Bool, to text: inout TextBuffer) {
    text.append(row.time)
    if row.stage == .stale || answer != nil {
      text.append(atMost: fields.longest) { fields.append(row, to: &$0) }
      text.append(csvField: answer?.reason ?? staleness.text(age: Int64(row.detail) * 100))
      if isFull, let answer {
        text.append(byte: comma)
        text.append(csvField: answer.answeredBy)
        text.append(byte: comma)
        text.append(Int(answer.latency))
        text.append(byte: comma)
      } else {
        text.append(isFull ? ",,," : ",,,,,\n")
      }
    } else {
      // Most rows: no reason, and nobody was asked.
      text.append(atMost: fields.longest + 6) {
        fields.append(row, to: &$0)
        for _ in 0..<(isFull ? 3 : 5) { $0.append(comma) }
        if !isFull { $0.append(UInt8(ascii: "\n")) }
      }
    }
    guard isFull else { return }
    // No price before the first candle.
    if row.price > 0 { text.append(row.price) }
    text.append(atMost: 64) {
      $0.append(comma)
      $0.append(decimal: row.equity)
      $0.append(comma)
      $0.append(decimal: Int(row.position))
      $0.append(UInt8(ascii: "\n"))
    }
  }

  // MARK: The other tables

  private func write(_ list: [Order]) throws {
    for order in list {
      orders.row {
        $0.append(order.id)
        $0.field(labels.instrument)
        $0.field(Int(labels.seed))
        $0.field(order.submitted)
        $0.field(order.arrives)
        $0.field(order.side.name)
        $0.field(order.purpose.name)
        $0.field(order.ticket.kind.name)
        $0.field(order.ticket.kind.limitPrice)
        $0.field(order.ticket.kind.stopPrice)
        $0.field(order.ticket.timeInForce.rawValue)
        $0.field(order.quantity)
        $0.field(order.status)
        $0.field(order.ended < .distantFuture ? order.ended : nil)
        $0.field(order.filled)
        $0.field(order.filled > .zero ? order.averagePrice : nil)
        $0.field(order.sizing?.rule.rawValue ?? "")
        $0.field(order.sizing?.input)
        $0.field(order.sizing?.equity)
        $0.field(order.sizing?.price)
        $0.field(order.sizing?.cap.name ?? "")
        $0.field(order.sizing?.stopDistance)
        $0.field(order.sizing?.targetDistance)
      }
      try orders.flushIfLarge()
    }
  }

  private func write(_ list: [Fill]) throws {
    for fill in list {
      fills.row {
        $0.append(fill.time)
        $0.field(labels.instrument)
        $0.field(Int(labels.seed))
        $0.field(fill.orderID)
        $0.field(fill.side.name)
        $0.field(fill.quantity)
        $0.field(fill.price)
        $0.field(fill.notional)
        $0.field(fill.fee)
        $0.field(fill.cause.name)
      }
      try fills.flushIfLarge()
    }
  }

  private func write(_ list: [Charge]) throws {
    for charge in list {
      charges.row {
        $0.append(charge.time)
        $0.field(labels.instrument)
        $0.field(Int(labels.seed))
        $0.field(charge.kind.name)
        $0.field(charge.amount)
        $0.field(charge.kind == .conversion ? charge.quoteAmount : nil)
        $0.field(charge.kind == .conversion ? charge.rate : nil)
      }
      try charges.flushIfLarge()
    }
  }

  private func write(_ list: [Trade]) throws {
    for trade in list {
      profits.append(trade.profit)
      closed.append(ClosedTrade(trade))
      if keptTrades.count < SessionRecord.keptTrades { keptTrades.append(trade) }
      trades.row {
        $0.append(trade.entryTime)
        $0.field(trade.exitTime)
        $0.field(labels.instrument)
        $0.field(Int(labels.seed))
        $0.field(trade.side == .buy ? "long" : "short")
        $0.field(trade.quantity)
        $0.field(trade.entryPrice)
        $0.field(trade.exitPrice)
        $0.field(trade.fees)
        $0.field(trade.charges)
        $0.field(trade.profit)
        $0.field(trade.returnOnNotional)
        $0.field(trade.exit.name)
      }
      try trades.flushIfLarge()
    }
  }

  private func write(_ list: [DayEquity]) throws {
    days.append(contentsOf: list)
    for day in list {
      equity.row {
        $0.append(day.dayStart)
        $0.field(labels.instrument)
        $0.field(Int(labels.seed))
        $0.field(day.equity)
        $0.field(day.cash)
        $0.field(day.quantity)
        $0.field(day.price > 0 ? day.price : nil)
      }
      try equity.flushIfLarge()
    }
  }

  private func write(_ list: [ForecastRecord]) throws {
    forecasts.append(contentsOf: list)
    for forecast in list {
      volatility.row {
        $0.append(forecast.time)
        $0.field(labels.instrument)
        $0.field(Int(labels.seed))
        $0.field(forecast.dailyVolatility)
        $0.field(forecast.realisedVolatility)
        switch forecast.parameters {
        case .garch(let mean, let omega, let alpha, let beta):
          $0.field("garch")
          for value in [mean, omega, alpha, beta] { $0.field(value) }
          $0.field("")
        case .sampleVariance(_, let reason):
          $0.field("sample_variance")
          $0.append(",,,,,")
          $0.append(csvField: reason)
        }
      }
      try volatility.flushIfLarge()
    }
  }
}

private let comma = UInt8(ascii: ",")

/// Fields of `decisions.csv` that repeat from row to row, written once.
private struct DecisionFields {
  /// `,BTCUSD,1,ordered,BUY,` of each stage with each action, one after the other, and where each ends.
  private var text: [UInt8] = []
  private var ends = [0]
  /// The most bytes that a row's part takes.
  let longest: Int

  init(_ labels: SessionTables.Labels) {
    for stage in Stage.allCases {
      for action in Action.allCases {
        text += Array(",\(labels.instrument),\(labels.seed),\(stage.name),\(action.name),".utf8)
        ends.append(text.count)
      }
    }
    longest = zip(ends, ends.dropFirst()).reduce(0) { max($0, $1.1 - $1.0) } + 21
  }

  /// From behind a row's time to behind its confidence, and a comma.
  @inline(__always)
  func append(_ row: DecisionRow, to output: inout OutputSpan<UInt8>) {
    let place = Int(row.stage.rawValue) * Action.allCases.count + Int(row.action.rawValue)
    let range = ends[place]..<ends[place + 1]
    text.withUnsafeBytes { output.append(copying: UnsafeRawBufferPointer(rebasing: $0[range])) }
    output.append(decimal: Int(row.confidence))
    output.append(comma)
  }
}

extension OutputFile {
  fileprivate func row(_ body: (inout TextBuffer) -> Void) {
    write { text in
      body(&text)
      text.append("\n")
    }
  }
}

extension TextBuffer {
  fileprivate mutating func field(_ text: String) {
    append(",")
    append(csvField: text)
  }

  fileprivate mutating func field(_ value: Int) {
    append(",")
    append(value)
  }

  fileprivate mutating func field(_ value: Double?) {
    append(",")
    if let value { append(value) }
  }

  fileprivate mutating func field(_ value: FixedPoint?) {
    append(",")
    if let value { append(value) }
  }

  fileprivate mutating func field(_ time: Timestamp?) {
    append(",")
    if let time { append(time) }
  }
}
