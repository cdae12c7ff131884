import Comparison
package import Foundation

extension RunComparison {
  /// What `compare --json` prints: keys in snake case and sorted.
  package func json() throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    encoder.keyEncodingStrategy = .convertToSnakeCase
    return try encoder.encode(Document(self)) + Data("\n".utf8)
  }

  private struct Document: Encodable {
    var id: String
    var notes: [String]
    var runs: [Run]
    var variants: [Variant]

    struct Run: Encodable {
      var run: String
      var runId: String
      var scenario: String
      var version: String
      var seeds: [UInt64]
    }

    struct Variant: Encodable {
      var name: String
      var instrument: String
      var runs: [Place]
    }

    struct Place: Encodable {
      var run: String
      var figures: RunSummary.Figures?
      var difference: Difference?
    }

    /// Shares a year, from the first run.
    struct Difference: Encodable {
      var days: Int
      var identical: Bool
      var annualDifference: Double?
      var low: Double?
      var high: Double?
      var pValue: Double?
      var smallestDetectable: Double?
      var trackingError: Double?
      var bootstrap: RunSummary.Money.Bootstrap?

      init(_ difference: EquityDifference) {
        (days, identical) = (difference.days, difference.isIdentical)
        (annualDifference, pValue) = (difference.mean?.annual.value, difference.mean?.annual.pValue)
        (low, high) = (difference.interval?.low, difference.interval?.high)
        smallestDetectable = difference.power?.smallestDetectable()
        trackingError = difference.power?.trackingError
        bootstrap = difference.bootstrap.map { RunSummary.Money.Bootstrap($0) }
      }
    }

    init(_ comparison: RunComparison) {
      let compared = comparison.compared
      (id, notes) = (comparison.id, comparison.notes)
      runs = zip(compared.labels, compared.runs).map { label, run in
        Run(
          run: label, runId: run.runID, scenario: run.scenario, version: run.manifest.version,
          seeds: run.manifest.seeds)
      }
      variants = comparison.lines.map { line in
        Variant(
          name: line.variant, instrument: line.instrument,
          runs: zip(compared.labels, line.entries).map { label, entry in
            Place(run: label, figures: entry.figures?.figures, difference: entry.difference.map(Difference.init))
          })
      }
    }
  }
}
