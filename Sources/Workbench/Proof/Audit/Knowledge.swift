import Market

/// What was known at an instant, of every series of every track, and what had happened besides.
struct Knowledge: Equatable, Sendable {
  /// By track and ``AuditSeries/Kind``: how many candles or rates.
  let known: [[Int]]
  /// By track: candles that have closed, whether or not they have arrived.
  let closed: [Int]
  /// By track: candles that were not known, and whose opens have been traded at; see ``AuditTrack/begun(before:)``.
  let begun: [Range<Int>]

  init(of tracks: [AuditTrack], at instant: Timestamp) {
    let known = tracks.map { track in track.series.map { $0.known(at: instant) } }
    self.known = known
    closed = tracks.map { $0[.candles].closed(by: instant) }
    begun = tracks.indices.map { track in
      let first = known[track][AuditSeries.Kind.candles.rawValue]
      return first..<(tracks.count > 1 ? max(first, tracks[track].begun(before: instant)) : first)
    }
  }

  func candles(_ track: Int) -> Int { known[track][AuditSeries.Kind.candles.rawValue] }
}

/// One candle or rate that was not known.
struct UnknownCandle: Sendable {
  var track: Int
  var kind: AuditSeries.Kind
  var index: Int
  /// When it was over.
  var closeTime: Int64
}

extension Knowledge {
  /// All that was not known, by when it was over; of candles that end at once, those of the first track come first.
  func future(of tracks: [AuditTrack]) -> [UnknownCandle] {
    var list: [UnknownCandle] = []
    for (track, known) in known.enumerated() {
      for kind in AuditSeries.Kind.allCases {
        let series = tracks[track][kind]
        for index in known[kind.rawValue]..<series.count {
          list.append(UnknownCandle(track: track, kind: kind, index: index, closeTime: series.closeTimes[index]))
        }
      }
    }
    return list.sorted {
      ($0.closeTime, $0.track, $0.kind.rawValue, $0.index) < ($1.closeTime, $1.track, $1.kind.rawValue, $1.index)
    }
  }

  /// The first of ``future(of:)``.
  func nextCandle(of tracks: [AuditTrack]) -> UnknownCandle? {
    var first: UnknownCandle?
    for (track, known) in known.enumerated() {
      for kind in AuditSeries.Kind.allCases where known[kind.rawValue] < tracks[track][kind].count {
        let index = known[kind.rawValue]
        let closeTime = tracks[track][kind].closeTimes[index]
        if let first, first.closeTime <= closeTime { continue }
        first = UnknownCandle(track: track, kind: kind, index: index, closeTime: closeTime)
      }
    }
    return first
  }

  /// Whether a fill or a charge by `instant` came from a candle that was not known: the market moves the account whether
  /// or not the feed has told of it.
  func allows(_ moves: [AccountMove], of tracks: [AuditTrack], by instant: Timestamp) -> Bool {
    tracks.indices.contains { track in
      let series = tracks[track][.candles]
      let first = candles(track)
      guard first < series.closed(by: instant) || tracks.count > 1 && first < tracks[track].begun(before: instant)
      else { return false }
      let span = series.openTimes[first]...instant.milliseconds
      return moves.contains { $0.track == track && span.contains($0.time.milliseconds) }
    }
  }
}

/// A fill or a charge of a track.
struct AccountMove: Equatable, Sendable {
  var track: Int
  var time: Timestamp
}
