import CandleStore
import Foundation
import LanguageModels
import Market
import ModelServers
import Replay
import Reports
import Scenarios
import Volatility
import Workbench

/// An error as the user meets it: a message, and an exit code of sysexits(3).
struct Failure {
  let message: String
  let code: Int32

  init(_ error: any Error) {
    switch error {
    case let error as UsageError: self.init("\(error)", EX_USAGE)
    case let error as CandleImportError: self.init("\(error)", EX_USAGE)
    case let error as CandleFileError: self.init("\(error)", error.exitCode)
    case let error as CSVColumnError: self.init("\(error)", error.exitCode)
    case let error as CandleStoreError: self.init("\(error)", error.exitCode)
    case let error as InvalidSeriesName: self.init("\(error)", EX_USAGE)
    case let error as ScenarioError: self.init("\(error)", error.exitCode)
    case let error as ModelCardError: self.init("\(error)", error.exitCode)
    case let error as DecisionTapeError: self.init("\(error)", error.exitCode)
    case let error as ServerUnavailable: self.init("\(error)", EX_UNAVAILABLE)
    case let error as WeightFormatError: self.init("\(error)", EX_CONFIG)
    case let error as MockWeightsError: self.init("\(error)", EX_DATAERR)
    case let error as VolatilityFitError: self.init("\(error)", EX_DATAERR)
    case let error as FailedTrials: self.init("\(error)", EXIT_FAILURE)
    case is TrialError: self.init("\(error)", EX_CONFIG)
    case let error as WorkbenchError: self.init("\(error)", error.exitCode)
    case let error as AuditError: self.init("\(error)", EX_CONFIG)
    case let error as BaselineError: self.init("\(error)", error.exitCode)
    case let error as FinishedRunError: self.init("\(error)", error.exitCode)
    case let error as IncomparableRuns: self.init("\(error)", EX_DATAERR)
    case let error as FileError: self.init("\(error)", EX_IOERR)
    case let error as OccupiedFolder: self.init("\(error)", EX_USAGE)
    case let error as LedgerImbalance: self.init("\(error)", EX_SOFTWARE)
    case let error as CocoaError: self.init(error.localizedDescription, EX_IOERR)
    default: self.init("\(error) (a fault of the program: please report it)", EX_SOFTWARE)
    }
  }

  private init(_ message: String, _ code: Int32) {
    self.message = message
    self.code = code
  }
}

/// A command line that reads well but cannot be meant.
struct UsageError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}

/// A sweep is done, but some of its points are not.
struct FailedTrials: Error, CustomStringConvertible {
  let description: String

  init(_ trials: TrialsSummary, output: String) {
    description =
      "\(trials.failed) of \(trials.count) trials failed; the column 'error' of \(output)/trials.csv says why."
  }
}

extension ScenarioError {
  fileprivate var exitCode: Int32 {
    let isAboutFile = line == 0 && key.isEmpty
    return isAboutFile && FileManager.default.contents(atPath: file) == nil ? EX_NOINPUT : EX_CONFIG
  }
}

extension ModelCardError {
  fileprivate var exitCode: Int32 {
    // A card that is not there is the scenario's fault; a folder that is not there, the command line's.
    file.hasSuffix(".yaml") ? EX_CONFIG : EX_NOINPUT
  }
}

extension CSVColumnError {
  fileprivate var exitCode: Int32 {
    switch self {
    case .missing: EX_NOINPUT
    case .line: EX_DATAERR
    }
  }
}

extension WorkbenchError {
  fileprivate var exitCode: Int32 {
    switch self {
    case .missingSeries, .missingFile, .unreadable: EX_NOINPUT
    case .emptyWindow, .pulseShorterThanCandles, .cannotMock, .cannotServe, .variantName, .noRates: EX_CONFIG
    case .noTick: EX_USAGE
    }
  }
}

extension DecisionTapeError {
  fileprivate var exitCode: Int32 {
    switch self {
    case .missing: EX_NOINPUT
    case .unreadable, .cannotWrite, .locked: EX_IOERR
    case .notATape, .damaged, .notRecorded: EX_DATAERR
    }
  }
}

extension FinishedRunError {
  fileprivate var exitCode: Int32 {
    switch self {
    case .missing, .noScenario: EX_NOINPUT
    case .unknown: EX_USAGE
    case .damaged, .version, .gone, .changed: EX_DATAERR
    }
  }
}

extension BaselineError {
  fileprivate var exitCode: Int32 {
    switch self {
    case .missing: EX_NOINPUT
    case .damaged: EX_DATAERR
    case .tolerances: EX_CONFIG
    }
  }
}

extension CandleFileError {
  fileprivate var exitCode: Int32 {
    switch self {
    case .missing, .unreadable: EX_NOINPUT
    default: EX_DATAERR
    }
  }
}

extension CandleStoreError {
  fileprivate var exitCode: Int32 {
    switch self {
    case .missing, .unknownSeries: EX_NOINPUT
    case .severalVenues: EX_USAGE
    case .cannotOpen, .locked, .diskFull, .failed, .changedWhileReading: EX_IOERR
    default: EX_DATAERR
    }
  }
}
