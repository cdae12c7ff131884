/// Everything the HTML report shows, already computed: the page knows how to set figures, not how to find them.
///
/// Rates, returns and drawdowns are shares (`0.051` is 5.1 %), mark-outs are basis points, money is in quote currency.
/// What is nil or empty is left out of the page, headings included: a run without language models has no
/// ``Variant/decisions``, no ``flipMatrices`` and no ``reference``, and reads as a report on a strategy.
package struct ReportPage: Equatable, Sendable {
  package var title: String
  /// One sentence on what the scenario asks.
  package var summary: String?
  /// Short words beside the title: `legacy-ffe`, `walk-forward`. The mock tag is added by the page.
  package var tags: [String] = []
  /// Ticks of all panels together, of one variant and seed.
  package var ticks = 0
  package var seeds = 1
  /// The seed whose trades the price chart shows, where there are several.
  package var tradesSeed: String?
  package var runID: String
  package var panels: [Panel] = []
  /// One to six variants, in the order they are shown.
  package var variants: [Variant] = []
  /// Index of the variant that all others are compared with.
  package var reference: Int?
  /// Index of the variant that the selectors show first.
  package var focus = 0
  package var noiseFloor: NoiseFloor?
  /// Sentences on how the comparison was made, below it: what is pooled, what latency can be seen.
  package var notes: [String] = []
  /// Flip rate below which two variants count as equivalent, registered before the run; a share.
  package var flipMargin: Double?
  /// The same for the difference of annual returns, to either side.
  package var returnMargin: Double?
  package var accounts: [Account] = []
  package var agreement: Agreement?
  package var flipMatrices: [FlipMatrix] = []
  /// The horizons of ``FunnelStage/markouts``, in bars.
  package var markoutBars = [1, 4, 24]
  package var funnels: [Funnel] = []
  package var metrics: [MetricsTable] = []
  package var trials: Trials?
  package var folds: Folds?
  package var course: Course?
  package var evidence = Evidence()
  package var attribution: Attribution?
  package var assumptions: [Fact] = []
  package var inputs: [InputFile] = []
  package var provenance: [Fact] = []
  /// The shell command that makes this report again.
  package var command = ""

  /// A page with nothing on it yet.
  package init(title: String, runID: String) {
    self.title = title
    self.runID = runID
  }

  /// A label and what it says: `fees`, `taker 10 bp`.
  package struct Fact: Equatable, Sendable {
    package var label: String
    package var value: String
    /// Why it was chosen, or what it leaves out.
    package var note: String?

    package init(_ label: String, _ value: String, note: String? = nil) {
      self.label = label
      self.value = value
      self.note = note
    }
  }

  /// A file that the run read.
  package struct InputFile: Equatable, Sendable {
    package var name: String
    /// `candles`, `scenario`, `model card`, `weights`.
    package var kind: String
    /// SHA-256, hexadecimal.
    package var hash: String
    package var detail: String?

    package init(name: String, kind: String, hash: String, detail: String? = nil) {
      self.name = name
      self.kind = kind
      self.hash = hash
      self.detail = detail
    }
  }
}
