import Comparison
import Market
import Replay
import Scenarios

/// What `summary.json` says of where the difference in profit comes from. Amounts are in the account's currency.
package struct AttributionSummary: Encodable, Equatable, Sendable {
  package var seeds: [UInt64]
  /// One for each candidate, account and seed.
  package var causes: [Causes]
  /// One for each variant, account and seed.
  package var accounting: [Accounting]
  package var latency: [Latency]
  package var costliestFlips: [Flip]

  package struct Causes: Encodable, Equatable, Sendable {
    package var variant: String
    package var instrument: String
    package var seed: UInt64
    package var currency: String
    package var values: [String: Double]
    package var total: Double
    /// By pair: `action+latency`.
    package var interactions: [String: Double]
  }

  package struct Accounting: Encodable, Equatable, Sendable {
    package var variant: String
    package var instrument: String
    package var seed: UInt64
    package var currency: String
    package var parts: [String: Double]
    package var profit: Double
    package var fills: Int
    package var fillsWithoutMiddle: Int
  }

  package struct Latency: Encodable, Equatable, Sendable {
    package var variant: String
    package var instrument: String
    package var seed: UInt64
    package var currency: String
    /// Absent for none at all.
    package var latencyOf: String?
    package var profit: Double
  }

  package struct Flip: Encodable, Equatable, Sendable {
    package var variant: String
    package var time: String
    package var instrument: String
    package var seed: UInt64
    package var reference: String
    package var action: String
    package var markoutBp: Double
  }
}

extension AttributionSummary {
  init(_ attribution: Attribution, _ run: ScenarioRun) {
    seeds = attribution.seeds
    causes = attribution.shares.map { share in
      let book = run.books[share.subject.book]
      return Causes(
        variant: run.variantNames[share.subject.variant], instrument: run.name(of: book), seed: share.subject.seed,
        currency: run.currency(of: book),
        values: Dictionary(
          uniqueKeysWithValues: zip(share.causes.map(\.rawValue), share.values.values.map(\.doubleValue))),
        total: share.values.total.doubleValue,
        interactions: Dictionary(
          uniqueKeysWithValues: share.pairs.map { first, second in
            (share.names(1 << first | 1 << second), share.values.interactions[first][second])
          }))
    }
    accounting = attribution.owns.map { own in
      let book = run.books[own.subject.book]
      return Accounting(
        variant: run.variantNames[own.subject.variant], instrument: run.name(of: book), seed: own.subject.seed,
        currency: run.currency(of: book),
        parts: Dictionary(uniqueKeysWithValues: zip(ProfitParts.names, own.parts.amounts.map(\.doubleValue))),
        profit: own.parts.total.doubleValue, fills: own.parts.fills,
        fillsWithoutMiddle: own.parts.fillsWithoutMiddle)
    }
    latency = attribution.latencies.map { row in
      let book = run.books[row.subject.book]
      return Latency(
        variant: run.variantNames[row.subject.variant], instrument: run.name(of: book), seed: row.subject.seed,
        currency: run.currency(of: book), latencyOf: row.latencyOf.map { run.variantNames[$0] },
        profit: row.profit.doubleValue)
    }
    costliestFlips = attribution.flips.enumerated().flatMap { variant, flips in
      flips.map { flip in
        Flip(
          variant: run.variantNames[variant], time: "\(flip.time)",
          instrument: run.scenario.panels[flip.panel].instrument.symbol, seed: flip.seed,
          reference: flip.reference.action.name, action: flip.candidate.action.name, markoutBp: flip.markOut)
      }
    }
  }
}
