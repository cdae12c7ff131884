import Market

/// Why a difference in profit cannot be attributed: each is a fault of the program, and voids the run.
enum AttributionError: Error, Equatable, CustomStringConvertible {
  /// A replay that should be a variant's own is not.
  case notItsOwn(variant: String, account: String, seed: UInt64)
  case beyondLedger(variant: String, account: String)
  case unexpectedQuestion(at: Timestamp)

  var description: String {
    switch self {
    case .notItsOwn(let variant, let account, let seed):
      "The attribution's replay of \(variant) on \(account), seed \(seed), is not the run's own. The attribution is void; "
        + "please report this, and set report.attribution: off to run without it."
    case .beyondLedger(let variant, let account):
      "The profit of \(variant) on \(account) differs by more than the ledger can count. Set report.attribution: off."
    case .unexpectedQuestion(let time):
      "A replay of recorded answers was asked at \(time), when the recorded one was not. Please report this, and set "
        + "report.attribution: off to run without it."
    }
  }
}
