/// Why a decision tape cannot serve.
package enum DecisionTapeError: Error, Hashable, CustomStringConvertible {
  case missing(String)
  case unreadable(String, reason: String)
  case notATape(String)
  case damaged(String, line: Int, problem: String)
  case locked(String)
  case cannotWrite(String, reason: String)
  case notRecorded(model: String, AnswerKey, path: String)

  package var description: String {
    switch self {
    case .missing(let path):
      "there is no decision tape '\(path)'. Record one with --set models.tape.mode=auto and the servers running."
    case .unreadable(let path, let reason): "cannot read the decision tape '\(path)': \(reason)."
    case .notATape(let path): "'\(path)' is no decision tape: its first line is not a tape's. Name another file."
    case .damaged(let path, let line, let problem):
      "\(path):\(line): \(problem). Restore the file, or cut it off before this line and record the rest anew."
    case .locked(let path): "the decision tape '\(path)' is written by another run. Wait for it, or name another file."
    case .cannotWrite(let path, let reason): "cannot write the decision tape '\(path)': \(reason)."
    case .notRecorded(let model, let key, let path):
      "\(model) was never asked this on '\(path)' (answer \(key.text.prefix(12))…). Record it with "
        + "--set models.tape.mode=auto and its server running."
    }
  }
}
