import Foundation
import LanguageModels

/// A reply of `/chat/completions`, put together from the events of its stream.
struct ChatReply {
  private(set) var text = ""
  /// The name that the server gives the model; empty where it gives none.
  private(set) var model = ""
  /// Of each action, by the words that could have stood where the reply names one; nil where the server does not tell.
  private(set) var probabilities: ActionProbabilities?

  /// Throws ``ModelError`` where the body is not what the interface promises, or tells of an error.
  init(_ body: Data) throws(ModelError) {
    var isFinished = false
    var isBeforeAction = true
    for json in try Self.objects(in: body) {
      let event: ChatEvent = try Self.decode(json)
      if let error = event.error { throw ModelError(.serverError, error.text) }
      if let name = event.model { model = name }
      // Usage comes in an event of its own, without a choice.
      guard let choice = event.choices?.first else { continue }
      let content = (choice.delta ?? choice.message)?.content ?? ""
      let before = text.utf8.count
      text += content
      if choice.finishReason != nil { isFinished = true }
      // Likelihoods are most of a stream: they are read of the one event in which the action begins.
      guard isBeforeAction, let place = ActionLikelihoods.placeOfAction(in: Array(text.utf8)) else { continue }
      isBeforeAction = false
      let likely: LikelihoodEvent = try Self.decode(json)
      probabilities = ActionLikelihoods.find(
        in: likely.choices.first?.logprobs?.content ?? [], ending: Array(content.utf8), at: place - before)
    }
    guard isFinished else { throw ModelError(.protocolViolation, "the stream ended before the reply did") }
  }

  /// What stands behind each `data:`; a server that does not stream sends one object alone.
  private static func objects(in body: Data) throws(ModelError) -> [Data] {
    if body.first == UInt8(ascii: "{") { return [body] }
    var objects: [Data] = []
    let bytes = Array(body)
    for line in bytes.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }) where line.starts(with: "data:".utf8) {
      let object = line.dropFirst(5).drop { $0 == 0x20 }
      if object.elementsEqual("[DONE]".utf8) { break }
      objects.append(Data(object))
    }
    guard !objects.isEmpty else { throw ModelError(.protocolViolation, "the answer has no reply in it") }
    return objects
  }

  private static func decode<Event: Decodable>(_ json: Data) throws(ModelError) -> Event {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    do { return try decoder.decode(Event.self, from: json) } catch {
      throw ModelError(.protocolViolation, "the answer is not the JSON of a reply")
    }
  }
}

/// One event of a stream without its likelihoods.
private struct ChatEvent: Decodable {
  struct Choice: Decodable {
    struct Message: Decodable { var content: String? }
    var delta: Message?
    var message: Message?
    var finishReason: String?
  }

  var model: String?
  var choices: [Choice]?
  var error: ServerFault?
}

/// The likelihoods of one event.
private struct LikelihoodEvent: Decodable {
  struct Choice: Decodable {
    struct Likelihoods: Decodable { var content: [ChatToken]? }
    var logprobs: Likelihoods?
  }

  var choices: [Choice]
}

/// A word of a reply, and what else could have stood there.
struct ChatToken: Decodable {
  var token: String
  var bytes: [UInt8]?
  var logprob: Double
  var topLogprobs: [ChatToken]?

  var text: [UInt8] { bytes ?? Array(token.utf8) }
}

/// What a server says went wrong: an object with a message, or a text.
struct ServerFault: Decodable {
  private struct Body: Decodable { var message: String? }
  private struct Envelope: Decodable { var error: ServerFault }
  let text: String

  init(from decoder: any Decoder) throws {
    if let plain = try? decoder.singleValueContainer().decode(String.self) {
      text = plain
    } else {
      text = try Body(from: decoder).message ?? "an error without a text"
    }
  }

  /// What the body of an answer says, as it stands where it is no JSON.
  static func text(in body: Data) -> String {
    if let envelope = try? JSONDecoder().decode(Envelope.self, from: body) { return envelope.error.text }
    return String(decoding: body, as: UTF8.self)
  }
}
