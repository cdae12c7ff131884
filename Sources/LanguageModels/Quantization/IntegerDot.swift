import CQuantizedDot

/// Integer dot products of weight and activation blocks, by the C kernels of `CQuantizedDot`.
///
/// Weight block i meets activation block i modulo `blocksPerRow`; there are `blocks` weight blocks and as many sums.
package enum IntegerDot {
  /// The best kernel for this processor.
  case fastest
  /// The kernel that every x86-64 processor runs.
  case baseline

  /// Weights of 8 bits, 32 bytes a block.
  @inline(__always)
  package func q8(
    _ weights: UnsafePointer<Int8>, _ activations: UnsafePointer<Int8>, blocks: Int, blocksPerRow: Int,
    into sums: UnsafeMutablePointer<Int32>
  ) {
    switch self {
    case .fastest: quantized_dot_q8(weights, activations, blocks, blocksPerRow, sums)
    case .baseline: quantized_dot_q8_baseline(weights, activations, blocks, blocksPerRow, sums)
    }
  }

  /// Weights of 4 bits, 0 to 15, 16 bytes a block, laid out as in q4_0.
  @inline(__always)
  package func q4(
    _ weights: UnsafePointer<UInt8>, _ activations: UnsafePointer<Int8>, blocks: Int, blocksPerRow: Int,
    into sums: UnsafeMutablePointer<Int32>
  ) {
    switch self {
    case .fastest: quantized_dot_q4(weights, activations, blocks, blocksPerRow, sums)
    case .baseline: quantized_dot_q4_baseline(weights, activations, blocks, blocksPerRow, sums)
    }
  }

  /// Brings activations into 8 bits: `scales` not yet rounded to half precision, `sums` of the 32 integers of a block.
  package static func quantize(
    _ values: UnsafePointer<Float>, blocks: Int, into quants: UnsafeMutablePointer<Int8>,
    scales: UnsafeMutablePointer<Float>, sums: UnsafeMutablePointer<Int32>
  ) {
    quantize_activations(values, blocks, quants, scales, sums)
  }
}
