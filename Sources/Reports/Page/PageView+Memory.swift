extension PageView {
  /// How answers change when a model cannot recognise the past.
  struct MemorySection {
    let warning: String?
    let form: String
    /// Whether any cutoff lies inside the window.
    let hasHalves: Bool
    /// Where the run's own prompt is masked.
    let isMasked: Bool
    let rows: [Row]

    struct Row {
      let name: String
      let colour: Int
      let cutoff: String
      let reworded: Rate
      let shifted: Rate
      let halves: [Half]
    }

    struct Rate {
      let rate: String
      let interval: String?
    }

    struct Half {
      let column: String
      let value: String
      let count: String?
    }

    init?(_ context: PageContext) {
      guard let found = context.page.evidence.memory, !found.rows.isEmpty else { return nil }
      warning = found.warning
      form = found.otherForm
      isMasked = found.otherForm == "unmasked"
      let hasHalves = found.rows.contains { $0.before != nil }
      self.hasHalves = hasHalves
      rows = found.rows.map { row in
        Row(
          name: context.page.variants[row.variant].name, colour: context.colours[row.variant],
          cutoff: row.cutoff.map { "\($0.day), \(row.window)" } ?? "not on the card", reworded: Rate(row.reworded),
          shifted: Rate(row.shifted),
          halves: hasHalves ? Self.halves(row.before, row.after) : [])
      }
    }

    private static func halves(_ before: ReportPage.Memory.Half?, _ after: ReportPage.Memory.Half?) -> [Half] {
      let share = ReportPage.Unit.percent
      func flips(_ half: ReportPage.Memory.Half?) -> Rate { Rate(half?.flips) }
      func count(_ half: ReportPage.Memory.Half?) -> String? {
        half.map { "of \(Figures.grouped($0.acted)) BUY and SELL" }
      }
      return [
        Half(column: "flips before", value: flips(before).rate, count: flips(before).interval),
        Half(column: "flips after", value: flips(after).rate, count: flips(after).interval),
        Half(column: "right before", value: share.text(before?.hitRate), count: count(before)),
        Half(column: "right after", value: share.text(after?.hitRate), count: count(after)),
      ]
    }
  }
}

extension PageView.MemorySection.Rate {
  init(_ flips: ReportPage.Memory.Flips?) {
    let unit = ReportPage.Unit.rate
    guard let flips else {
      (rate, interval) = ("–", nil)
      return
    }
    rate = unit.text(flips.rate)
    let counts = "\(Figures.grouped(flips.count)) of \(Figures.grouped(flips.answers))"
    interval =
      flips.interval.map {
        "\(unit.text($0.low, asFineAs: flips.rate)) to \(unit.text($0.high, asFineAs: flips.rate)); " + counts
      } ?? counts
  }
}
