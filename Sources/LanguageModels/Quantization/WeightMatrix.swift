/// A matrix of weights in one format, and its product with a vector of activations.
///
/// Works as ggml does (`ggml_vec_dot_*`): activations are brought into the weights' own kind of format first (q8_0 for
/// q8_0 and q4_0, q8_1 for q4_1, f16 for f16), blocks are multiplied in integers, and only the scales in floating
/// point. The order in which blocks are added up is ours and fixed, without fused multiply-add, so every x86-64
/// processor gives the same bits.
package struct WeightMatrix: Sendable {
  package let rows: Int
  package let columns: Int
  package let format: WeightFormat
  /// The integers of the blocks, without their scales: 32 bytes a block for q8_0, 16 for q4.
  private var quants: [UInt8] = []
  /// Scale of each block; of half precision, held as floats.
  private var scales: [Float] = []
  /// Minimum of each block of q4_1; empty for the others.
  private var minimums: [Float] = []
  /// The weights of f32 and f16. Half-precision weights are expanded when loaded: exact, and twice as fast as
  /// expanding them at every product.
  private var floats: [Float] = []

  /// Stores `weights`, row after row, as `format` has them. `columns` must be a multiple of 32.
  package init(weights: [Float], rows: Int, columns: Int, format: WeightFormat) {
    precondition(weights.count == rows * columns && columns.isMultiple(of: 32), "whole rows of whole blocks")
    (self.rows, self.columns, self.format) = (rows, columns, format)
    let bytes = format.encode(weights)
    switch format {
    case .f32, .f16:
      floats = format.decode(bytes)
    case .q8, .q4WithMinimum, .q4:
      let header = format == .q4WithMinimum ? 4 : 2
      for start in stride(from: 0, to: bytes.count, by: format.bytesPerBlock) {
        scales.append(bytes.half(at: start))
        if format == .q4WithMinimum { minimums.append(bytes.half(at: start + 2)) }
        quants.append(contentsOf: bytes[start + header..<start + format.bytesPerBlock])
      }
    }
  }

  private var blocksPerRow: Int { columns / 32 }

  /// Writes the product of each row and `input` to `output`, using `scratch` as working memory. Products of f16 leave
  /// `input` rounded to half precision. Every `kernel` gives the same bits.
  package func multiply(
    _ input: UnsafeMutablePointer<Float>, into output: UnsafeMutablePointer<Float>, scratch: MatrixScratch,
    kernel: IntegerDot = .fastest
  ) {
    switch format {
    case .f32:
      multiplyFloats(input, into: output)
    case .f16:
      for index in 0..<columns { input[index] = roundedToHalf(input[index]) }
      multiplyFloats(input, into: output)
    case .q8, .q4WithMinimum, .q4:
      let (blocks, perRow) = (rows * blocksPerRow, blocksPerRow)
      IntegerDot.quantize(
        input, blocks: perRow, into: scratch.quants, scales: scratch.scales, sums: scratch.quantSums)
      quants.withUnsafeBufferPointer { quants in
        guard let weights = quants.baseAddress else { return }
        if format == .q8 {
          UnsafeRawPointer(weights).withMemoryRebound(to: Int8.self, capacity: quants.count) { weights in
            kernel.q8(weights, scratch.quants, blocks: blocks, blocksPerRow: perRow, into: scratch.products)
          }
        } else {
          kernel.q4(weights, scratch.quants, blocks: blocks, blocksPerRow: perRow, into: scratch.products)
        }
      }
      addUp(scratch, into: output)
    }
  }

  /// Eight running sums, one for every eighth weight, then pairs of pairs of pairs.
  private func multiplyFloats(_ input: UnsafePointer<Float>, into output: UnsafeMutablePointer<Float>) {
    floats.withUnsafeBytes { floats in
      for row in 0..<rows {
        var sums = SIMD8<Float>(repeating: 0)
        let start = 4 * row * columns
        for column in stride(from: 0, to: columns, by: 8) {
          let weights = floats.loadUnaligned(fromByteOffset: start + 4 * column, as: SIMD8<Float>.self)
          sums += weights * UnsafeRawPointer(input + column).loadUnaligned(as: SIMD8<Float>.self)
        }
        output[row] = total(sums)
      }
    }
  }

  /// scale × activation's scale × integer product (and for q4_1 minimum × weighted sum of the activations), added up
  /// like floats: eight running sums, one for every eighth block, then pairs of pairs of pairs.
  private func addUp(_ scratch: MatrixScratch, into output: UnsafeMutablePointer<Float>) {
    let blocks = blocksPerRow
    // q4_0 stores its integers 8 too high; what that adds to each product is taken off again.
    let offset: Int32 = format == .q4 ? 8 : 0
    for block in 0..<blocks {
      // q8_1 keeps the sum of the block's activations, rounded like the scale.
      scratch.weightedSums[block] = roundedToHalf(scratch.scales[block] * Float(scratch.quantSums[block]))
      scratch.scales[block] = roundedToHalf(scratch.scales[block])
      scratch.quantSums[block] &*= offset
    }
    let hasMinimums = format == .q4WithMinimum
    scales.withUnsafeBufferPointer { scales in
      minimums.withUnsafeBufferPointer { minimums in
        guard let scales = scales.baseAddress, let minimums = minimums.baseAddress else { return }
        for row in 0..<rows {
          var sums = SIMD8<Float>(repeating: 0)
          let first = row * blocks
          var block = 0
          while block + 8 <= blocks {
            let products: SIMD8<Int32> = load(scratch.products, first + block) &- load(scratch.quantSums, block)
            let scale: SIMD8<Float> = load(scales, first + block) * load(scratch.scales, block)
            sums += scale * SIMD8<Float>(products)
            if hasMinimums { sums += load(minimums, first + block) * load(scratch.weightedSums, block) }
            block += 8
          }
          if block + 4 <= blocks {
            let products: SIMD4<Int32> = load(scratch.products, first + block) &- load(scratch.quantSums, block)
            let scale: SIMD4<Float> = load(scales, first + block) * load(scratch.scales, block)
            sums.lowHalf += scale * SIMD4<Float>(products)
            if hasMinimums { sums.lowHalf += load(minimums, first + block) * load(scratch.weightedSums, block) }
            block += 4
          }
          while block < blocks {
            let product = scratch.products[first + block] &- scratch.quantSums[block]
            sums[block % 8] += scales[first + block] * scratch.scales[block] * Float(product)
            if hasMinimums {
              sums[block % 8] += minimums[first + block] * scratch.weightedSums[block]
            }
            block += 1
          }
          output[row] = total(sums)
        }
      }
    }
  }
}

/// As many numbers as the vector has, from `index` on.
@inline(__always)
private func load<V: SIMD>(_ numbers: UnsafePointer<V.Scalar>, _ index: Int) -> V {
  UnsafeRawPointer(numbers + index).loadUnaligned(as: V.self)
}

/// Pairs of pairs of pairs.
@inline(__always)
private func total(_ sums: SIMD8<Float>) -> Float {
  let four = sums.lowHalf + sums.highHalf
  let two = four.lowHalf + four.highHalf
  return two.x + two.y
}

/// Working memory of a product, enough for `blocksPerRow` blocks of activations and `blocks` of weights.
package struct MatrixScratch {
  let quants: UnsafeMutablePointer<Int8>
  let scales: UnsafeMutablePointer<Float>
  let weightedSums: UnsafeMutablePointer<Float>
  let quantSums: UnsafeMutablePointer<Int32>
  let products: UnsafeMutablePointer<Int32>

  /// Lends working memory to `body`.
  package static func with<Result>(
    blocksPerRow: Int, blocks: Int, _ body: (MatrixScratch) -> Result
  ) -> Result {
    withUnsafeTemporaryAllocation(of: Float.self, capacity: 11 * blocksPerRow + blocks) { memory in
      guard let base = memory.baseAddress else { preconditionFailure("a product of no blocks") }
      let raw = UnsafeMutableRawPointer(base)
      func part<T>(_ offset: Int, _ count: Int, of type: T.Type) -> UnsafeMutablePointer<T> {
        (raw + 4 * offset).bindMemory(to: type, capacity: count)
      }
      return body(
        MatrixScratch(
          quants: part(3 * blocksPerRow, 32 * blocksPerRow, of: Int8.self),
          scales: part(0, blocksPerRow, of: Float.self),
          weightedSums: part(blocksPerRow, blocksPerRow, of: Float.self),
          quantSums: part(2 * blocksPerRow, blocksPerRow, of: Int32.self),
          products: part(11 * blocksPerRow, blocks, of: Int32.self)))
    }
  }
}

/// The nearest number of half precision, ties to even, as a float.
///
/// On the bits, because the baseline of x86-64 has no instruction for it and the library's call is ten times slower.
@inline(__always)
package func roundedToHalf(_ value: Float) -> Float {
  let sign = value.bitPattern & 0x8000_0000
  let magnitude = value.magnitude
  // 2^-14 is the smallest normal half: below it all share one exponent, which adding and taking away 0.5 rounds to.
  if magnitude < 0x1p-14 { return Float(bitPattern: ((magnitude + 0.5) - 0.5).bitPattern | sign) }
  guard magnitude < .infinity else { return value }
  // From the midpoint above 65,504 on, the nearest is infinity.
  if magnitude >= 65_520 { return Float(bitPattern: Float.infinity.bitPattern | sign) }
  return Float(bitPattern: (value.bitPattern &+ 0xFFF &+ (value.bitPattern >> 13 & 1)) & 0xFFFF_E000)
}
