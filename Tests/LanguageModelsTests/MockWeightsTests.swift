import Foundation
import LanguageModels
import Testing

@Suite struct MockWeightsTests {
  /// The bytes of a file of two small networks, as the training script would write them.
  private static func file(
    sizes: [Int] = [32, 32, 3], version: UInt32 = 1, temperature: Float = 1.5, weight: Float = 0.25, members: Int = 2
  ) -> [UInt8] {
    var bytes = Array("TDWEIGHT".utf8)
    func append(_ word: UInt32) { bytes += (0..<4).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) } }
    append(version)
    append(UInt32(members))
    append(UInt32(sizes.count))
    sizes.forEach { append(UInt32($0)) }
    for _ in 0..<members {
      append(temperature.bitPattern)
      for (columns, rows) in zip(sizes, sizes.dropFirst()) {
        for _ in 0..<(columns + 1) * rows { append(weight.bitPattern) }
      }
      for _ in 0..<96 { append(weight.bitPattern) }
    }
    let hash = ContentHash.of(bytes)
    append(UInt32(truncatingIfNeeded: hash))
    append(UInt32(truncatingIfNeeded: hash >> 32))
    return bytes
  }

  private static func problem(_ bytes: [UInt8]) -> String? {
    do throws(MockWeightsError) {
      _ = try MockWeights(bytes: bytes, file: "x.weights")
      return nil
    } catch { return error.problem }
  }

  @Test func `a file is read as it was written`() throws {
    let weights = try MockWeights(bytes: Self.file(), file: "x.weights")
    #expect(weights.sizes == [32, 32, 3])
    #expect(weights.members.count == 2)
    #expect(weights.members[1].temperature == 1.5)
    #expect(weights.members[1].layers.map(\.rows) == [32, 3])
    #expect(weights.members[1].layers.map(\.columns) == [32, 32])
    #expect(weights.members[1].approximation == [Float](repeating: 0.25, count: 96))
  }

  @Test(arguments: 0..<40)
  func `any changed bit is found`(index: Int) {
    var bytes = Self.file()
    var random = SplitMix64(seed: UInt64(index))
    bytes[Int.random(in: 0..<bytes.count, using: &random)] ^= 1 << UInt8.random(in: 0..<8, using: &random)
    #expect(Self.problem(bytes) != nil)
  }

  @Test func `a file cut off anywhere is refused`() {
    let bytes = Self.file()
    for length in Array(0..<40) + [bytes.count / 2, bytes.count - 8, bytes.count - 1] {
      #expect(Self.problem(Array(bytes[..<length])) != nil, "\(length) bytes")
    }
    #expect(Self.problem(bytes + [0]) == "it has \(bytes.count + 1) bytes, its header tells of \(bytes.count)")
  }

  @Test func `what a sound file must not hold is named`() {
    #expect(Self.problem(Array("GGUF".utf8)) == "it does not begin with TDWEIGHT")
    #expect(Self.problem(Self.file(version: 2)) == "its version is 2, this program reads 1")
    #expect(Self.problem(Self.file(members: 0)) == "it tells of 0 members")
    #expect(Self.problem(Self.file(sizes: [32, 33, 3]))?.hasPrefix("its layers are [32, 33, 3]") == true)
    #expect(Self.problem(Self.file(sizes: [64, 32, 3]))?.hasPrefix("its layers are") == true)
    #expect(Self.problem(Self.file(weight: .nan)) == "a weight is not a finite number")
    #expect(Self.problem(Self.file(temperature: 0)) == "a temperature is not above 0")
    var bytes = Self.file()
    bytes[100] ^= 1
    #expect(Self.problem(bytes) == "its checksum does not match")
  }

  @Test func `a missing file is named, with what to do`() throws {
    let error = try #require(throws: MockWeightsError.self) { try MockWeights(path: "/nowhere/x.weights") }
    #expect(error.description.contains("/nowhere/x.weights"))
    #expect(error.description.contains("Restore it"))
  }

  @Test(arguments: [("mock-3b", [32, 256, 256, 3]), ("mock-1b", [32, 128, 128, 3])])
  func `the shipped weights are five networks of the promised size`(name: String, sizes: [Int]) throws {
    let weights = try MockWeights(path: "\(models.path)/mock/\(name).weights")
    #expect(weights.sizes == sizes)
    #expect(weights.members.count == 5)
  }
}
