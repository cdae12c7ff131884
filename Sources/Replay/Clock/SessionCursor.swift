import Market

/// Where the virtual clock stands among the sessions; it only moves forward, so a tick costs one comparison.
struct SessionCursor: Sendable {
  let schedule: SessionSchedule
  private var index: Int
  /// The session that is running or comes next; beyond the last, one that never opens.
  private(set) var current: Session
  /// When the session before `current` closed.
  private(set) var previousClose: Timestamp

  private static let never = Session(
    open: .distantFuture, close: Timestamp(milliseconds: Timestamp.distantFuture.milliseconds + 1))

  init(_ schedule: SessionSchedule, at start: Timestamp) {
    self.schedule = schedule
    index = schedule.firstIndex(closingAfter: start)
    current = Self.never
    previousClose = .distantPast
    load()
  }

  @inline(__always)
  mutating func advance(to now: Timestamp) {
    if now >= current.close { skip(to: now) }
  }

  /// Whether the market is open at `instant`, which must not lie before the clock.
  @inline(__always)
  func isOpen(at instant: Timestamp) -> Bool {
    current.open <= instant && instant < current.close
  }

  @inline(never)
  private mutating func skip(to now: Timestamp) {
    while index < schedule.sessions.count, schedule.sessions[index].close <= now { index += 1 }
    load()
  }

  private mutating func load() {
    previousClose = index > 0 ? schedule.sessions[index - 1].close : .distantPast
    current = index < schedule.sessions.count ? schedule.sessions[index] : Self.never
  }
}
