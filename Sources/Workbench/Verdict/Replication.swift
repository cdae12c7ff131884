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

  var kind: Kind
  /// `3`, or the days that it spans: `2018-01-01 to 2018-04-02`; `first quarter` where accounts span different days.
  var label: String
  /// By variant; nil for the reference.
  var variants: [Variant?]

  struct Variant: Sendable {
    var flips: FlipRate?
    /// Nil where there are too few days.
    var money: MeanReturnDifference?
  }

  /// A fourth of a year's run is a season.
  private static let quarters = ["first", "second", "third", "last"]

  /// Seeds where there are several, then the quarters of each account's own window.
  static func all(of results: RunResults) throws(UnpairedCurves) -> [Replication] {
    let run = results.run
    guard let reference = run.reference else { return [] }
    let windows = run.books.map { book in
      let own = book.panels.map { run.panels[$0].window }
      return (own.map(\.lowerBound).min() ?? .distantPast)..<(own.map(\.upperBound).max() ?? .distantPast)
    }
    let probed = results.sessions.filter { $0.probe != nil }
    var found: [Replication] = []
    func day(_ instant: Timestamp) -> Substring { "\(instant)".prefix(10) }
    func add(
      _ kind: Kind, _ label: String, _ sessions: [ScenarioRun.Session], within parts: [Range<Timestamp>],
      curve: (RunResults.AccountResult) -> EquityCurve
    ) throws(UnpairedCurves) {
      var variants: [Variant?] = []
      for variant in run.variantNames.indices {
        guard variant != reference else {
          variants.append(nil)
          continue
        }
        var answers: [PairedAnswer] = []
        var pairs: [PairedReturns] = []
        for (place, part) in parts.enumerated() {
          let panels = run.books[place].panels
          answers += sessions.filter { panels.contains($0.panel) }
            .flatMap { $0.probe?.pairs(variant, within: part) ?? [] }
          pairs.append(
            try PairedReturns(
              reference: curve(results.accounts[reference][place]).part(within: part),
              candidate: curve(results.accounts[variant][place]).part(within: part)))
        }
        let money = MeanReturnDifference(of: PairedReturns(joining: pairs), daysPerYear: results.daysPerYear)
        variants.append(Variant(flips: FlipRate(answers), money: money))
      }
      found.append(Replication(kind: kind, label: label, variants: variants))
    }
    if run.seeds.count > 1 {
      for (place, seed) in run.seeds.enumerated() {
        try add(.seed, "\(seed)", probed.filter { $0.seed == seed }, within: windows) {
          run.books(of: $0.book).curve($0.records[place].days)
        }
      }
    }
    for (number, name) in quarters.enumerated() {
      let parts = windows.map { $0.part(number, of: quarters.count) }
      // Dates, where one pair of them serves all accounts.
      let dates = parts[0]
      let label =
        parts.allSatisfy { $0 == dates } ? "\(day(dates.lowerBound)) to \(day(dates.upperBound))" : "\(name) quarter"
      try add(.window, label, probed, within: parts) { $0.curve }
    }
    return found
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

extension ProbeRecord {
  /// The reference's answers beside a variant's, of the ticks after the window's start and not after its end.
  fileprivate func pairs(_ variant: Int, within window: Range<Timestamp>) -> [PairedAnswer] {
    times.indices.filter { window.lowerBound < times[$0] && times[$0] <= window.upperBound }.map {
      PairedAnswer(day: times[$0].daysSince1970, reference: reference[$0], candidate: answers[variant][$0])
    }
  }
}

extension EquityCurve {
  /// The days that end within the window; the last point before it is what they begin with.
  fileprivate func part(within window: Range<Timestamp>) -> EquityCurve {
    let first = points.lastIndex { $0.time <= window.lowerBound } ?? 0
    return EquityCurve(points[first...].filter { $0.time <= window.upperBound })
  }
}
