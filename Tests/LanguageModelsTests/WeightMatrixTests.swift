import LanguageModels
import Testing

/// The kernels against their plain twins.
@Suite struct WeightMatrixTests {
  /// The block dot products, one number after the other.
  private static func plainDot(_ weights: [Int], _ activations: [Int8], blocksPerRow: Int) -> [Int32] {
    (0..<weights.count / 32).map { block in
      (0..<32).reduce(0) { sum, index in
        sum + Int32(weights[32 * block + index]) * Int32(activations[32 * (block % blocksPerRow) + index])
      }
    }
  }

  @Test(arguments: [IntegerDot.fastest, .baseline], [(1, 1), (1, 17), (3, 8), (4, 5), (8, 3), (8, 256), (9, 31)])
  func `integer kernels equal their plain twin`(kernel: IntegerDot, shape: (blocksPerRow: Int, rows: Int)) {
    var random = SplitMix64(seed: UInt64(shape.rows))
    let blocks = shape.blocksPerRow * shape.rows
    // -127 and 127 in whole rows: the largest sums that can occur.
    func eight(_ count: Int) -> [Int8] {
      (0..<count).map {
        $0 / 32 % 3 == 0 ? ($0 / 32 % 2 == 0 ? 127 : -127) : Int8.random(in: -127...127, using: &random)
      }
    }
    let activations = eight(32 * shape.blocksPerRow)
    let bytes = eight(32 * blocks)
    let nibbles = (0..<16 * blocks).map { $0 / 16 % 4 == 0 ? UInt8(0xFF) : UInt8.random(in: 0...255, using: &random) }
    var sums = [Int32](repeating: 0, count: blocks)
    kernel.q8(bytes, activations, blocks: blocks, blocksPerRow: shape.blocksPerRow, into: &sums)
    #expect(sums == Self.plainDot(bytes.map(Int.init), activations, blocksPerRow: shape.blocksPerRow))
    kernel.q4(nibbles, activations, blocks: blocks, blocksPerRow: shape.blocksPerRow, into: &sums)
    let unpacked = (0..<blocks).flatMap { block in
      let own = nibbles[16 * block..<16 * block + 16]
      return own.map { Int($0 & 15) } + own.map { Int($0 >> 4) }
    }
    #expect(sums == Self.plainDot(unpacked, activations, blocksPerRow: shape.blocksPerRow))
  }

  @Test func `activations are quantized as by the plain twin`() {
    var random = SplitMix64(seed: 5)
    var values = (0..<32 * 40).map { index in
      Float(random.nextShare() - 0.5) * Float(sign: .plus, exponent: index / 32 - 30, significand: 1)
    }
    // Ties, zeros, and a block too small to have an inverse scale.
    values += [127] + (0..<31).map { Float($0) - 15.5 }
    values += [Float](repeating: 0, count: 32) + [Float](repeating: 0x1p-130, count: 32)
    let blocks = values.count / 32
    var quants = [Int8](repeating: 0, count: values.count)
    var scales = [Float](repeating: 0, count: blocks)
    var sums = [Int32](repeating: 0, count: blocks)
    IntegerDot.quantize(values, blocks: blocks, into: &quants, scales: &scales, sums: &sums)
    for block in 0..<blocks {
      let own = values[32 * block..<32 * block + 32]
      let scale = (own.map(\.magnitude).max() ?? 0) / 127
      let inverse = scale < .leastNormalMagnitude ? 0 : 1 / scale
      let expected = own.map { Int8(($0 * inverse).rounded(.toNearestOrAwayFromZero)) }
      #expect(Array(quants[32 * block..<32 * block + 32]) == expected, "block \(block)")
      #expect(scales[block] == scale)
      #expect(sums[block] == expected.reduce(0) { $0 + Int32($1) })
    }
  }

  /// The product as ggml's scalar code has it, in this project's order: eight sums, then pairs.
  private static func plainProduct(_ weights: [Float], _ input: [Float], rows: Int, format: WeightFormat) -> [Float] {
    func total(_ sums: [Float]) -> Float {
      let four = (0..<4).map { sums[$0] + sums[$0 + 4] }
      return (four[0] + four[2]) + (four[1] + four[3])
    }
    let columns = input.count
    let bytes = format.encode(weights)
    return (0..<rows).map { row in
      var sums = [Float](repeating: 0, count: 8)
      switch format {
      case .f32, .f16:
        let stored = format.decode(bytes)
        for column in 0..<columns {
          let value = format == .f16 ? Float(Float16(input[column])) : input[column]
          sums[column % 8] += stored[row * columns + column] * value
        }
      case .q8, .q4WithMinimum, .q4:
        for block in 0..<columns / 32 {
          let own = input[32 * block..<32 * block + 32]
          let scale = (own.map(\.magnitude).max() ?? 0) / 127
          let quants = own.map { Int32(($0 * (scale == 0 ? 0 : 1 / scale)).rounded(.toNearestOrAwayFromZero)) }
          let start = (row * columns / 32 + block) * format.bytesPerBlock
          let bytes = Array(bytes[start..<start + format.bytesPerBlock])
          func half(_ at: Int) -> Float { Float(Float16(bitPattern: UInt16(bytes[at]) | UInt16(bytes[at + 1]) << 8)) }
          let activationScale = Float(Float16(scale))
          let header = format == .q4WithMinimum ? 4 : 2
          let integers: [Int32] =
            format == .q8
            ? bytes[header...].map { Int32(Int8(bitPattern: $0)) }
            : bytes[header...].map { Int32($0 & 15) } + bytes[header...].map { Int32($0 >> 4) }
          let product = zip(integers, quants).reduce(0) { $0 + ($1.0 - (format == .q4 ? 8 : 0)) * $1.1 }
          sums[block % 8] += (half(0) * activationScale) * Float(product)
          if format == .q4WithMinimum {
            sums[block % 8] += half(2) * Float(Float16(scale * Float(quants.reduce(0, +))))
          }
        }
      }
      return total(sums)
    }
  }

  @Test(arguments: WeightFormat.allCases, [(32, 256), (128, 64), (256, 3), (288, 7), (416, 5)])
  func `products equal their plain twin to the bit`(format: WeightFormat, shape: (columns: Int, rows: Int)) {
    var random = SplitMix64(seed: 11)
    let weights = (0..<shape.rows * shape.columns).map { _ in Float(random.nextShare() - 0.5) }
    let input = (0..<shape.columns).map { _ in Float(random.nextShare() * 4 - 1) }
    let matrix = WeightMatrix(weights: weights, rows: shape.rows, columns: shape.columns, format: format)
    let expected = Self.plainProduct(weights, input, rows: shape.rows, format: format).map(\.bitPattern)
    for kernel in [IntegerDot.fastest, .baseline] {
      var values = input
      var output = [Float](repeating: 0, count: shape.rows)
      MatrixScratch.with(blocksPerRow: shape.columns / 32, blocks: weights.count / 32) { scratch in
        matrix.multiply(&values, into: &output, scratch: scratch, kernel: kernel)
      }
      #expect(output.map(\.bitPattern) == expected)
    }
  }

  @Test func `rounding to half precision is that of Float16`() {
    var random = SplitMix64(seed: 3)
    let special: [Float] = [
      0, -0.0, 1, 65_504, 65_519, 65_520, -65_520, 1e9, .infinity, -.infinity, 0x1p-14, 0x1p-24, 0x1p-25, 0x1.8p-25,
      -0x1p-25, 0x1.ffcp-15, 0x1.ffep-15, .leastNonzeroMagnitude,
    ]
    let random32 = (0..<200_000).map { _ in Float(bitPattern: UInt32(truncatingIfNeeded: random.next())) }
    for value in special + random32 where !value.isNaN {
      let expected = Float(Float16(value))
      #expect(roundedToHalf(value).bitPattern == expected.bitPattern, "\(value)")
    }
    #expect(roundedToHalf(.nan).isNaN)
  }
}
