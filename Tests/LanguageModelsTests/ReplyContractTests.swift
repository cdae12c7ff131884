import Foundation
import LanguageModels
import Market
import Testing

@Suite struct ReplyContractTests {
  @Test func `a reply gives its decision, amount and reasoning`() throws {
    let text = #"{"action": "BUY", "confidence": 73, "reasoning": "trend is up", "amount": 0.25}"#
    let reply = try ReplyContract.parse(text)
    #expect(reply.decision == Decision(.buy, confidence: 73))
    #expect(reply.amount == 0.25)
    #expect(reply.reasoning(in: Array(text.utf8)) == "trend is up")
  }

  @Test(arguments: [
    ("{\"action\":\"HOLD\",\"confidence\":0,\"reasoning\":\"\"}", Decision(.hold, confidence: 0)),
    (
      "\n\t {\r\n\"confidence\" :100 , \"reasoning\":\"a\" ,\n\"action\":\"SELL\" } \n",
      Decision(.sell, confidence: 100)
    ),
    (
      #"{"action":"B\u0055Y","confid\u0065nce":7,"reasoning":"\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00"}"#,
      Decision(.buy, confidence: 7)
    ),
    (#"{"action":"BUY","confidence":7,"reasoning":"é 漢 😀","amount":null}"#, Decision(.buy, confidence: 7)),
    (#"{"action":"BUY","confidence":7,"reasoning":"a","amount":-0.0e+5}"#, Decision(.buy, confidence: 7)),
  ])
  func `white space, key order and escapes are harmless`(text: String, decision: Decision) throws {
    #expect(try ReplyContract.parse(text).decision == decision)
  }

  @Test func `escapes are resolved in the reasoning`() throws {
    let text = #"{"action":"BUY","confidence":7,"reasoning":"\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00"}"#
    let expected = "\"\\/\u{8}\u{C}\n\r\té😀"
    #expect(try ReplyContract.parse(text).reasoning(in: Array(text.utf8)) == expected)
  }

  @Test(
    arguments: [
      ("", .empty),
      ("  \n", .empty),
      ("I would buy.", .notAnObject),
      ("```json\n{}\n```", .notAnObject),
      ("[1]", .notAnObject),
      ("{}", .missingKey),
      (#"{"action":"BUY","confidence":7}"#, .missingKey),
      (#"{"action":"BUY","reasoning":"a"}"#, .missingKey),
      (#"{"confidence":7,"reasoning":"a"}"#, .missingKey),
      (#"{"action":""#, .truncated),
      (#"{"action":"BUY","confidence":7,"reasoning":"a""#, .truncated),
      (#"{"action":"BUY","confidence":7"#, .truncated),
      (#"{"action":"BUY","confidence":7,"reasoning":"a\u00"#, .truncated),
      (#"{"action":"BUY","confidence":7,"reasoning":"a"} and more"#, .trailingText),
      (#"{"action":"BUY","confidence":7,"reasoning":"a"}{}"#, .trailingText),
      (#"{"action":"BUY","confidence":7,"reasoning":"a",}"#, .invalidJSON),
      (#"{"action":"BUY" "confidence":7,"reasoning":"a"}"#, .invalidJSON),
      (#"{'action':"BUY","confidence":7,"reasoning":"a"}"#, .invalidJSON),
      (#"{"action":"BUY","confidence":07,"reasoning":"a"}"#, .invalidJSON),
      (#"{"action":"BUY","confidence":+7,"reasoning":"a"}"#, .invalidJSON),
      (#"{"action":"BUY","confidence":NaN,"reasoning":"a"}"#, .invalidJSON),
      (#"{"action":"BUY","confidence":.5,"reasoning":"a"}"#, .invalidJSON),
      (#"{"action":"BUY","confidence":7,"reasoning":"a","amount":Infinity}"#, .invalidJSON),
      (#"{"action":"BUY","action":"SELL","confidence":7,"reasoning":"a"}"#, .duplicateKey),
      (#"{"action":"BUY","\u0061ction":"BUY","confidence":7,"reasoning":"a"}"#, .duplicateKey),
      (#"{"action":"BUY","confidence":7,"reasoning":"a","amount":null,"amount":1}"#, .duplicateKey),
      (#"{"action":"BUY","confidence":7,"reasoning":"a","symbol":"BTCUSD"}"#, .unknownKey),
      (#"{"Action":"BUY","confidence":7,"reasoning":"a"}"#, .unknownKey),
      (#"{"action":"buy","confidence":7,"reasoning":"a"}"#, .unknownAction),
      (#"{"action":"BUY ","confidence":7,"reasoning":"a"}"#, .unknownAction),
      (#"{"action":"","confidence":7,"reasoning":"a"}"#, .unknownAction),
      (#"{"action":"BUY","confidence":6.66666,"reasoning":"a"}"#, .confidenceNotInteger),
      (#"{"action":"BUY","confidence":70.0,"reasoning":"a"}"#, .confidenceNotInteger),
      (#"{"action":"BUY","confidence":7e1,"reasoning":"a"}"#, .confidenceNotInteger),
      (#"{"action":"BUY","confidence":101,"reasoning":"a"}"#, .confidenceOutOfRange),
      (#"{"action":"BUY","confidence":-1,"reasoning":"a"}"#, .confidenceOutOfRange),
      (#"{"action":"BUY","confidence":18446744073709551623,"reasoning":"a"}"#, .confidenceOutOfRange),
      (#"{"action":"BUY","confidence":"7","reasoning":"a"}"#, .wrongType),
      (#"{"action":"BUY","confidence":true,"reasoning":"a"}"#, .wrongType),
      (#"{"action":"BUY","confidence":[7],"reasoning":"a"}"#, .wrongType),
      (#"{"action":null,"confidence":7,"reasoning":"a"}"#, .wrongType),
      (#"{"action":"BUY","confidence":7,"reasoning":{}}"#, .wrongType),
      (#"{"action":"BUY","confidence":7,"reasoning":"a","amount":"1"}"#, .wrongType),
      (#"{"action":"BUY","confidence":7,"reasoning":"a","amount":-1}"#, .amountOutOfRange),
      (#"{"action":"BUY","confidence":7,"reasoning":"a","amount":1e999}"#, .amountOutOfRange),
      ("{\"action\":\"BUY\",\"confidence\":7,\"reasoning\":\"a\nb\"}", .invalidString),
      (#"{"action":"BUY","confidence":7,"reasoning":"\x"}"#, .invalidString),
      (#"{"action":"BUY","confidence":7,"reasoning":"\ud83d"}"#, .invalidString),
      (#"{"action":"BUY","confidence":7,"reasoning":"\ude00"}"#, .invalidString),
      (String(repeating: " ", count: ReplyContract.maximumLength + 1), .tooLong),
    ] as [(String, InvalidReply.Reason)])
  func `what breaks the contract is refused with the reason`(text: String, reason: InvalidReply.Reason) {
    #expect(invalidity(text) == reason)
  }

  @Test(arguments: [[0x80], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xE9]] as [[UInt8]])
  func `bytes that are not UTF-8 are refused`(bytes: [UInt8]) {
    let reply = Array(#"{"action":"BUY","confidence":7,"reasoning":""#.utf8) + bytes + Array("\"}".utf8)
    #expect(throws: InvalidReply.self) { try ReplyContract.parse(reply) }
  }

  @Test func `a reply cut off anywhere is refused`() throws {
    let text = #"{"action": "SELL", "confidence": 73, "reasoning": "\u00e9 down", "amount": 1.5e2}"#
    _ = try ReplyContract.parse(text)
    for length in 0..<text.utf8.count {
      let reason = invalidity(String(decoding: Array(text.utf8)[..<length], as: UTF8.self))
      #expect(reason == (length == 0 ? .empty : .truncated), "\(length) bytes")
    }
  }

  @Test func `the schema asks for what the parser accepts`() throws {
    let schema = try #require(
      JSONSerialization.jsonObject(with: Data(ReplyContract.schema.utf8)) as? [String: Any])
    let properties = try #require(schema["properties"] as? [String: [String: Any]])
    #expect(Set(properties.keys) == ["action", "confidence", "reasoning"])
    #expect(properties["action"]?["enum"] as? [String] == ["BUY", "SELL", "HOLD"])
    #expect(properties["confidence"]?["type"] as? String == "integer")
    #expect(schema["required"] as? [String] == ["action", "confidence", "reasoning"])
    #expect(schema["additionalProperties"] as? Bool == false)
  }
}
