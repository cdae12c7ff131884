package import Market

extension ReportPage {
  /// How answers change when a model cannot recognise the past, and when its knowledge ends.
  package struct Memory: Equatable, Sendable {
    /// What the prompt's second form was: `masked` or `unmasked`.
    package var otherForm: String
    package var rows: [Row]
    /// What must be known before anything on the page is believed.
    package var warning: String?

    package init(otherForm: String, rows: [Row], warning: String?) {
      (self.otherForm, self.rows, self.warning) = (otherForm, rows, warning)
    }

    package struct Row: Equatable, Sendable {
      package var variant: Int
      package var cutoff: Timestamp?
      /// `all before`, `across`, `all after`, `unknown`.
      package var window: String
      package var reworded: Flips?
      package var shifted: Flips?
      /// Only where the cutoff lies inside the window.
      package var before: Half?
      package var after: Half?

      package init(variant: Int, cutoff: Timestamp?, window: String) {
        (self.variant, self.cutoff, self.window) = (variant, cutoff, window)
      }
    }

    package struct Flips: Equatable, Sendable {
      package var count: Int
      package var answers: Int
      package var rate: Double
      package var interval: Interval?

      package init(count: Int, answers: Int, rate: Double, interval: Interval?) {
        (self.count, self.answers, self.rate, self.interval) = (count, answers, rate, interval)
      }
    }

    /// The ticks before the cutoff, or after it.
    package struct Half: Equatable, Sendable {
      package var answers: Int
      /// Against the reference.
      package var flips: Flips?
      package var hitRate: Double?
      package var acted: Int

      package init(answers: Int, flips: Flips?, hitRate: Double?, acted: Int) {
        (self.answers, self.flips, self.hitRate, self.acted) = (answers, flips, hitRate, acted)
      }
    }
  }
}
