/// A 64-bit checksum of a chunk's columns, made to be verified at memory speed.
///
/// Of each column's n little-endian 64-bit words w₀ … wₙ₋₁ it takes S = Σ wᵢ and T = Σ (n − i) wᵢ, both modulo 2⁶⁴
/// (J. G. Fletcher, "An Arithmetic Checksum for Serial Transmissions", IEEE Transactions on Communications 30, 1982,
/// with wider sums), and folds first S, then T into a ``FoldedDigest``. It finds damage, not malice.
package struct ChunkChecksum {
  private var digest = FoldedDigest()

  package init() {}

  /// As SQLite stores it.
  package var value: Int64 { digest.value }

  mutating func add(_ column: [Int64]) { column.withUnsafeBytes { add($0) } }

  package mutating func add(_ column: [Double]) { column.withUnsafeBytes { add($0) } }

  private mutating func add(_ bytes: UnsafeRawBufferPointer) {
    let count = bytes.count / 8
    let blocks = count / 8
    var sums = SIMD8<UInt64>.zero
    var prefixes = SIMD8<UInt64>.zero
    for block in 0..<blocks {
      sums &+= bytes.loadUnaligned(fromByteOffset: block * 64, as: SIMD8<UInt64>.self)
      prefixes &+= sums
    }
    // Lane l of block k holds word i = 8k + l, which T weighs with n - i = 8 (blocks - k) + (n - 8 blocks) - l.
    let tail = count - blocks * 8
    var sum: UInt64 = 0
    var weighted: UInt64 = 0
    for lane in 0..<8 {
      sum &+= sums[lane]
      weighted &+= 8 &* prefixes[lane] &+ UInt64(bitPattern: Int64(tail - lane)) &* sums[lane]
    }
    for index in (blocks * 8)..<count {
      let word = bytes.loadUnaligned(fromByteOffset: index * 8, as: UInt64.self)
      sum &+= word
      weighted &+= UInt64(count - index) &* word
    }
    digest.add(sum)
    digest.add(weighted)
  }
}

/// Folds 64-bit words into one: h ← mix(h ⊕ w).
///
/// `mix` is the finalizer of MurmurHash3 (A. Appleby, 2011), which spreads every bit over all others. A mere
/// multiplication does not do: its low bits would let a change of S be undone by the change of T that comes with it.
struct FoldedDigest {
  private var state: UInt64 = 0

  /// As SQLite stores it.
  var value: Int64 { Int64(bitPattern: state) }

  mutating func add(_ word: UInt64) {
    state ^= word
    state = (state ^ state >> 33) &* 0xFF51_AFD7_ED55_8CCD
    state = (state ^ state >> 33) &* 0xC4CE_B9FE_1A85_EC53
    state ^= state >> 33
  }

  mutating func add(_ number: Int64) { add(UInt64(bitPattern: number)) }

  /// The bytes and how many they are, so that two texts in a row cannot pass for two others.
  mutating func add(_ text: String) {
    for byte in text.utf8 { add(UInt64(byte)) }
    add(UInt64(text.utf8.count))
  }
}
