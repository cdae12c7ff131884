package import Market

/// What a model must answer: one JSON object, and nothing around it.
///
///     {"action": "BUY|SELL|HOLD", "confidence": integer 0-100, "reasoning": string, "amount": number?}
///
/// A text that is not exactly this is refused with the reason. It is never repaired and never guessed at.
package enum ReplyContract {
  /// The JSON schema that servers are asked to hold the reply to. Servers enforce it in part only (llama.cpp ignores
  /// the bounds of `number`), so every reply is judged by ``parse(_:)`` all the same.
  ///
  /// The amount is not asked for, as no sizing rule reads it; a reply may have one.
  package static let schema = """
    {"type":"object","properties":{"action":{"type":"string","enum":["BUY","SELL","HOLD"]},\
    "confidence":{"type":"integer","minimum":0,"maximum":100},\
    "reasoning":{"type":"string","maxLength":400}},\
    "required":["action","confidence","reasoning"],"additionalProperties":false}
    """

  /// Bytes that a reply may have; a longer one was not written under the schema.
  package static let maximumLength = 65_536

  /// The decision in `text`.
  package static func parse(_ text: String) throws(InvalidReply) -> Reply { try parse(Array(text.utf8)) }

  /// The decision in `bytes`, UTF-8.
  package static func parse(_ bytes: [UInt8]) throws(InvalidReply) -> Reply {
    guard bytes.count <= maximumLength else { throw InvalidReply(.tooLong, at: maximumLength) }
    return try bytes.withUnsafeBufferPointer { buffer throws(InvalidReply) in
      var scanner = ReplyScanner(buffer)
      return try scanner.reply()
    }
  }
}

/// A reply that keeps the contract.
package struct Reply: Hashable, Sendable {
  package var decision: Decision
  /// Units of base that the model would trade; at least 0. Sizing may heed or ignore it.
  package var amount: Double?
  /// Where the reasoning stands in the reply's bytes, between its quotes, escapes not yet resolved.
  package var reasoningRange: Range<Int>

  /// The reasoning as the model meant it. It can hold any character: escape it before it reaches a terminal or a page.
  package func reasoning(in bytes: [UInt8]) -> String { ReplyScanner.unescape(bytes[reasoningRange]) }
}

/// Why a text is not a reply.
package struct InvalidReply: Error, Hashable, CustomStringConvertible {
  /// The ways to break the contract. The raw value is the detail that logs show.
  package enum Reason: String, CaseIterable, Sendable {
    case empty
    case truncated
    case notAnObject = "not_an_object"
    case invalidJSON = "invalid_json"
    case invalidString = "invalid_string"
    case trailingText = "trailing_text"
    case unknownKey = "unknown_key"
    case duplicateKey = "duplicate_key"
    case missingKey = "missing_key"
    case wrongType = "wrong_type"
    case unknownAction = "unknown_action"
    case confidenceNotInteger = "confidence_not_integer"
    case confidenceOutOfRange = "confidence_out_of_range"
    case amountOutOfRange = "amount_out_of_range"
    case tooLong = "too_long"

    /// Whether the text is no JSON at all; else it is JSON so far, but not what was asked for.
    package var isSyntax: Bool {
      switch self {
      case .empty, .truncated, .invalidJSON, .invalidString, .trailingText: true
      default: false
      }
    }
  }

  package var reason: Reason
  /// Where in the reply, in bytes from its start.
  package var offset: Int

  package init(_ reason: Reason, at offset: Int) { (self.reason, self.offset) = (reason, offset) }

  package var description: String { "unparseable: \(reason.rawValue) at byte \(offset)" }
}
