import LanguageModels
import Testing

@Suite struct WeightFormatTests {
  /// A row of `gguf_blocks.csv`: numbers, and what the Python package gguf made of them.
  private struct Row {
    let name: Substring
    let weights: [Float]
    let blocks: [(format: WeightFormat, bytes: [UInt8], decoded: [UInt8])]

    init(_ fields: [Substring]) {
      name = fields[0]
      weights = WeightFormat.f32.decode(bytes(fields[1]))
      blocks = [WeightFormat.f16, .q8, .q4WithMinimum, .q4].enumerated().map { index, format in
        (format, bytes(fields[2 + 2 * index]), bytes(fields[3 + 2 * index]))
      }
    }
  }

  @Test func `blocks are bit for bit those of the gguf package`() throws {
    // A comma inside a quoted name splits it; the fields are counted from the end.
    let rows = try fixture("gguf_blocks.csv").map { Row([$0[0]] + $0.suffix(9)) }
    #expect(rows.count == 72)
    for row in rows {
      for (format, bytes, decoded) in row.blocks {
        #expect(format.encode(row.weights) == bytes, "\(row.name) \(format)")
        let values = format.decode(bytes)
        let expected = WeightFormat.f32.decode(decoded)
        // A NaN has many patterns; every other number has one.
        let isSame = zip(values, expected).allSatisfy { $0.bitPattern == $1.bitPattern || ($0.isNaN && $1.isNaN) }
        #expect(isSame, "\(row.name) \(format)")
      }
    }
  }

  @Test func `bits a weight are those of the block layouts`() {
    #expect(WeightFormat.allCases.map(\.bitsPerWeight) == [32, 16, 8.5, 5, 4.5])
  }

  @Test func `a format without a faithful encoder is refused by name`() throws {
    #expect(try WeightFormat(mockable: "q4_0") == .q4)
    #expect(try WeightFormat(mockable: "Q8_0") == .q8)
    #expect(try WeightFormat(mockable: "fp16") == .f16)
    let error = try #require(throws: WeightFormatError.self) { try WeightFormat(mockable: "q4_K_M") }
    #expect(error.description.contains("q4_K_M"))
    #expect(error.description.contains("f32, f16, q8_0, q4_1, q4_0"))
  }
}

/// Bytes from hexadecimal digits.
private func bytes(_ digits: Substring) -> [UInt8] {
  let digits = Array(digits.utf8)
  return stride(from: 0, to: digits.count - 1, by: 2).map { index in
    UInt8(String(decoding: digits[index..<index + 2], as: UTF8.self), radix: 16) ?? 0
  }
}
