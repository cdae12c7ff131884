extension PageView {
  /// The funnels, a view a scope and variant; beside a variant's stands the reference's.
  struct FunnelSection {
    let choices: [Choice]
    let hasIntervals: Bool
    let hasPairs: Bool
    /// `means of 5 seeds`.
    let seeds: String?
    let views: [View]
    let table: FiguresTable

    struct View {
      let scope: Int
      let variant: Int
      let viewName: String
      let ownName: String
      let ownColour: Int
      let isPaired: Bool
      let referenceName: String
      /// All gates together beside what was ordered.
      let gates: String?
      let horizons: [String]
      let longest: String
      let stages: [Stage]
    }

    struct Stage {
      let name: String
      let style: String
      let own: Share
      let reference: Share
      /// Percentage points, the variant's less the reference's.
      let difference: String
      let differenceRaw: String
      let markouts: [Cell]
      /// The mark-out at the longest horizon, drawn.
      let bar: Bar?
    }

    /// How many ticks one of the two lost at a stage.
    struct Share {
      let ticks: String
      let share: String
      let raw: String
      /// Of the bar, percent.
      let width: String
    }

    /// A bar to the right of the middle of its cell, or to the left; percent of the cell.
    struct Bar {
      let left: String
      let barWidth: String
      let barTone: String
    }

    struct Cell {
      let horizon: String
      let mean: String
      let halfWidth: String?
      let tone: String
    }
  }
}

extension PageView.FunnelSection {
  init?(_ context: PageContext) {
    let page = context.page
    guard !page.funnels.isEmpty else { return nil }
    let shown = page.funnels.filter { funnel in
      funnel.variant != page.reference || page.funnels.allSatisfy { $0.variant == page.reference }
    }
    let variants = page.variants.indices.filter { index in shown.contains { $0.variant == index } }
    choices =
      context.scopeChoice(shown.map(\.scope), group: "funnel") + context.variantChoice(variants, group: "funnel")
    let horizons = page.markoutBars.map { $0 == 1 ? "1 bar" : "\($0) bars" }
    views = shown.map { funnel in
      View(
        funnel,
        beside: page.funnels.first {
          $0.scope == funnel.scope && $0.variant == page.reference && funnel.variant != page.reference
        }, horizons: horizons, in: context)
    }
    hasPairs = views.contains(where: \.isPaired)
    seeds = page.seeds > 1 ? "Means of \(page.seeds) seeds. " : nil
    hasIntervals = page.funnels.contains { funnel in
      funnel.stages.contains { stage in stage.markouts.contains { $0?.halfWidth != nil } }
    }
    table = Self.table(page, horizons)
  }

  private static func table(_ page: ReportPage, _ horizons: [String]) -> FiguresTable {
    FiguresTable(
      caption: "Ticks by the stage that ended them", file: "funnel",
      head: ["panel", "variant", "stage", "ticks", "share"] + horizons.flatMap { [$0, "± " + $0] },
      rows: page.funnels.flatMap { funnel in
        funnel.stages.map { stage in
          [
            .init(funnel.scope), .init(page.variants[funnel.variant].name), .init(stage.name), .init(stage.ticks),
            .init(funnel.share(of: stage), .rate),
          ]
            + horizons.indices.flatMap { horizon -> [FiguresTable.Cell] in
              let markout = horizon < stage.markouts.count ? stage.markouts[horizon] : nil
              return [.init(markout?.mean, .basisPoints), .init(markout?.halfWidth, .ratio)]
            }
        }
      })
  }
}

extension PageView.FunnelSection.View {
  init(
    _ funnel: ReportPage.Funnel, beside reference: ReportPage.Funnel?, horizons: [String], in context: PageContext
  ) {
    let name = context.page.variants[funnel.variant].name
    let markouts = funnel.stages.compactMap { $0.markouts.last??.mean }.filter(\.isFinite)
    scope = context.index(of: funnel.scope)
    variant = funnel.variant
    viewName = "\(name), \(funnel.scope)"
    ownName = name
    ownColour = context.colours[funnel.variant]
    isPaired = reference != nil
    referenceName = reference.map { context.page.variants[$0.variant].name } ?? ""
    gates = Self.gates(funnel, after: horizons)
    self.horizons = horizons
    longest = horizons.last ?? ""
    let longestMarkout = markouts.map(\.magnitude).max() ?? 0
    stages =
      [.init(allOf: funnel, beside: reference, horizons: horizons)]
      + funnel.stages(with: reference).map {
        .init($0, of: funnel, beside: reference, horizons: horizons, longest: longestMarkout)
      }
  }

  /// `After 24 bars, before costs: what gates stopped −3.2 bp, what was ordered +22.0 bp a decision.`
  private static func gates(_ funnel: ReportPage.Funnel, after horizons: [String]) -> String? {
    guard let horizon = horizons.last else { return nil }
    func text(_ name: String, _ markout: ReportPage.Markout?) -> String? {
      markout.map { "\(name) \(ReportPage.Unit.basisPoints.text($0.mean))" }
    }
    let ordered = funnel.stages.first { $0.kind == .traded }
    let parts = [
      text("what gates stopped", funnel.stopped.last ?? nil), text("what was ordered", ordered?.markouts.last ?? nil),
    ].compactMap(\.self)
    return parts.isEmpty ? nil : "After \(horizon), before costs: " + parts.joined(separator: ", ") + " a decision."
  }
}

extension PageView.FunnelSection.Stage {
  /// The first line: every tick there was.
  init(allOf funnel: ReportPage.Funnel, beside reference: ReportPage.Funnel?, horizons: [String]) {
    name = "all ticks"
    style = "all"
    own = .init(ticks: funnel.ticks, of: funnel.ticks)
    self.reference = .init(ticks: reference?.ticks ?? 0, of: reference?.ticks ?? 0)
    difference = ""
    differenceRaw = ""
    markouts = horizons.map { .init(horizon: $0, mean: "", halfWidth: nil, tone: "") }
    bar = nil
  }

  /// `longest` is the mark-out that fills half a cell, basis points.
  init(
    _ stage: ReportPage.FunnelStage, of funnel: ReportPage.Funnel, beside reference: ReportPage.Funnel?,
    horizons: [String], longest: Double
  ) {
    let other = reference?.stages.first { $0.name == stage.name }
    name = stage.name
    style = stage.ticks == 0 && other?.ticks ?? 0 == 0 ? "\(stage.kind.rawValue) empty" : stage.kind.rawValue
    own = .init(ticks: stage.ticks, of: funnel.ticks)
    self.reference = .init(ticks: other?.ticks ?? 0, of: reference?.ticks ?? 0)
    let points = reference.map { (funnel.share(of: stage) - (other.map($0.share) ?? 0)) * 100 }
    difference = points.map { Figures.signed($0, 1) } ?? ""
    differenceRaw = points.map { ReportPage.Unit.ratio.plain($0) } ?? ""
    markouts = horizons.enumerated().map { index, horizon in
      let markout = index < stage.markouts.count ? stage.markouts[index] : nil
      guard let markout, markout.mean.isFinite else {
        return .init(horizon: horizon, mean: "–", halfWidth: nil, tone: "dim")
      }
      let mean = Figures.signed(markout.mean, 1)
      let half = markout.halfWidth.flatMap { $0.isFinite ? "±\u{A0}" + Figures.fixed($0, 1) : nil }
      let tone = mean.hasPrefix("−") ? "loss" : mean.hasPrefix("+") ? "gain" : ""
      return .init(horizon: horizon, mean: mean, halfWidth: half, tone: tone)
    }
    bar = stage.markouts.last.flatMap { markout in
      guard let mean = markout?.mean, mean.isFinite, longest > 0 else { return nil }
      let half = 50 * min(mean.magnitude / longest, 1)
      return .init(
        left: Figures.fixed(mean < 0 ? 50 - half : 50, 2), barWidth: Figures.fixed(half, 2),
        barTone: stage.kind == .traded ? "made" : mean < 0 ? "saved" : "missed")
    }
  }
}

extension PageView.FunnelSection.Share {
  init(ticks: Int, of total: Int) {
    let part = total > 0 ? Double(ticks) / Double(total) : 0
    self.ticks = Figures.grouped(ticks)
    share = ReportPage.Unit.percent.text(part)
    raw = ReportPage.Unit.percent.plain(part)
    width = Figures.fixed(part * 100, 2)
  }
}

extension ReportPage.Funnel {
  fileprivate func share(of stage: ReportPage.FunnelStage) -> Double {
    ticks > 0 ? Double(stage.ticks) / Double(ticks) : 0
  }

  /// The stages of both in the order of the pipeline, which each of them keeps; what only the reference has lost ticks
  /// at is here without any.
  fileprivate func stages(with reference: ReportPage.Funnel?) -> [ReportPage.FunnelStage] {
    guard let reference else { return stages }
    var merged: [ReportPage.FunnelStage] = []
    var own = stages[...]
    for other in reference.stages {
      if let place = own.firstIndex(where: { $0.name == other.name }) {
        merged += own[...place]
        own = own[(place + 1)...]
      } else {
        merged.append(ReportPage.FunnelStage(name: other.name, kind: other.kind, ticks: 0))
      }
    }
    return merged + own
  }
}
