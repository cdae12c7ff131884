import Market

/// One balance, several decisions at one instant.
extension Pipeline {
  /// Carries out what the tracks want. Closings go first. Openings pass the gates in order of confidence, the names of
  /// the instruments breaking ties; each is sized as if it alone came to what is held, then all are cut by one factor to
  /// what the account bears together. So nothing hangs on the order of the scenario's data.
  mutating func allot() {
    let wanting = tracks.indices.filter { tracks[$0].want != nil }
    guard !wanting.isEmpty else { return }
    for track in wanting where tracks[track].want?.need.closes == true { tracks[track].close() }
    var openings: [Opening] = []
    for track in ranked(wanting) {
      if let opening = accepted(track, beside: openings) { openings.append(opening) }
    }
    size(&openings)
    cutToFit(&openings)
    for opening in openings { send(opening) }
    for track in wanting where tracks[track].want != nil { tracks[track].conclude(.ordered, equity: desk.equity) }
  }

  /// An opening that has passed the gates.
  private struct Opening {
    var track: Int
    var side: Side
    var sizing: Sizing?
    /// What it would put in, account currency.
    var notional = 0.0
  }

  private func ranked(_ wanting: [Int]) -> [Int] {
    func confidence(_ track: Int) -> UInt8 { tracks[track].want?.decision.confidence ?? 0 }
    return wanting.filter { tracks[$0].want?.need.opens == true }
      .sorted { confidence($0) == confidence($1) ? $0 < $1 : confidence($0) > confidence($1) }
  }

  private mutating func accepted(_ track: Int, beside openings: [Opening]) -> Opening? {
    guard let want = tracks[track].want else { return nil }
    let side: Side = want.decision.action == .buy ? .buy : .sell
    let correlated = { [tracks] in
      Self.correlated(with: track, side, among: tracks, openings)
    }
    if let stage = tracks[track].refusal(of: want.decision, on: desk, correlated: correlated()) {
      tracks[track].conclude(stage, equity: desk.equity)
      return nil
    }
    guard tracks[track].settings.venue.balance != nil else {
      tracks[track].signal(want.decision)
      tracks[track].conclude(.signalOnly, equity: desk.equity)
      return nil
    }
    desk.risk.countOpening()
    return Opening(track: track, side: side)
  }

  /// How many positions, held or on their way, move with a position on `side` of `track`.
  private static func correlated(
    with track: Int, _ side: Side, among tracks: ContiguousArray<Track<S>>, _ openings: [Opening]
  ) -> Int {
    guard let limit = tracks[track].settings.risk.correlationLimit else { return 0 }
    return tracks.indices.count { other in
      guard other != track else { return false }
      let opening = openings.first { $0.track == other }
      let direction = opening?.side.sign ?? tracks[other].committedSide
      guard direction != 0,
        let correlation = tracks[track].dailyReturns.correlation(with: tracks[other].dailyReturns)
      else { return false }
      return correlation * Double(direction * side.sign) >= limit
    }
  }

  // MARK: Sizes

  private mutating func size(_ openings: inout [Opening]) {
    var sized: [Opening] = []
    for var opening in openings {
      let neighbours = neighbours(of: opening)
      switch tracks[opening.track].sizing(opening.side, on: desk, beside: neighbours) {
      case .refused(let stage):
        tracks[opening.track].conclude(stage, equity: desk.equity)
      case .sized(let sizing):
        opening.sizing = sizing
        opening.notional = tracks[opening.track].value(of: sizing)
        sized.append(opening)
      }
    }
    openings = sized
  }

  /// What the other tracks hold or have on its way.
  private func neighbours(of opening: Opening) -> Neighbours {
    var neighbours = Neighbours()
    var holdings: [PortfolioTail.Holding] = []
    for other in tracks.indices where other != opening.track {
      let notional = tracks[other].committedNotional
      guard notional != 0 else { continue }
      neighbours.notional += notional.magnitude
      neighbours.reservedCash += tracks[other].reservedCash
      holdings.append((notional, tracks[other].dailyReturns))
    }
    if !holdings.isEmpty {
      neighbours.tail = PortfolioTail(holdings, others: [tracks[opening.track].dailyReturns])
    }
    return neighbours
  }

  /// Cuts simultaneous openings by one factor, so that together they keep what each keeps alone.
  private mutating func cutToFit(_ openings: inout [Opening]) {
    guard openings.count > 1, let (share, cap) = commonShare(openings), share < 1 else { return }
    if tracks[openings[0].track].settings.risk.onExcess == .reject, let stage = cap.stage {
      for opening in openings { tracks[opening.track].conclude(stage, equity: desk.equity) }
      openings = []
      return
    }
    openings = openings.compactMap { opening in
      guard let sizing = opening.sizing else { return nil }
      switch tracks[opening.track].sizer.cut(sizing, to: share, by: cap) {
      case .refused(let stage):
        tracks[opening.track].conclude(stage, equity: desk.equity)
        return nil
      case .sized(let cut):
        var kept = opening
        kept.sizing = cut
        return kept
      }
    }
  }

  /// The factor that the openings have to be cut by, and the limit that asks for the most.
  private func commonShare(_ openings: [Opening]) -> (share: Double, cap: Sizing.Cap)? {
    let own = Set(openings.map(\.track))
    let rest = tracks.indices.filter { !own.contains($0) }
    let wanted = openings.reduce(0) { $0 + $1.notional }
    let held = rest.reduce(0) { $0 + tracks[$1].committedNotional.magnitude }
    let risk = tracks[openings[0].track].settings.risk
    let equity = desk.equity.doubleValue
    // Fees are taken off equity in full, so that the factor is a little too careful, never too bold.
    let fees = openings.reduce(0) { $0 + $1.notional * tracks[$1.track].settings.venue.takerFee }
    var shares: [(share: Double, cap: Sizing.Cap)] = [
      ((risk.maximumLeverage * (equity - fees) - held) / wanted, .leverage)
    ]
    if let limit = risk.maximumValueAtRisk,
      let tail = PortfolioTail(
        rest.filter { tracks[$0].committedNotional != 0 }
          .map { (tracks[$0].committedNotional, tracks[$0].dailyReturns) },
        others: openings.map { tracks[$0.track].dailyReturns })
    {
      let added = openings.map { (Double($0.side.sign) * $0.notional, tracks[$0.track].dailyReturns) }
      shares.append((tail.largestShare(of: added, within: limit * (equity - fees)), .valueAtRisk))
    }
    if openings.allSatisfy({ tracks[$0.track].settings.positions == .longFlat }) {
      let cash = desk.account.cash.doubleValue - rest.reduce(0) { $0 + tracks[$1].reservedCash }
      let cost = openings.reduce(0) { $0 + tracks[$1.track].cost(of: $1.sizing) }
      shares.append((cash / cost, .buyingPower))
    }
    return shares.min { $0.share < $1.share }.map { (max(0, $0.share), $0.cap) }
  }

  private mutating func send(_ opening: Opening) {
    guard let sizing = opening.sizing else { return }
    tracks[opening.track].open(opening.side, sizing)
  }
}

/// What an opening finds on the account beside it.
struct Neighbours: Sendable {
  /// Account currency: the size of the other positions, held and on their way.
  var notional = 0.0
  /// Account currency: what openings on their way will pay.
  var reservedCash = 0.0
  /// Nil where nothing else is held.
  var tail: PortfolioTail?
}
