import Market
import Replay

/// A replay taken apart candle by candle, so that each fill is known to belong to its candle and each row to the account
/// as it was.
struct CandleSteps {
  /// What one candle did, and the ticks that came before it closed.
  struct Step {
    var candle: PriceBar
    var openTime: Timestamp
    var closeTime: Timestamp
    /// Ticks before the candle was played, so decided on the candles before it.
    var rows: [DecisionRow]
    var fills: [Fill]
    var orders: [Order]
    var trades: [Trade]
    /// The account after it.
    var account: Account
    var position: Position
  }

  private(set) var steps: [Step] = []
  /// The ticks after the last candle.
  private(set) var lastRows: [DecisionRow] = []
  private(set) var account: Account

  init(_ scene: ReplayScene, by strategy: ScriptedStrategy) {
    let candles = scene.candles
    let end = candles.openTime[candles.count - 1] + scene.timeframe.milliseconds
    let window = Timestamp(milliseconds: candles.openTime[0])..<Timestamp(milliseconds: end)
    let schedule = scene.instrument.calendar.sessions(covering: window)
    let setup = TrackSetup(
      scene.settings, instrument: scene.instrument, timeframe: scene.timeframe, window: window)
    var pipeline = Pipeline([setup], strategies: [strategy])
    account = pipeline.account
    var index = -1
    var (events, rows) = (EventLog(), [DecisionRow]())
    while true {
      let step = pipeline.advance()
      pipeline.drain(track: 0) { ticks, drained in
        rows.append(contentsOf: ticks)
        events = drained
      }
      switch step {
      case .asks: preconditionFailure("these strategies answer at once")
      case .rowsAreFull: preconditionFailure("there are fewer ticks in a candle")
      case .needsCandles, .finished: break
      }
      if (0..<candles.count).contains(index) {
        let openTime = Timestamp(milliseconds: candles.openTime[index])
        steps.append(
          Step(
            candle: PriceBar(candles.open[index], candles.high[index], candles.low[index], candles.close[index]),
            openTime: openTime,
            closeTime: Timestamp(milliseconds: openTime.milliseconds + scene.timeframe.milliseconds),
            rows: rows, fills: events.fills, orders: events.orders, trades: events.trades,
            account: pipeline.account, position: pipeline.position(track: 0)))
      }
      guard step != .finished else {
        lastRows = rows
        account = pipeline.account
        return
      }
      rows = []
      index += 1
      if index < candles.count {
        pipeline.load(
          TapeChunk(
            candles.slice(index..<index + 1), timeframe: scene.timeframe, calendar: scene.instrument.calendar,
            schedule: schedule), track: 0)
      } else {
        pipeline.endTape(track: 0)
      }
    }
  }

  /// All fills, in order.
  var fills: [Fill] { steps.flatMap(\.fills) }
}
