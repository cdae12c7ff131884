import Foundation
import LanguageModels
import Market
import Testing

/// The parser against Foundation's, on replies that chance has damaged.
@Suite struct ReplyContractPropertyTests {
  private struct Decoded: Decodable {
    var action: String
    var confidence: Int
    var reasoning: String
    var amount: Double?
  }

  private static let pieces: [String] = [
    "{", "}", "[", "]", ":", ",", "\"", "\\", "\\u0041", "\\ud83d", "\\ude00", "\\n", "null", "true", "-", "0", "7",
    "100",
    "101", ".", "e", "E+", " ", "\n", "\t", "\u{1}", "é", "😀", "action", "confidence", "reasoning", "amount", "BUY",
    "\"action\":\"BUY\"", ",\"amount\":1.5", ",\"x\":1", "6.66", "NaN",
  ]

  /// A valid reply, damaged in a few places; sometimes in none.
  private static func reply(_ random: inout SplitMix64) -> [UInt8] {
    let action = ["BUY", "SELL", "HOLD"].randomElement(using: &random) ?? ""
    var fields = [
      "\"action\": \"\(action)\"", "\"confidence\":\(Int.random(in: 0...105, using: &random))",
      "\"reasoning\":\"\(pieces.randomElement(using: &random) ?? "") why\"",
    ]
    if Bool.random(using: &random) { fields.append("\"amount\": \(Double.random(in: 0...9, using: &random))") }
    fields.shuffle(using: &random)
    var bytes = Array("{\(fields.joined(separator: ","))}".utf8)
    for _ in 0..<Int.random(in: 0...2, using: &random) {
      let place = Int.random(in: 0..<bytes.count, using: &random)
      switch Int.random(in: 0..<4, using: &random) {
      case 0: bytes.remove(at: place)
      case 1: bytes.insert(contentsOf: Array((pieces.randomElement(using: &random) ?? "").utf8), at: place)
      case 2: bytes[place] = UInt8.random(in: 1...255, using: &random)
      default: bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 1...12, using: &random)))
      }
      if bytes.isEmpty { break }
    }
    return bytes
  }

  @Test(arguments: 1...16 as ClosedRange<UInt64>)
  func `damaged replies are judged as Foundation's decoder judges them`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    var accepted = 0
    for _ in 0..<2_000 {
      let bytes = Self.reply(&random)
      let text = String(decoding: bytes, as: UTF8.self)
      let decoded = try? JSONDecoder().decode(Decoded.self, from: Data(bytes))
      do throws(InvalidReply) {
        let reply = try ReplyContract.parse(bytes)
        accepted += 1
        #expect(decoded?.action == reply.decision.action.name, "\(text)")
        #expect(decoded?.confidence == Int(reply.decision.confidence), "\(text)")
        #expect(decoded?.reasoning == reply.reasoning(in: bytes), "\(text)")
        #expect(decoded?.amount == reply.amount, "\(text)")
      } catch {
        if error.reason.isSyntax {
          let isJSON = (try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)) != nil
          // Foundation lets a comma stand before a closing brace; RFC 8259 does not.
          #expect(!isJSON || text.contains(/,\s*}/), "\(error) \(text)")
        } else if let decoded, let keys = Self.keys(bytes) {
          // It is JSON and has the three keys: the reason must be one that the decoder does not mind.
          let isAllowed =
            error.reason == .duplicateKey || error.reason == .confidenceNotInteger
            || !keys.isSubset(of: ["action", "confidence", "reasoning", "amount"])
            || Action(name: decoded.action) == nil || !(0...100).contains(decoded.confidence)
            || !((decoded.amount ?? 0) >= 0)
          #expect(isAllowed, "\(error) \(text)")
        }
      }
    }
    #expect(accepted > 400)
  }

  @Test(arguments: 1...8 as ClosedRange<UInt64>)
  func `heaps of pieces are never a crash and rarely a reply`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    for _ in 0..<5_000 {
      let count = Int.random(in: 0...12, using: &random)
      let bytes = (0..<count).flatMap { _ in Array((Self.pieces.randomElement(using: &random) ?? "").utf8) }
      if (try? ReplyContract.parse(bytes)) != nil {
        #expect((try? JSONDecoder().decode(Decoded.self, from: Data(bytes))) != nil)
      }
    }
  }

  private static func keys(_ bytes: [UInt8]) -> Set<String>? {
    ((try? JSONSerialization.jsonObject(with: Data(bytes))) as? [String: Any]).map { Set($0.keys) }
  }
}
