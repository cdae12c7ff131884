import Foundation

/// The trained weights of a mock model: an ensemble of equal networks, as the training script wrote them.
///
/// File, little endian, without padding:
///
///     8 bytes   "TDWEIGHT"
///     UInt32    version, 1
///     UInt32    members M
///     UInt32    sizes S, then S × UInt32: neurons of each layer, from the 32 features to the 3 actions
///     M times:  Float32 temperature that the logits are divided by
///               for each layer: rows × columns Float32 weights, row after row, then rows Float32 biases
///               3 × 32 Float32: linear approximation of BUY, SELL and HOLD logits, for the reasoning
///     UInt64    ``ContentHash`` of all that precedes
package struct MockWeights: Sendable {
  /// Neurons of each layer, inputs first: 32, 256, 256, 3.
  package let sizes: [Int]
  package let members: [Member]
  /// The file's own hash.
  package let hash: UInt64

  package struct Member: Sendable {
    /// Logits are divided by this before they become probabilities: what makes a confidence of 60 right 60 times of
    /// 100 on prompts that training did not see.
    package let temperature: Float
    package let layers: [Layer]
    /// Rows BUY, SELL, HOLD of 32 columns: the least-squares approximation of the logits by the features.
    package let approximation: [Float]
  }

  package struct Layer: Sendable {
    package let weights: [Float]
    package let biases: [Float]
    package var rows: Int { biases.count }
    package var columns: Int { weights.count / biases.count }
  }

  /// Reads the weights at `path`.
  package init(path: String) throws(MockWeightsError) {
    let data: Data
    do { data = try Data(contentsOf: URL(fileURLWithPath: path)) } catch {
      throw MockWeightsError(file: path, problem: "it cannot be read")
    }
    try self.init(bytes: Array(data), file: path)
  }

  /// Reads weights from the bytes of `file`, a name for error texts.
  package init(bytes: [UInt8], file: String) throws(MockWeightsError) {
    var reader = WeightsReader(bytes: bytes, file: file)
    guard bytes.starts(with: "TDWEIGHT".utf8) else { throw reader.failure("it does not begin with TDWEIGHT") }
    reader.offset = 8
    let version = try reader.word()
    guard version == 1 else { throw reader.failure("its version is \(version), this program reads 1") }
    let memberCount = try reader.count(in: 1...64, "members")
    let layerCount = try reader.count(in: 2...8, "sizes")
    var sizes: [Int] = []
    for _ in 0..<layerCount { sizes.append(try reader.count(in: 1...4096, "neurons")) }
    guard sizes.first == PromptFeatures.count, sizes.last == 3, sizes.dropLast().allSatisfy({ $0.isMultiple(of: 32) })
    else { throw reader.failure("its layers are \(sizes), not from 32 through multiples of 32 to 3") }
    let numbers = zip(sizes, sizes.dropFirst()).reduce(0) { $0 + ($1.0 + 1) * $1.1 } + 1 + 3 * PromptFeatures.count
    let expected = reader.offset + 4 * numbers * memberCount + 8
    guard bytes.count == expected else {
      throw reader.failure("it has \(bytes.count) bytes, its header tells of \(expected)")
    }
    // The damage is found before any number is believed.
    let hash = bytes.withUnsafeBytes { ContentHash.of(UnsafeRawBufferPointer(rebasing: $0[..<(expected - 8)])) }
    let low = UInt64(bytes.word(at: expected - 8))
    guard hash == low | UInt64(bytes.word(at: expected - 4)) << 32 else {
      throw reader.failure("its checksum does not match")
    }
    var members: [Member] = []
    for _ in 0..<memberCount {
      let temperature = try reader.floats(1)[0]
      guard 0 < temperature else { throw reader.failure("a temperature is not above 0") }
      var layers: [Layer] = []
      for (columns, rows) in zip(sizes, sizes.dropFirst()) {
        layers.append(Layer(weights: try reader.floats(rows * columns), biases: try reader.floats(rows)))
      }
      let approximation = try reader.floats(3 * PromptFeatures.count)
      members.append(Member(temperature: temperature, layers: layers, approximation: approximation))
    }
    (self.sizes, self.members, self.hash) = (sizes, members, hash)
  }
}

private struct WeightsReader {
  let bytes: [UInt8]
  let file: String
  var offset = 0

  func failure(_ problem: String) -> MockWeightsError { MockWeightsError(file: file, problem: problem) }

  mutating func word() throws(MockWeightsError) -> UInt32 {
    guard offset + 4 <= bytes.count else { throw failure("it ends within its header") }
    defer { offset += 4 }
    return bytes.word(at: offset)
  }

  mutating func count(in range: ClosedRange<Int>, _ what: String) throws(MockWeightsError) -> Int {
    let value = Int(try word())
    guard range.contains(value) else { throw failure("it tells of \(value) \(what)") }
    return value
  }

  mutating func floats(_ count: Int) throws(MockWeightsError) -> [Float] {
    var values: [Float] = []
    values.reserveCapacity(count)
    for index in 0..<count { values.append(Float(bitPattern: bytes.word(at: offset + 4 * index))) }
    offset += 4 * count
    guard values.allSatisfy(\.isFinite) else { throw failure("a weight is not a finite number") }
    return values
  }
}

/// Why a weights file cannot be used.
package struct MockWeightsError: Error, Hashable, CustomStringConvertible {
  package let file: String
  package let problem: String

  package var description: String {
    "\(file) is not a usable file of mock weights: \(problem). "
      + "Restore it from the repository, or train it again with models/train/train_mock.py."
  }
}
