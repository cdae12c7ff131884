import Testing
import Workbench

@Suite struct GzipTests {
  @Test(arguments: [0, 1, 70_000])
  func `what was compressed unfolds to itself, the same every time`(count: Int) throws {
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* $0) }
    let packed = try Gzip.compress(bytes)
    #expect(try Gzip.decompress(packed) == bytes)
    #expect(try Gzip.compress(bytes) == packed)
  }

  @Test func `a damaged file is told, wherever it is damaged`() throws {
    let packed = try Gzip.compress(Array("a baseline, a baseline, a baseline".utf8))
    #expect(throws: Gzip.Damage.self) { try Gzip.decompress([]) }
    #expect(throws: Gzip.Damage.self) { try Gzip.decompress(packed + [0]) }
    for end in 1..<packed.count {
      #expect(throws: Gzip.Damage.self) { try Gzip.decompress(Array(packed[..<end])) }
    }
    // Ten bytes of head say little; data, checksum and length are all checked.
    for place in 10..<packed.count {
      var other = packed
      other[place] ^= 0x55
      #expect(throws: Gzip.Damage.self) { try Gzip.decompress(other) }
    }
  }
}
