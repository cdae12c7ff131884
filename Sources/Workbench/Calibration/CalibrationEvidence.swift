import Comparison
import Market
import Scenarios

/// The calibration of every variant of a run, on the probe's answers.
struct CalibrationEvidence: Sendable {
  /// By variant.
  let variants: [Variant]
  /// Bars of the decision timeframe.
  let horizon: Int

  struct Variant: Sendable {
    var name: String
    /// All instruments and seeds together, by the first label; nil without a BUY or SELL.
    var all: CalibrationScores?
    /// The same by the second label.
    var atHorizon: CalibrationScores?
    /// By instrument, and by instrument and seed, both by the first label.
    var parts: [CalibrationScores]

    var scores: [CalibrationScores] { [all, atHorizon].compactMap(\.self) + parts }
  }

  init(_ run: ScenarioRun, _ sessions: [ScenarioRun.Session], labels panels: [LabelledPanel]) {
    horizon = run.scenario.report.labelHorizon
    let seed = run.scenario.seed
    let several = panels.count > 1
    variants = run.variantNames.enumerated().map { variant, name in
      let single = sessions.map { session in
        var judged = JudgedAnswers()
        if let probe = session.probe { judged.add(probe, variant: variant, panels[session.panel]) }
        return judged
      }
      func judge(_ isMember: (ScenarioRun.Session) -> Bool) -> JudgedAnswers {
        var judged = JudgedAnswers()
        for (session, own) in zip(sessions, single) where isMember(session) { judged.add(own) }
        return judged
      }
      let all = judge { _ in true }
      let draw = seed &+ UInt64(variant) &* 1_000
      var parts: [CalibrationScores] = []
      for panel in panels.indices {
        let symbol = run.scenario.panels[panel].instrument.symbol
        if several {
          parts += [
            CalibrationScores(
              judge { $0.panel == panel }, atHorizon: false, instrument: symbol,
              resampling: draw &+ 2 &+ UInt64(panel))
          ].compactMap(\.self)
        }
        for own in run.seeds {
          parts += [
            CalibrationScores(
              judge { $0.panel == panel && $0.seed == own }, atHorizon: false, instrument: symbol, seed: own,
              resampling: nil)
          ].compactMap(\.self)
        }
      }
      return Variant(
        name: name, all: CalibrationScores(all, atHorizon: false, resampling: draw),
        atHorizon: CalibrationScores(all, atHorizon: true, resampling: draw &+ 1), parts: parts)
    }
  }
}
