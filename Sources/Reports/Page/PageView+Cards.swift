extension PageView {
  /// A variant that is compared with no other: its headlines.
  struct Card {
    let name: String
    let colour: Int
    let isMockVariant: Bool
    let groups: [HeadlineGroup]
    let facts: [String]
    let notes: [String]
  }

  /// The headlines of one instrument.
  struct HeadlineGroup {
    let place: String?
    let figures: [ReportPage.Fact]

    /// By place, in order of appearance.
    static func all(of headlines: [ReportPage.Headline]) -> [HeadlineGroup] {
      var places: [String?] = []
      for headline in headlines where !places.contains(headline.place) { places.append(headline.place) }
      return places.map { place in
        HeadlineGroup(
          place: place,
          figures: headlines.filter { $0.place == place }.map { .init($0.label, $0.unit.text($0.value)) })
      }
    }
  }
}

extension PageView.Card {
  init(at index: Int, in context: PageContext) {
    let variant = context.page.variants[index]
    name = variant.name
    colour = context.colours[index]
    isMockVariant = variant.isMock
    groups = PageView.HeadlineGroup.all(of: variant.headlines)
    facts = variant.facts
    notes = variant.notes
  }
}

extension ReportPage.Variant {
  /// Size, latency and fills, a line each.
  var facts: [String] {
    var facts: [String] = []
    if let sizeGigabytes {
      let smaller = timesSmaller.map { ", " + Figures.fixed($0, 1) + "×\u{A0}smaller" } ?? ""
      let size =
        sizeGigabytes < 0.1
        ? Figures.fixed(sizeGigabytes * 1000, 2) + "\u{A0}MB" : Figures.fixed(sizeGigabytes, 2) + "\u{A0}GB"
      facts.append(size + smaller)
    } else if isMock {
      facts.append("size not on its card")
    }
    if let latency { facts.append(latency.text) }
    facts.append(Figures.grouped(fills) + (fills == 1 ? " fill" : " fills"))
    return facts
  }
}

extension ReportPage.Latency {
  /// `answers in 0.42 s, p95 0.95 s`.
  var text: String {
    let slow = percentile95.map { ", p95\u{A0}" + ReportPage.Unit.seconds.text($0) } ?? ""
    return "answers in " + ReportPage.Unit.seconds.text(median) + slow
  }
}
