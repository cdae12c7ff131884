package import LanguageModels

/// A model whose answers are on a tape, and its server for those that are not.
package struct TapedModel: LanguageModel {
  package let name: String
  /// Tells the model's weights from all others.
  package let digest: String
  private let server: ServerModel
  private let tape: DecisionTape

  package init(_ server: ServerModel, digest: String, tape: DecisionTape) {
    name = server.name
    self.digest = digest
    self.server = server
    self.tape = tape
  }

  /// Throws ``DecisionTapeError`` where the answer is not on a tape that is only to be replayed.
  package func complete(_ request: CompletionRequest) async throws -> Completion {
    let key = AnswerKey(model: digest, request)
    if let answer = tape.answer(for: key) { return try answer.given() }
    guard tape.mode != .replay else { throw DecisionTapeError.notRecorded(model: name, key, path: tape.path) }
    return try await server.server.line.one {
      // Whoever came before may have asked the same.
      if let answer = tape.answer(for: key) { return try answer.given() }
      let answer: TapedAnswer
      do { answer = TapedAnswer(try await server.complete(request)) } catch let error as ModelError {
        answer = TapedAnswer(error)
      }
      try tape.record(answer, for: key, model: name)
      return try answer.given()
    }
  }
}
