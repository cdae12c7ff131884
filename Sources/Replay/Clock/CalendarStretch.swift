import Market

/// What the calendar says of a stretch of time: until it ends, nothing about sessions and days changes, so a tick costs
/// one comparison.
struct CalendarStretch: Sendable {
  /// The first instant, in milliseconds, of which this does not hold.
  let end: Int64
  let isOpen: Bool
  /// Whether an order sent now can fill at its arrival.
  let canFill: Bool
  /// What closed by then comes from before the session reopened; the distant past where that stops no tick.
  let reopening: Timestamp
  /// When orders for the day end: with the session that is running or comes next.
  let dayEnd: Timestamp

  /// Holds of no instant.
  static let none = CalendarStretch(
    end: .min, isOpen: false, canFill: false, reopening: .distantPast, dayEnd: .distantPast)

  private init(end: Int64, isOpen: Bool, canFill: Bool, reopening: Timestamp, dayEnd: Timestamp) {
    self.end = end
    self.isOpen = isOpen
    self.canFill = canFill
    self.reopening = reopening
    self.dayEnd = dayEnd
  }

  /// The stretch that `now` lies in, but no further than `limit`. `latency` is what an order needs to arrive.
  init(
    at now: Timestamp, sessions: inout SessionCursor, calendar: TradingCalendar, latency: Int64, limit: Int64
  ) {
    sessions.advance(to: now)
    let session = sessions.current
    let arrival = Timestamp(milliseconds: now.milliseconds + latency)
    isOpen = sessions.isOpen(at: now)
    canFill = sessions.isOpen(at: arrival)
    reopening = canFill && sessions.previousClose > .distantPast ? session.open : .distantPast
    var end = limit
    for boundary in [session.open.milliseconds, session.close.milliseconds] {
      for instant in [boundary, boundary - latency] where instant > now.milliseconds { end = min(end, instant) }
    }
    self.end = end
    // A session that lasts for days, as forex and crypto, ends no order: their day does.
    dayEnd = min(session.close, calendar.dayEnd(after: now))
  }
}
