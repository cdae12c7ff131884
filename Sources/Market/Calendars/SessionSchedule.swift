/// One stretch of open market, half-open: trading is possible at `open`, no longer at `close`.
package struct Session: Hashable, Sendable {
  package var open: Timestamp
  package var close: Timestamp

  package init(open: Timestamp, close: Timestamp) {
    precondition(open < close, "a session closes after it opens")
    self.open = open
    self.close = close
  }

  package func contains(_ instant: Timestamp) -> Bool { open <= instant && instant < close }
}

/// The sessions of a stretch of time, oldest first, with the questions that one asks of them.
///
/// Every question takes O(log n) for n sessions. A loop over time keeps its own index into ``sessions`` instead.
/// Answers hold for the range that the schedule was made for; beyond its first and last session all is closed.
package struct SessionSchedule: Hashable, Sendable {
  /// In order, apart from each other or touching.
  package let sessions: [Session]
  /// Open milliseconds before each session, and behind the last.
  private let openBefore: [Int64]

  package init(_ sessions: [Session]) {
    var openBefore: [Int64] = [0]
    openBefore.reserveCapacity(sessions.count + 1)
    var open: Int64 = 0
    var latest = Timestamp.distantPast
    for session in sessions {
      precondition(latest <= session.open, "sessions are in order and apart")
      latest = session.close
      open += session.close.milliseconds - session.open.milliseconds
      openBefore.append(open)
    }
    self.sessions = sessions
    self.openBefore = openBefore
  }

  /// Index of the first session that closes after `instant`: the one that contains it or else the next;
  /// `sessions.count` when there is none.
  package func firstIndex(closingAfter instant: Timestamp) -> Int {
    var low = 0
    var high = sessions.count
    while low < high {
      let middle = (low + high) / 2
      if sessions[middle].close <= instant { low = middle + 1 } else { high = middle }
    }
    return low
  }

  package func isOpen(at instant: Timestamp) -> Bool { session(containing: instant) != nil }

  package func session(containing instant: Timestamp) -> Session? {
    let index = firstIndex(closingAfter: instant)
    guard index < sessions.count, sessions[index].open <= instant else { return nil }
    return sessions[index]
  }

  /// The first instant from `instant` on at which the market is open; nil behind the last session.
  package func nextOpen(atOrAfter instant: Timestamp) -> Timestamp? {
    let index = firstIndex(closingAfter: instant)
    guard index < sessions.count else { return nil }
    return max(instant, sessions[index].open)
  }

  /// Market time between two instants, in milliseconds: closed hours do not count. Negative when `end` is earlier.
  package func openMilliseconds(from start: Timestamp, to end: Timestamp) -> Int64 {
    openMilliseconds(until: end) - openMilliseconds(until: start)
  }

  private func openMilliseconds(until instant: Timestamp) -> Int64 {
    let index = firstIndex(closingAfter: instant)
    guard index < sessions.count, sessions[index].open < instant else { return openBefore[index] }
    return openBefore[index] + instant.milliseconds - sessions[index].open.milliseconds
  }
}
