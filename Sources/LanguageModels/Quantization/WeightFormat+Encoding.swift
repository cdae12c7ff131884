extension WeightFormat {
  /// `weights` as GGML stores them, bit for bit what the Python package `gguf` 0.19 writes (`gguf/quants.py`).
  ///
  /// The count must be a multiple of 32 and every weight finite.
  package func encode(_ weights: [Float]) -> [UInt8] {
    precondition(weights.count.isMultiple(of: Self.blockSize), "rows are multiples of 32 weights")
    var bytes: [UInt8] = []
    bytes.reserveCapacity(weights.count / Self.blockSize * bytesPerBlock)
    for start in stride(from: 0, to: weights.count, by: Self.blockSize) {
      let block = weights[start..<start + Self.blockSize]
      switch self {
      case .f32: for weight in block { bytes.append(littleEndian: weight.bitPattern) }
      case .f16: for weight in block { bytes.append(half: weight) }
      case .q8: Self.encodeQ8(block, to: &bytes)
      case .q4WithMinimum: Self.encodeQ4WithMinimum(block, to: &bytes)
      case .q4: Self.encodeQ4(block, to: &bytes)
      }
    }
    return bytes
  }

  /// The weights that `bytes` stand for.
  package func decode(_ bytes: [UInt8]) -> [Float] {
    precondition(bytes.count.isMultiple(of: bytesPerBlock), "a whole number of blocks")
    var weights: [Float] = []
    weights.reserveCapacity(bytes.count / bytesPerBlock * Self.blockSize)
    for start in stride(from: 0, to: bytes.count, by: bytesPerBlock) {
      let block = bytes[start..<start + bytesPerBlock]
      switch self {
      case .f32: for index in 0..<32 { weights.append(Float(bitPattern: block.word(at: start + 4 * index))) }
      case .f16: for index in 0..<32 { weights.append(block.half(at: start + 2 * index)) }
      case .q8:
        let scale = block.half(at: start)
        for byte in block[(start + 2)...] { weights.append(Float(Int8(bitPattern: byte)) * scale) }
      case .q4WithMinimum:
        let scale = block.half(at: start)
        let minimum = block.half(at: start + 2)
        for nibble in nibbles(block[(start + 4)...]) { weights.append(scale * Float(nibble) + minimum) }
      case .q4:
        let scale = block.half(at: start)
        for nibble in nibbles(block[(start + 2)...]) { weights.append(scale * Float(Int(nibble) - 8)) }
      }
    }
    return weights
  }

  /// The scale makes the largest magnitude 127.
  private static func encodeQ8(_ block: ArraySlice<Float>, to bytes: inout [UInt8]) {
    let largest = block.reduce(0) { max($0, $1.magnitude) }
    let scale = largest / 127
    let inverse = scale == 0 ? 0 : 1 / scale
    bytes.append(half: scale)
    for weight in block {
      let rounded = (weight * inverse).rounded(.toNearestOrAwayFromZero)
      bytes.append(UInt8(truncatingIfNeeded: integer(rounded)))
    }
  }

  /// The scale makes the first weight of the largest magnitude -8, so its sign costs nothing.
  private static func encodeQ4(_ block: ArraySlice<Float>, to bytes: inout [UInt8]) {
    var extreme = block[block.startIndex]
    for weight in block where weight.magnitude > extreme.magnitude { extreme = weight }
    let scale = extreme / -8
    let inverse = scale == 0 ? 0 : 1 / scale
    bytes.append(half: scale)
    append(nibblesOf: block, to: &bytes) { $0 * inverse + 8.5 }
  }

  private static func encodeQ4WithMinimum(_ block: ArraySlice<Float>, to bytes: inout [UInt8]) {
    let (minimum, maximum) = block.dropFirst().reduce((block[block.startIndex], block[block.startIndex])) {
      (min($0.0, $1), max($0.1, $1))
    }
    let scale = (maximum - minimum) / 15
    let inverse = scale == 0 ? 0 : 1 / scale
    bytes.append(half: scale)
    bytes.append(half: minimum)
    append(nibblesOf: block, to: &bytes) { ($0 - minimum) * inverse + 0.5 }
  }

  private static func append(
    nibblesOf block: ArraySlice<Float>, to bytes: inout [UInt8], _ position: (Float) -> Float
  ) {
    func nibble(_ index: Int) -> UInt8 {
      min(15, UInt8(truncatingIfNeeded: integer(position(block[block.startIndex + index]))))
    }
    for index in 0..<16 { bytes.append(nibble(index) | nibble(index + 16) << 4) }
  }

  /// Cut off towards zero; what no 32-bit integer can hold, and what is not a number, is 0. Such values come from
  /// blocks so small that the inverse of their scale overflows.
  private static func integer(_ value: Float) -> Int32 {
    value.magnitude < 0x1p31 ? Int32(value) : 0
  }
}

/// First the low halves of all bytes, then the high ones.
private func nibbles(_ bytes: ArraySlice<UInt8>) -> [UInt8] { bytes.map { $0 & 0x0F } + bytes.map { $0 >> 4 } }

extension [UInt8] {
  mutating func append(littleEndian word: UInt32) {
    for shift in stride(from: UInt32(0), to: 32, by: 8) { append(UInt8(truncatingIfNeeded: word >> shift)) }
  }

  /// The nearest half-precision number, ties to even; beyond 65,504 infinite.
  fileprivate mutating func append(half value: Float) {
    let bits = Float16(value).bitPattern
    append(UInt8(truncatingIfNeeded: bits))
    append(UInt8(truncatingIfNeeded: bits >> 8))
  }
}

extension Collection<UInt8> where Index == Int {
  func word(at index: Int) -> UInt32 {
    (0..<4).reduce(0) { $0 | UInt32(self[index + $1]) << UInt32(8 * $1) }
  }

  func half(at index: Int) -> Float {
    Float(Float16(bitPattern: UInt16(self[index]) | UInt16(self[index + 1]) << 8))
  }
}
