extension TradingCalendar {
  /// The half-open interval that a stored candle truly covers; nil when the market is closed all through it.
  ///
  /// - Crypto and forex: from the stamp for one timeframe.
  /// - Equities, 1d: the stamp is a session date at 00:00Z and stands for that session, early closes included.
  /// - Equities, shorter: clipped to the session, so that the hour stamped 09:00 New York is 09:30 to 10:00.
  ///
  /// `schedule` must be of this calendar and cover the stamp.
  package func interval(
    ofCandleStamped stamp: Timestamp, timeframe: Timeframe, in schedule: SessionSchedule
  ) -> (open: Timestamp, close: Timestamp)? {
    let end = Timestamp(milliseconds: stamp.milliseconds + timeframe.milliseconds)
    guard self == .usEquities else { return (stamp, end) }
    if timeframe == .oneDay {
      let opening = NewYorkTime.instant(on: stamp.date, hour: 9, minute: 30)
      return schedule.session(containing: opening).map { ($0.open, $0.close) }
    }
    let index = schedule.firstIndex(closingAfter: stamp)
    guard index < schedule.sessions.count else { return nil }
    let session = schedule.sessions[index]
    guard session.open < end else { return nil }
    return (max(stamp, session.open), min(end, session.close))
  }
}
