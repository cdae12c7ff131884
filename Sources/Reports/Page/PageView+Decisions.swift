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
