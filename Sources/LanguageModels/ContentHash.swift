/// A 64-bit fingerprint of bytes, the same on every machine: tells damage and seeds chances, resists no attacker.
///
/// FNV-1a (Fowler, Noll, Vo) taken eight bytes at a time, little endian, the last word filled with zeros, the length
/// mixed in at the end, and the bits then spread by SplitMix64's finalizer.
package enum ContentHash {
  package static func of(_ bytes: [UInt8]) -> UInt64 { bytes.withUnsafeBytes(of) }

  package static func of(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    var offset = 0
    while offset + 8 <= bytes.count {
      hash = (hash ^ UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))) &* prime
      offset += 8
    }
    if offset < bytes.count {
      var word: UInt64 = 0
      for (index, byte) in bytes[offset...].enumerated() { word |= UInt64(byte) << UInt64(8 * index) }
      hash = (hash ^ word) &* prime
    }
    hash = (hash ^ UInt64(bytes.count)) &* prime
    var mixer = SplitMix64(seed: hash)
    return mixer.next()
  }

  private static let prime: UInt64 = 0x100_0000_01B3
}
