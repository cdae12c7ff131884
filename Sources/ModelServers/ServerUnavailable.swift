/// A model server that cannot be asked: the run ends, and what was answered so far stays on its tape.
package struct ServerUnavailable: Error, Hashable, CustomStringConvertible {
  package let address: ServerAddress
  package let problem: String

  package var description: String {
    "the model server at \(address) \(problem) Answers so far are on the tape: run again to go on from there."
  }
}
