import Comparison
import Market
import Reports

extension ProbeRecord {
  /// The reference's answers beside others to the same prompts, of the ticks after the window's start and not after its
  /// end. A day is a UTC day.
  func pairs(
    _ answers: [Action], within window: Range<Timestamp> = .distantPast..<Timestamp.distantFuture
  ) -> [PairedAnswer] {
    times.indices.filter { window.lowerBound < times[$0] && times[$0] <= window.upperBound }.map {
      PairedAnswer(day: times[$0].daysSince1970, reference: reference[$0], candidate: answers[$0])
    }
  }
}
