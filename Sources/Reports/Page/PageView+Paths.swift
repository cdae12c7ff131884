import Market

extension PageView {
  /// Cumulative difference to the reference, what chance alone would do to it, and the costliest flips on it.
  struct Paths {
    let choices: [Choice]
    let hasChance: Bool
    let hasRings: Bool
    let seeds: String?
    let pictures: [LinePicture]
    let readings: [Reading]

    /// What the band of one variant on one account says.
    struct Reading {
      let pathScope: Int
      let pathVariant: Int
      let pathName: String
      let end: String
      let drawn: String
    }

    /// `hasCharts`: the still pictures are for where no script runs and nothing can be chosen; else there is one for each
    /// choice.
    init?(_ context: PageContext, hasCharts: Bool) {
      let page = context.page
      let accounts = page.accounts.filter { !$0.difference.isEmpty }
      guard !accounts.isEmpty else { return nil }
      let others = page.variants.indices.filter { $0 != page.reference }
      let shown = others.contains(page.focus) ? page.focus : others.first
      choices =
        context.scopeChoice(accounts.map(\.name), group: "paths") + context.variantChoice(others, group: "paths")
      seeds = context.meanOfSeeds
      readings = accounts.flatMap { account in others.compactMap { Reading(of: $0, on: account, in: context) } }
      hasChance = !readings.isEmpty
      hasRings = context.flips.contains { flip in accounts.contains { $0.name == flip.flip.account } }
      pictures = accounts.flatMap { account in
        others.filter { !hasCharts || $0 == shown }.map { variant in
          LinePicture(path: account, of: variant, isFirst: variant == shown, others: others, in: context)
        }
      }
    }
  }
}

extension PageView.Paths.Reading {
  /// Nil where there is no band.
  fileprivate init?(of variant: Int, on account: ReportPage.Account, in context: PageContext) {
    guard variant < account.chance.count, let chance = account.chance[variant],
      let end = account.difference[variant].last, let low = chance.low.last, let high = chance.high.last
    else { return nil }
    let name = context.page.variants[variant].name
    pathScope = context.index(of: account.name)
    pathVariant = variant
    pathName = "\(name), \(account.name)"
    let place = end < low ? "below" : end > high ? "above" : "inside"
    self.end =
      "\(name) ends at \(ReportPage.Unit.signedRate.text(end)), \(place) the \(ReportPage.Interval(low, high).text(.signedRate)) "
      + "that chance alone leaves to 95 of 100"
    drawn =
      "\(Figures.grouped(chance.resamples)) resamples of its \(Figures.grouped(chance.low.count - 1)) daily differences, "
      + "centred on zero, in blocks of \(Figures.fixed(chance.blockLength, 1)) days on average (seed \(chance.seed))"
  }
}

extension LinePicture {
  /// All paths of an account, with the band and the rings of one variant.
  fileprivate init(
    path account: ReportPage.Account, of variant: Int, isFirst: Bool, others: [Int], in context: PageContext
  ) {
    let page = context.page
    let chance = variant < account.chance.count ? account.chance[variant] : nil
    self.init(
      name: account.name + (others.count > 1 ? ", " + page.variants[variant].name : ""), times: account.times,
      lines: others.map { .init(page.variants[$0].name, "v\(context.colours[$0])", account.difference[$0]) },
      unit: .signedPercent, band: chance.map { ($0.low, $0.high) },
      rings: context.flips.filter { $0.flip.account == account.name && $0.flip.variant == variant }.map { flip in
        Ring(
          ringID: flip.ringID, cardID: flip.cardID, ringRank: Figures.grouped(flip.rank), ringLabel: flip.label,
          time: flip.flip.time.milliseconds, line: others.firstIndex(of: variant) ?? 0)
      },
      view: .init(scope: context.index(of: account.name), variant: variant, isFirst: isFirst))
  }
}

extension PageContext {
  /// A costly flip with its place among its variant's, the worst being 1.
  struct RankedFlip {
    let flip: ReportPage.Attribution.CostlyFlip
    let rank: Int
    let label: String

    /// Of its ring on the path, and of its card.
    var ringID: String { "ring-\(flip.variant)-\(rank)" }
    var cardID: String { "flip-\(flip.variant)-\(rank)" }
  }

  static func ranked(_ page: ReportPage) -> [RankedFlip] {
    var ranks = page.variants.map { _ in 0 }
    return (page.attribution?.flips ?? []).map { flip in
      ranks[flip.variant] += 1
      let rank = ranks[flip.variant]
      return RankedFlip(
        flip: flip, rank: rank,
        label: "\(page.variants[flip.variant].name), flip \(rank) on \(flip.panel): \(flip.time.minute), "
          + "\(flip.reference) to \(flip.candidate), \(Figures.signed(flip.markOut, 0))\u{A0}bp")
    }
  }

  /// Whether the path that a flip lies on is drawn.
  func hasPath(_ flip: ReportPage.Attribution.CostlyFlip) -> Bool {
    page.accounts.contains { $0.name == flip.account && !$0.difference.isEmpty }
  }
}
