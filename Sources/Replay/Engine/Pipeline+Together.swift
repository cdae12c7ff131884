import Market

/// Several tracks on one account.
///
/// Everything happens in order of time, whatever the timeframes. At one instant, in this order: candles close (what rests
/// in them fills, then they are learned); the account's day turns; every track whose tick is due decides, all on the same
/// account; their orders are allotted together (``Pipeline/allot()``); candles open, and what has been sent fills. Among
/// equals the order is that of the tracks, which are sorted by name.
extension Pipeline {
  /// Where the instant stands that is being played.
  enum Instant: Sendable {
    case over
    case deciding(Timestamp, next: Int)
  }

  mutating func playTogether() -> Step {
    while true {
      switch instant {
      case .over:
        guard let now = nextTick else {
          for track in tracks.indices { tracks[track].finish(on: desk) }
          return .finished
        }
        if tracks.indices.contains(where: { tracks[$0].rows.isFull }) { return .rowsAreFull }
        if let track = begin(now) { return .needsCandles(track: track) }
        instant = .deciding(now, next: 0)
      case .deciding(let now, let next):
        guard let track = (next..<tracks.count).first(where: { tracks[$0].isDue(at: now) }) else {
          allot()
          for track in tracks.indices where tracks[track].isDue(at: now) { tracks[track].clock.advance() }
          instant = .over
          continue
        }
        instant = .deciding(now, next: track + 1)
        switch tracks[track].consider(equity: desk.equity) {
        case nil: break
        case .decided(let decision): tracks[track].want(decision, latency: nil, on: desk)
        case .asks:
          asking = track
          return .asks(track: track)
        }
      }
    }
  }

  /// The earliest tick that is due; nil when all have been played.
  private var nextTick: Timestamp? {
    var earliest: Timestamp?
    for track in tracks.indices where !tracks[track].clock.isFinished {
      let now = tracks[track].clock.now
      earliest = min(earliest ?? now, now)
    }
    return earliest
  }

  /// Brings the account up to `now`; or names a track whose tape has to be read further first.
  private mutating func begin(_ now: Timestamp) -> Int? {
    var gridClose = Timestamp.distantPast
    for track in tracks.indices where tracks[track].isDue(at: now) {
      gridClose = max(gridClose, tracks[track].clock.gridClose)
    }
    // A day that no tick ends is booked as its last tick left it, before anything after that is played.
    if gridClose > desk.day.end { turnDay(at: gridClose) }
    if let track = playMarkets(before: now) { return track }
    for track in tracks.indices { tracks[track].catchUp(with: now, on: &desk.account) }
    if gridClose == desk.day.end { turnDay(at: gridClose) }
    for track in tracks.indices where tracks[track].isDue(at: now) {
      tracks[track].lookAtCalendarIfChanged(dayEnd: desk.day.end)
      if tracks[track].stretch.isOpen { desk.day.noteOpenMarket() }
    }
    desk.observe(gridClose)
    if desk.risk.wantsFlat {
      for track in tracks.indices where tracks[track].isDue(at: now) && tracks[track].position.side != 0 {
        tracks[track].flatten()
      }
    }
    return nil
  }

  /// Plays the halves of candles that come before the ticks of `now`, in order of time.
  private mutating func playMarkets(before now: Timestamp) -> Int? {
    while true {
      var earliest: (event: MarketEvent, track: Int)?
      for track in tracks.indices {
        guard let event = tracks[track].nextMarketEvent else {
          if tracks[track].isOutOfCandles { return track }
          continue
        }
        guard event.comes(before: now) else { continue }
        if let other = earliest, other.event <= event { continue }
        earliest = (event, track)
      }
      guard let (event, track) = earliest else { return nil }
      tracks[track].play(event, account: &desk.account, risk: &desk.risk)
    }
  }

  private mutating func turnDay(at gridClose: Timestamp) {
    if desk.day.isWorthBooking(at: gridClose) {
      for track in tracks.indices { tracks[track].bookDay(desk) }
    }
    desk.turnDay(at: gridClose)
  }
}

/// One half of a candle: its open, or what follows up to its close.
struct MarketEvent: Comparable {
  enum Half: Int { case rest, open }
  var time: Timestamp
  var half: Half

  static func < (a: MarketEvent, b: MarketEvent) -> Bool {
    (a.time, a.half.rawValue) < (b.time, b.half.rawValue)
  }

  /// Closes come before the ticks of their instant, opens after them.
  func comes(before tick: Timestamp) -> Bool { half == .rest ? time <= tick : time < tick }
}

extension Track {
  func isDue(at now: Timestamp) -> Bool { clock.now == now && !clock.isFinished }

  mutating func lookAtCalendarIfChanged(dayEnd: Timestamp) {
    if clock.now.milliseconds >= stretch.end { lookAtCalendar(dayEnd: dayEnd) }
  }

  /// Learns what the feed has delivered by now, and values the position.
  mutating func catchUp(with now: Timestamp, on account: inout Account) {
    receiveDelayed(by: now)
    updateRate(at: now)
    account.mark(&position, bid: newest.bid, ask: newest.ask, rate: rate)
  }

  /// What a decision asks of the account; nil where its row is all there is to it. Without a latency it is a rule's.
  mutating func want(_ decision: Decision, latency: Int64?, on desk: Desk) {
    guard let need = need(of: decision, on: desk) else { return }
    want = Want(decision: decision, need: need, latency: latency ?? settings.venue.latency)
  }

  /// Writes the row of a tick that wanted something.
  mutating func conclude(_ stage: Stage, equity: FixedPoint) {
    guard let want else { preconditionFailure("it wanted nothing") }
    log(stage, want.decision, equity, detail: stage == .ordered ? Int32(clamping: venue.newestOrderID) : 0)
    self.want = nil
  }
}

/// A decision that waits until all tracks have decided.
struct Want: Sendable {
  var decision: Decision
  var need: Need
  var latency: Int64
}

/// What a decision means for the position.
struct Need: Sendable {
  var closes: Bool
  var opens: Bool
}
