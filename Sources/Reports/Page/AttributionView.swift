import Market

extension PageView {
  /// What made the variants' profits differ.
  struct AttributionSection {
    let choices: [Choice]
    let origin: String
    let shares: [ShareView]
    let delays: [DelayView]
    let costly: [CostlyView]
    let hasCostly: Bool
    let readings: [String]

    struct ShareView {
      let shareScope: Int
      let shareVariant: Int
      let shareName: String
      let candidateName: String
      let shareCurrency: String
      let waterfall: String
      let causeRows: [CauseRow]
      let whole: ExactAmount
      let pairRows: [PairRow]
      let partRows: [PartRow]
      let fillNote: String
    }

    struct CauseRow {
      let cause: String
      let meaning: String
      let value: ExactAmount
    }

    struct PairRow {
      let pair: String
      let together: String
    }

    struct PartRow {
      let part: String
      let isWhole: Bool
      let own: ExactAmount
      let others: ExactAmount
      let differs: ExactAmount
    }

    struct DelayView {
      let delayScope: Int
      let delayName: String
      let delayCurrency: String
      let delayHead: [String]
      let delayRows: [DelayRow]
    }

    struct DelayRow {
      let answersOf: String
      let delays: [DelayCell]
    }

    struct DelayCell {
      let delayOf: String
      let profit: ExactAmount
      let isOwn: Bool
    }

    struct CostlyView {
      let costlyVariant: Int
      let costlyName: String
      let costlyRows: [CostlyRow]
    }

    struct CostlyRow {
      let cardID: String
      /// Where its path is drawn.
      let pathRing: String?
      let rank: String
      let when: String
      let panel: String
      let was: String
      let became: String
      let markout: String
      let picture: String
      let prompt: String
      let hasPrompt: Bool
    }
  }
}

extension PageView.AttributionSection {
  init?(_ context: PageContext) {
    guard let found = context.page.attribution, !found.views.isEmpty else { return nil }
    let variants = context.page.variants.indices.filter { index in found.views.contains { $0.variant == index } }
    choices =
      context.scopeChoice(found.scopes, group: "attribution") + context.variantChoice(variants, group: "attribution")
    origin = found.origin
    shares = found.views.map { ShareView($0, in: context) }
    delays = found.latencies.map { DelayView($0, in: context) }
    costly = variants.map { variant in
      CostlyView(
        costlyVariant: variant, costlyName: context.page.variants[variant].name,
        costlyRows: context.flips.filter { $0.flip.variant == variant }.map { CostlyRow($0, in: context) })
    }
    hasCostly = !found.flips.isEmpty
    readings = found.remarks
  }
}

extension PageView.AttributionSection.ShareView {
  init(_ view: ReportPage.Attribution.View, in context: PageContext) {
    let name = context.page.variants[view.variant].name
    shareScope = context.index(of: view.scope)
    shareVariant = view.variant
    shareName = "\(name), \(view.scope)"
    candidateName = name
    shareCurrency = view.currency
    whole = ExactAmount(view.total)
    let list = view.causes.map { "\($0.name) \(ExactAmount($0.amount).short)" }.joined(separator: ", ")
    waterfall = Waterfall.svg(
      view.causes, total: view.total,
      label: "\(name) less the reference on \(view.scope), \(view.currency): \(list), in all \(whole.short)")
    causeRows = view.causes.map {
      .init(cause: $0.name, meaning: Self.meanings[$0.name] ?? "", value: ExactAmount($0.amount))
    }
    pairRows = view.interactions.map { .init(pair: $0.name, together: Figures.signed($0.amount, 2)) }
    func row(_ part: String, _ reference: FixedPoint, _ candidate: FixedPoint, isWhole: Bool = false)
      -> PageView.AttributionSection.PartRow
    {
      .init(
        part: part, isWhole: isWhole, own: ExactAmount(candidate), others: ExactAmount(reference),
        differs: ExactAmount(candidate - reference))
    }
    partRows =
      view.parts.map { row($0.name, $0.reference, $0.candidate) }
      + [
        row(
          "profit", view.parts.reduce(.zero) { $0 + $1.reference }, view.parts.reduce(.zero) { $0 + $1.candidate },
          isWhole: true)
      ]
    let fills = view.fills
    fillNote =
      "\(Figures.grouped(fills.reference)) fills of the reference, \(Figures.grouped(fills.candidate)) of \(name)"
      + (fills.withoutMiddle > 0
        ? "; of \(Figures.grouped(fills.withoutMiddle)) of them the market’s middle is not known, because they happened "
          + "inside a quoted candle or slipped by an unknown amount: what they paid for that is in the price move"
        : "")
  }

  private static let meanings = [
    "action": "what it answers: BUY, SELL or HOLD",
    "confidence": "how sure it says it is: gates and risk rules read it, and later prompts tell it",
    "latency": "how long it takes to answer",
    "failures": "whether it answers at all",
  ]
}

extension PageView.AttributionSection.DelayView {
  init(_ table: ReportPage.Attribution.LatencyTable, in context: PageContext) {
    let names = context.page.variants.map(\.name)
    delayScope = context.index(of: table.scope)
    delayName = table.scope
    delayCurrency = table.currency
    delayHead = ["none"] + names
    let head = delayHead
    delayRows = table.profits.enumerated().map { variant, profits in
      .init(
        answersOf: names[variant],
        delays: profits.enumerated().map { place, profit in
          .init(
            delayOf: head[place], profit: ExactAmount(profit),
            isOwn: place == variant + 1)
        })
    }
  }
}

extension PageView.AttributionSection.CostlyRow {
  init(_ ranked: PageContext.RankedFlip, in context: PageContext) {
    let flip = ranked.flip
    cardID = ranked.cardID
    pathRing = context.hasPath(flip) ? ranked.ringID : nil
    rank = Figures.grouped(ranked.rank)
    when = flip.time.minute
    panel = flip.panel
    was = flip.reference
    became = flip.candidate
    markout = Figures.signed(flip.markOut, 0) + "\u{A0}bp"
    picture = FlipPicture.svg(flip)
    prompt = flip.prompt
    hasPrompt = !flip.prompt.isEmpty
  }
}
