extension PageView {
  /// The flip matrices, a view a scope.
  struct Flips {
    let choices: [Choice]
    let scopes: [Scope]
    let table: FiguresTable

    struct Scope {
      let scope: Int
      let scopeName: String
      let matrices: [Matrix]
    }

    struct Matrix {
      let name: String
      let colour: Int
      let flips: String
      /// Of all flips together.
      let mean: String?
      let rows: [Row]
    }

    struct Row {
      let answer: String
      let cells: [Cell]
    }

    struct Cell {
      let ticks: String
      let markout: String
      let style: String
      /// How much colour, percent.
      let strength: String
    }
  }

  /// The funnels, a view a scope and variant.
  struct FunnelSection {
    let choices: [Choice]
    let hasIntervals: Bool
    /// `means of 5 seeds`.
    let seeds: String?
    let views: [View]
    let table: FiguresTable

    struct View {
      let scope: Int
      let variant: Int
      let viewName: String
      /// All gates together beside what was ordered.
      let gates: String?
      let horizons: [String]
      let longest: String
      let stages: [Stage]
    }

    struct Stage {
      let name: String
      let style: String
      let ticks: String
      let share: String
      /// Of the bar, percent.
      let width: String
      let markouts: [Cell]
      /// The mark-out at the longest horizon, drawn.
      let bar: Bar?
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

extension PageView.Flips {
  private static let answers = ["BUY", "HOLD", "SELL"]

  init?(_ context: PageContext) {
    let matrices = context.page.flipMatrices
    guard !matrices.isEmpty else { return nil }
    let names = context.scopes.filter { name in matrices.contains { $0.scope == name } }
    choices = context.scopeChoice(names, group: "flips")
    scopes = names.map { name in
      let own = matrices.filter { $0.scope == name }
      let strongest = own.flatMap { matrix in (0..<9).map { matrix.weight($0) } }.max() ?? 0
      return Scope(
        scope: context.index(of: name), scopeName: name,
        matrices: own.map { Matrix($0, strongest: strongest, in: context) })
    }
    table = FiguresTable(
      caption: "Answers of reference and variant", file: "flip-matrices",
      head: ["panel", "variant", "reference", "answer", "answers", "24-bar mark-out, bp"],
      rows: matrices.flatMap { matrix in
        (0..<9).map { cell in
          [
            .init(matrix.scope), .init(context.page.variants[matrix.variant].name), .init(Self.answers[cell / 3]),
            .init(Self.answers[cell % 3]), .init(matrix.ticks[cell]), .init(matrix.markouts[cell], .basisPoints),
          ]
        }
      })
  }
}

extension PageView.Flips.Matrix {
  /// `strongest` is the weight that gets the full colour.
  init(_ matrix: ReportPage.FlipMatrix, strongest: Double, in context: PageContext) {
    name = context.page.variants[matrix.variant].name
    colour = context.colours[matrix.variant]
    let total = matrix.ticks.reduce(0, +)
    let same = matrix.ticks[0] + matrix.ticks[4] + matrix.ticks[8]
    flips = "\(Figures.grouped(total - same)) of \(Figures.grouped(total)) flip"
    let marked = (0..<9).filter { $0 % 4 != 0 && matrix.markouts[$0]?.isFinite == true }
    let flipped = marked.reduce(0) { $0 + matrix.ticks[$1] }
    let sum = marked.reduce(0) { $0 + Double(matrix.ticks[$1]) * (matrix.markouts[$1] ?? 0) }
    mean = flipped > 0 ? ReportPage.Unit.basisPoints.text(sum / Double(flipped)) + " a flip" : nil
    rows = ["BUY", "HOLD", "SELL"].enumerated().map { row, answer in
      PageView.Flips.Row(
        answer: answer,
        cells: (0..<3).map { column in
          PageView.Flips.Cell(
            ticks: matrix.ticks[row * 3 + column], markout: matrix.markouts[row * 3 + column], isSame: row == column,
            strength: strongest > 0 ? matrix.weight(row * 3 + column) / strongest : 0)
        })
    }
  }
}

extension PageView.Flips.Cell {
  /// `strength` is 0 to 1.
  init(ticks: Int, markout: Double?, isSame: Bool, strength: Double) {
    self.ticks = Figures.grouped(ticks)
    guard !isSame, ticks > 0, let markout, markout.isFinite else {
      self.markout = isSame ? "same" : "–"
      style = isSame ? "same" : "none"
      self.strength = "0"
      return
    }
    self.markout = Figures.signed(markout, markout.magnitude < 100 ? 1 : 0)
    style = markout < 0 ? "loss" : "gain"
    self.strength = Figures.fixed(6 + 46 * min(max(strength, 0), 1), 0)
  }
}

extension ReportPage.FlipMatrix {
  /// What a kind of flip came to in all, and so how much colour it gets: a huge mean over two ticks is an accident.
  fileprivate func weight(_ cell: Int) -> Double {
    guard cell % 4 != 0, let markout = markouts[cell], markout.isFinite else { return 0 }
    return markout.magnitude * Double(ticks[cell])
  }
}

extension PageView.FunnelSection {
  init?(_ context: PageContext) {
    let page = context.page
    guard !page.funnels.isEmpty else { return nil }
    let variants = page.variants.indices.filter { index in page.funnels.contains { $0.variant == index } }
    choices =
      context.scopeChoice(page.funnels.map(\.scope), group: "funnel")
      + context.variantChoice(variants, group: "funnel")
    let horizons = page.markoutBars.map { $0 == 1 ? "1 bar" : "\($0) bars" }
    views = page.funnels.map { funnel in
      let longest = funnel.stages.compactMap { $0.markouts.last??.mean }.filter(\.isFinite).map(\.magnitude).max() ?? 0
      return View(
        scope: context.index(of: funnel.scope), variant: funnel.variant,
        viewName: "\(page.variants[funnel.variant].name), \(funnel.scope)",
        gates: Self.gates(funnel, after: horizons), horizons: horizons, longest: horizons.last ?? "",
        stages: [Stage(allOf: funnel, horizons: horizons)]
          + funnel.stages.map { Stage($0, of: funnel.ticks, horizons: horizons, longest: longest) })
    }
    seeds = page.seeds > 1 ? "Means of \(page.seeds) seeds. " : nil
    hasIntervals = page.funnels.contains { funnel in
      funnel.stages.contains { stage in stage.markouts.contains { $0?.halfWidth != nil } }
    }
    table = FiguresTable(
      caption: "Ticks by the stage that ended them", file: "funnel",
      head: ["panel", "variant", "stage", "ticks"] + horizons.flatMap { [$0, "± " + $0] },
      rows: page.funnels.flatMap { funnel in
        funnel.stages.map { stage in
          [
            .init(funnel.scope), .init(page.variants[funnel.variant].name), .init(stage.name), .init(stage.ticks),
          ]
            + horizons.indices.flatMap { horizon -> [FiguresTable.Cell] in
              let markout = horizon < stage.markouts.count ? stage.markouts[horizon] : nil
              return [.init(markout?.mean, .basisPoints), .init(markout?.halfWidth, .ratio)]
            }
        }
      })
  }
}

extension PageView.FunnelSection {
  /// `Stopped by gates: −3.2 bp after 24 bars; ordered: +22.0 bp.`
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
  init(allOf funnel: ReportPage.Funnel, horizons: [String]) {
    name = "all ticks"
    style = "all"
    ticks = Figures.grouped(funnel.ticks)
    share = ReportPage.Unit.percent.text(funnel.ticks > 0 ? 1 : 0)
    width = funnel.ticks > 0 ? "100" : "0"
    markouts = horizons.map { .init(horizon: $0, mean: "", halfWidth: nil, tone: "") }
    bar = nil
  }

  /// `longest` is the mark-out that fills half a cell, basis points.
  init(_ stage: ReportPage.FunnelStage, of total: Int, horizons: [String], longest: Double) {
    let part = total > 0 ? Double(stage.ticks) / Double(total) : 0
    name = stage.name
    style = stage.ticks == 0 ? "\(stage.kind.rawValue) empty" : stage.kind.rawValue
    ticks = Figures.grouped(stage.ticks)
    share = ReportPage.Unit.percent.text(part)
    width = Figures.fixed(part * 100, 2)
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
