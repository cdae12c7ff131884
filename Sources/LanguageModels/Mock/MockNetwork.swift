import Market

/// One member of the mock's ensemble with its weights in one format: features in, probabilities out.
///
/// Fully connected layers with ReLU between them. Everything is IEEE arithmetic in a fixed order, the exponential
/// included, so the bits depend on nothing but weights and features.
package struct MockNetwork: Sendable {
  private let layers: [(matrix: WeightMatrix, biases: [Float])]
  private let temperature: Float
  private let approximation: [SIMD32<Float>]
  private let widest: Int
  private let mostBlocks: Int

  package init(_ member: MockWeights.Member, format: WeightFormat) {
    layers = member.layers.map { layer in
      let matrix = WeightMatrix(weights: layer.weights, rows: layer.rows, columns: layer.columns, format: format)
      return (matrix, layer.biases)
    }
    temperature = member.temperature
    approximation = (0..<3).map { row in
      SIMD32(member.approximation[row * PromptFeatures.count..<(row + 1) * PromptFeatures.count])
    }
    widest = member.layers.reduce(0) { max($0, $1.rows, $1.columns) }
    mostBlocks = member.layers.reduce(0) { max($0, $1.weights.count / 32) }
  }

  /// Probabilities of BUY, SELL and HOLD.
  package func probabilities(_ features: PromptFeatures) -> ActionProbabilities {
    MatrixScratch.with(blocksPerRow: widest / 32, blocks: mostBlocks) { scratch in
      withUnsafeTemporaryAllocation(of: Float.self, capacity: 2 * widest) { memory in
        guard var input = memory.baseAddress else { preconditionFailure("a network without neurons") }
        var output = input + widest
        for index in 0..<PromptFeatures.count { input[index] = features.values[index] }
        for (depth, layer) in layers.enumerated() {
          layer.matrix.multiply(input, into: output, scratch: scratch)
          layer.biases.withUnsafeBufferPointer { biases in
            if depth < layers.count - 1 {
              for row in 0..<layer.matrix.rows { output[row] = max(0, output[row] + biases[row]) }
            } else {
              for row in 0..<layer.matrix.rows { output[row] += biases[row] }
            }
          }
          swap(&input, &output)
        }
        return ActionProbabilities(buy: input[0], sell: input[1], hold: input[2], temperature: temperature)
      }
    }
  }

  /// The two features that speak most for `action` in the linear approximation of this network; nil where fewer do.
  func strongest(_ features: PromptFeatures, for action: Action) -> (Int?, Int?) {
    let row = action == .buy ? 0 : action == .sell ? 1 : 2
    let mean = (approximation[0] + approximation[1] + approximation[2]) / 3
    let support = features.values * (approximation[row] - mean)
    var (first, second): (Int?, Int?) = (nil, nil)
    var (most, more): (Float, Float) = (0, 0)
    for index in 0..<PromptFeatures.count where support[index] > more {
      if support[index] > most {
        (second, more) = (first, most)
        (first, most) = (index, support[index])
      } else {
        (second, more) = (index, support[index])
      }
    }
    return (first, second)
  }
}

extension ActionProbabilities {
  /// Softmax of the logits over the temperature.
  fileprivate init(buy: Float, sell: Float, hold: Float, temperature: Float) {
    let highest = max(buy, sell, hold)
    let scale = Double(temperature)
    self.init(
      weights: deterministicExp(Double(buy - highest) / scale), deterministicExp(Double(sell - highest) / scale),
      deterministicExp(Double(hold - highest) / scale))
  }
}
