import Crypto
import Foundation
package import LanguageModels

/// What an answer is stored under: the SHA-256 of the model's identity and of all that it was sent.
package struct AnswerKey: Hashable, Comparable, Sendable {
  /// 64 hexadecimal digits.
  package let text: String

  init(text: String) { self.text = text }

  /// `model` tells the weights from all others: two variants can never be served each other's answers.
  package init(model: String, _ request: CompletionRequest) {
    let sampling = request.sampling
    let fields = [
      "tapedeck answer 1", model, String(decoding: request.prompt, as: UTF8.self), request.schema ?? "",
      "temperature \(sampling.temperature)", "reply \(sampling.maximumReply)", "likelihoods \(sampling.likelihoods)",
      "seed \(request.seed)", "attempt \(request.attempt)", "repetition \(request.repetition)",
    ]
    var hash = SHA256()
    for field in fields {
      // Its length first: no two lists of fields have the same bytes.
      hash.update(data: Data("\(field.utf8.count):".utf8))
      hash.update(data: Data(field.utf8))
    }
    text = hash.finalize().hexadecimal
  }

  package static func < (a: AnswerKey, b: AnswerKey) -> Bool { a.text < b.text }
}

extension Digest {
  var hexadecimal: String { map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() }
}
