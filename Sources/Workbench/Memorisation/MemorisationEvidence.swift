import Comparison
import LanguageModels
import Market
import Replay
import Scenarios

/// Whether answers look remembered: of each variant, how it answers when it cannot recognise the past, and how it did
/// before and after its model's knowledge ended.
struct MemorisationEvidence: Sendable {
  let variants: [Variant]
  /// What the second form of the prompt was: `masked` or `unmasked`.
  let otherForm: String

  /// Where a window lies to a model's knowledge cutoff.
  enum Place: String, Sendable {
    case before
    case across
    case after
    case unknown
  }

  struct Variant: Sendable {
    var name: String
    /// Nil for all instruments together.
    var instrument: String?
    /// The first instant that the model cannot know of, from its card.
    var cutoff: Timestamp?
    var place: Place
    /// Its answers to the prompt's other form, and to moved prices, against its own answers.
    var reworded: FlipRate?
    var shifted: FlipRate?
    /// Only where the cutoff lies inside the window.
    var before: Side?
    var after: Side?
  }

  /// The ticks on one side of the cutoff.
  struct Side: Sendable {
    var ticks: Int
    /// Against the reference; nil for the reference itself.
    var flips: FlipRate?
    /// Of BUY and SELL, by the first label of the calibration; clustered by day.
    var hits: DayClusteredMean?
  }

  init(_ run: ScenarioRun, _ sessions: [ScenarioRun.Session], labels: [LabelledPanel]) {
    let probes = sessions.compactMap { session in session.probe.map { (session.panel, $0) } }
    if case .languageModel(let prompt) = run.scenario.strategy, prompt.masked {
      otherForm = "unmasked"
    } else {
      otherForm = "masked"
    }
    variants = run.models.indices.flatMap { variant -> [Variant] in
      let all = Variant(run, variant, nil, probes, labels)
      guard run.panels.count > 1 else { return [all] }
      return [all]
        + run.panels.indices.map { panel in Variant(run, variant, panel, probes.filter { $0.0 == panel }, labels) }
    }
  }

  /// All instruments together, by variant.
  var pooled: [Variant] { variants.filter { $0.instrument == nil } }
}

extension MemorisationEvidence.Variant {
  fileprivate init(
    _ run: ScenarioRun, _ variant: Int, _ panel: Int?, _ probes: [(panel: Int, record: ProbeRecord)],
    _ labels: [LabelledPanel]
  ) {
    name = run.models[variant].name
    instrument = panel.map { run.scenario.panels[$0].instrument.symbol }
    let cutoff = run.models[variant].card.knowledgeCutoff?.value
    self.cutoff = cutoff
    func flips(_ answers: (ProbeRecord) -> [Action]) -> FlipRate? {
      FlipRate(probes.flatMap { Self.pairs($0.record, $0.record.answers[variant], answers($0.record)) { _ in true } })
    }
    reworded = flips { $0.reworded[variant] }
    shifted = flips { $0.shifted[variant] }
    guard let cutoff else {
      place = .unknown
      return
    }
    let times = probes.flatMap(\.record.times)
    let early = times.count { $0 < cutoff }
    place = early == 0 ? .after : early == times.count ? .before : .across
    guard place == .across else { return }
    func side(_ isMember: (Timestamp) -> Bool) -> MemorisationEvidence.Side {
      let isReference = variant == run.reference
      let pairs = probes.flatMap { Self.pairs($0.record, $0.record.reference, $0.record.answers[variant], isMember) }
      return MemorisationEvidence.Side(
        ticks: pairs.count, flips: isReference ? nil : FlipRate(pairs),
        hits: Self.hits(probes, variant, labels, isMember))
    }
    before = side { $0 < cutoff }
    after = side { $0 >= cutoff }
  }

  private static func pairs(
    _ probe: ProbeRecord, _ reference: [Action], _ candidate: [Action], _ isMember: (Timestamp) -> Bool
  ) -> [PairedAnswer] {
    probe.times.indices.filter { isMember(probe.times[$0]) }.map {
      PairedAnswer(day: probe.times[$0].daysSince1970, reference: reference[$0], candidate: candidate[$0])
    }
  }

  private static func hits(
    _ probes: [(panel: Int, record: ProbeRecord)], _ variant: Int, _ labels: [LabelledPanel],
    _ isMember: (Timestamp) -> Bool
  ) -> DayClusteredMean? {
    let hits = probes.flatMap { panel, probe in
      probe.times.indices.compactMap { tick -> (day: Int, value: Double)? in
        let time = probe.times[tick]
        guard isMember(time), let side = probe.answers[variant][tick].side,
          let label = labels[panel].labels.label(side, at: time)
        else { return nil }
        return (time.daysSince1970, label.isRight ? 1 : 0)
      }
    }
    return DayClusteredMean(hits)
  }
}
