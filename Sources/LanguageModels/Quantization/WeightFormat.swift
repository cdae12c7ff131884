/// How a model's weights are stored. The names are GGML's.
///
/// Layouts of a block of 32 weights, all little endian (ggml, `ggml-common.h`):
///
///     q8_0   scale f16, 32 × int8                              34 bytes, 8.5 bits a weight
///     q4_1   scale f16, minimum f16, 16 × two 4-bit integers   20 bytes, 5.0 bits a weight
///     q4_0   scale f16, 16 × two 4-bit integers less 8         18 bytes, 4.5 bits a weight
package enum WeightFormat: String, CaseIterable, Sendable {
  case f32
  case f16
  case q8 = "q8_0"
  case q4WithMinimum = "q4_1"
  case q4 = "q4_0"

  /// Weights of a block: rows must be multiples of it.
  package static let blockSize = 32

  /// Bytes of 32 weights.
  package var bytesPerBlock: Int {
    switch self {
    case .f32: 128
    case .f16: 64
    case .q8: 34
    case .q4WithMinimum: 20
    case .q4: 18
    }
  }

  package var bitsPerWeight: Double { Double(bytesPerBlock) * 8 / Double(Self.blockSize) }

  /// The format of that name. Other formats exist, but the mock has no faithful encoder for them: q4_K, for one, packs
  /// rows in blocks of 256 with a search that differs between versions of ggml.
  package init(mockable name: String) throws(WeightFormatError) {
    let lowercase = name.lowercased()
    guard let format = WeightFormat(rawValue: lowercase == "fp16" ? "f16" : lowercase) else {
      throw WeightFormatError(name: name)
    }
    self = format
  }
}

/// A format in which the mock cannot store its weights.
package struct WeightFormatError: Error, Hashable, CustomStringConvertible {
  package let name: String

  package var description: String {
    let names = WeightFormat.allCases.map(\.rawValue).joined(separator: ", ")
    return "The mock model cannot store weights as \(name): no encoder is faithful to it. "
      + "Formats that work: \(names). A real server can serve \(name)."
  }
}
