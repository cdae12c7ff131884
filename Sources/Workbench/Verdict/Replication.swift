import Comparison
import Market
import Scenarios

/// A part of a run that could have been all of it: one seed, or a quarter of its time. One alone is an anecdote; where
/// they say different things, so would another run.
struct Replication: Sendable {
  enum Kind: String {
    case seed
    case window
  }

  struct Variant: Sendable {
    var flips: FlipRate?
    /// Nil where there are too few days, and where an account had nothing left.
    var money: MeanReturnDifference?
  }

  let kind: Kind
  /// `3`, or the days that it spans: `2018-01-01 to 2018-04-02`; `first quarter` where accounts span different days.
  let label: String
  /// By variant; nil for the reference.
  let variants: [Variant?]

  /// Seeds where there are several, then the quarters of each account's own window; none where nothing is compared.
  static func all(of results: RunResults) -> [Replication] {
    guard let reference = results.run.reference else { return [] }
    let run = results.run
    let parts = (run.seeds.count > 1 ? run.seeds.indices.map { Part(seed: $0, run) } : []) + Part.quarters(run)
    return parts.map { part in
      Replication(
        kind: part.seed == nil ? .window : .seed, label: part.label,
        variants: run.variantNames.indices.map { variant in
          guard variant != reference else { return nil }
          return Variant(
            flips: part.flips(of: variant, results), money: part.money(of: variant, against: reference, results))
        })
    }
  }
}

/// What a replication looks at.
private struct Part {
  var label: String
  /// By account: what happened after the start and not after the end.
  var windows: [Range<Timestamp>]
  /// Its place among the run's seeds; nil for all of them.
  var seed: Int?

  init(seed: Int, _ run: ScenarioRun) {
    (self.label, self.seed) = ("\(run.seeds[seed])", seed)
    windows = run.books.map { _ in .distantPast..<Timestamp.distantFuture }
  }

  private init(label: String, windows: [Range<Timestamp>]) {
    (self.label, self.windows) = (label, windows)
  }

  /// A fourth of a year's run is a season.
  static func quarters(_ run: ScenarioRun) -> [Part] {
    let wholes = run.books.map { book in
      let own = book.panels.map { run.panels[$0].window }
      return (own.map(\.lowerBound).min() ?? .distantPast)..<(own.map(\.upperBound).max() ?? .distantPast)
    }
    let names = ["first", "second", "third", "last"]
    return names.enumerated().map { number, name in
      let own = wholes.map { $0.part(number, of: names.count) }
      // A delayed tick, and a day's end, lie behind the last candle.
      let windows = own.map { number == names.count - 1 ? $0.lowerBound..<Timestamp.distantFuture : $0 }
      // Dates, where one pair of them serves all accounts.
      guard let dates = own.first, own.allSatisfy({ $0 == dates }) else {
        return Part(label: "\(name) quarter", windows: windows)
      }
      func day(_ instant: Timestamp) -> Substring { "\(instant)".prefix(10) }
      return Part(label: "\(day(dates.lowerBound)) to \(day(dates.upperBound))", windows: windows)
    }
  }

  func flips(of variant: Int, _ results: RunResults) -> FlipRate? {
    let run = results.run
    return FlipRate(
      zip(run.books, windows).flatMap { book, window in
        results.sessions.filter { session in
          book.panels.contains(session.panel) && seed.map { session.seed == run.seeds[$0] } ?? true
        }.flatMap { session in
          session.probe.map { $0.pairs($0.answers[variant], within: window) } ?? []
        }
      })
  }

  func money(of variant: Int, against reference: Int, _ results: RunResults) -> MeanReturnDifference? {
    func curve(_ variant: Int, _ account: Int) -> EquityCurve {
      let own = results.accounts[variant][account]
      let curve = seed.map { results.run.books(of: own.book).curve(own.records[$0].days) } ?? own.curve
      return curve.part(within: windows[account])
    }
    let pairs = windows.indices.map { account in
      try? PairedReturns(reference: curve(reference, account), candidate: curve(variant, account))
    }
    guard !pairs.contains(nil) else { return nil }
    return MeanReturnDifference(of: PairedReturns(joining: pairs.compactMap(\.self)), daysPerYear: results.daysPerYear)
  }
}

extension Range<Timestamp> {
  fileprivate func part(_ number: Int, of count: Int) -> Range<Timestamp> {
    func instant(_ number: Int) -> Timestamp {
      let length = upperBound.milliseconds - lowerBound.milliseconds
      return Timestamp(milliseconds: lowerBound.milliseconds + length * Int64(number) / Int64(count))
    }
    return instant(number)..<instant(number + 1)
  }
}

extension EquityCurve {
  /// The days that end within the window; the last point before it is what they begin with.
  fileprivate func part(within window: Range<Timestamp>) -> EquityCurve {
    let first = points.lastIndex { $0.time <= window.lowerBound } ?? 0
    return EquityCurve(points[first...].filter { $0.time <= window.upperBound })
  }
}
