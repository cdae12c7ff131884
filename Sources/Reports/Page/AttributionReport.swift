package import Market

extension ReportPage {
  /// Why the variants' profits differ from the reference's. Amounts are exact, in the account's currency.
  package struct Attribution: Equatable, Sendable {
    /// Of which replays this is: `seed 1, the first of 5`.
    package var origin: String
    /// One for each candidate on each account, and on all of them together.
    package var views: [View] = []
    /// One for each account, and for all of them together.
    package var latencies: [LatencyTable] = []
    package var flips: [CostlyFlip] = []
    /// What a reader has to know before believing any of it.
    package var remarks: [String] = []

    package init(origin: String) { self.origin = origin }

    /// One candidate against the reference on one account.
    package struct View: Equatable, Sendable {
      package var variant: Int
      /// An account's name, or what it sums up.
      package var scope: String
      package var currency: String
      /// They sum to the difference of the profits.
      package var causes: [Amount]
      /// Of pairs of causes: what they change together beyond what each changes alone; no part of the sum.
      package var interactions: [Interaction]
      package var parts: [Part]
      /// Fills of the reference and of the candidate, and how many of both have their spread in the price move.
      package var fills: (reference: Int, candidate: Int, withoutMiddle: Int)

      package init(
        variant: Int, scope: String, currency: String, causes: [Amount], interactions: [Interaction], parts: [Part],
        fills: (reference: Int, candidate: Int, withoutMiddle: Int)
      ) {
        self.variant = variant
        self.scope = scope
        self.currency = currency
        self.causes = causes
        self.interactions = interactions
        self.parts = parts
        self.fills = fills
      }

      package var total: FixedPoint { causes.reduce(.zero) { $0 + $1.amount } }

      package static func == (a: View, b: View) -> Bool {
        a.variant == b.variant && a.scope == b.scope && a.currency == b.currency && a.causes == b.causes
          && a.interactions == b.interactions && a.parts == b.parts && a.fills == b.fills
      }
    }

    /// What a cause made of the difference.
    package struct Amount: Equatable, Sendable {
      package var name: String
      package var amount: FixedPoint

      package init(_ name: String, _ amount: FixedPoint) { (self.name, self.amount) = (name, amount) }
    }

    package struct Interaction: Equatable, Sendable {
      /// `action and latency`.
      package var name: String
      package var amount: Double

      package init(_ name: String, _ amount: Double) { (self.name, self.amount) = (name, amount) }
    }

    /// One part of both profits.
    package struct Part: Equatable, Sendable {
      package var name: String
      package var reference: FixedPoint
      package var candidate: FixedPoint

      package init(_ name: String, reference: FixedPoint, candidate: FixedPoint) {
        (self.name, self.reference, self.candidate) = (name, reference, candidate)
      }
    }

    /// Profits of the same answers after other latencies.
    package struct LatencyTable: Equatable, Sendable {
      package var scope: String
      package var currency: String
      /// By variant: after no latency, then after each variant's.
      package var profits: [[FixedPoint]]

      package init(scope: String, currency: String, profits: [[FixedPoint]]) {
        (self.scope, self.currency, self.profits) = (scope, currency, profits)
      }
    }

    /// A tick at which a candidate answered another thing, to its cost.
    package struct CostlyFlip: Equatable, Sendable {
      package var variant: Int
      package var panel: String
      /// Name of the account that trades the panel.
      package var account: String
      package var time: Timestamp
      /// `BUY, 71 sure`.
      package var reference: String
      package var candidate: String
      /// Basis points over 24 candles, below zero.
      package var markOut: Double
      /// Closes around the tick, the last ``after`` of them later than it.
      package var closes: [Double]
      package var after: Int
      package var prompt: String

      package init(
        variant: Int, panel: String, account: String, time: Timestamp, reference: String, candidate: String,
        markOut: Double, closes: [Double], after: Int, prompt: String
      ) {
        self.variant = variant
        self.panel = panel
        self.account = account
        self.time = time
        self.reference = reference
        self.candidate = candidate
        self.markOut = markOut
        self.closes = closes
        self.after = after
        self.prompt = prompt
      }
    }

    /// Accounts, and what sums them up, each once.
    var scopes: [String] {
      var scopes: [String] = []
      for scope in views.map(\.scope) + latencies.map(\.scope) where !scopes.contains(scope) { scopes.append(scope) }
      return scopes
    }
  }
}
