import Market

/// The mock language model: a small trained network that reads the prompt's text and writes a reply's text.
///
/// It stands in for a model server where none runs. What it shares with one: it sees the prompt and nothing else, its
/// weights are stored in the variant's format, and its reply goes through the same parser. The seed picks a member of
/// the ensemble.
package struct MockLanguageModel: ImmediateLanguageModel {
  /// `mock `, then the name of the model that it stands in for.
  package let name: String
  package let format: WeightFormat
  /// Tells these weights in this format from all others: what a recorded answer is stored under.
  package let digest: String
  private let members: [MockNetwork]
  private let latency: LatencyDistribution?

  /// A mock of the model called `name`. Without a latency it answers at once.
  package init(name: String, weights: MockWeights, format: WeightFormat, latency: LatencyDistribution?) {
    self.name = "mock \(name)"
    self.format = format
    digest = "mock:\(String(weights.hash, radix: 16)):\(format.rawValue)"
    members = weights.members.map { MockNetwork($0, format: format) }
    self.latency = latency
  }

  /// Seeds 1, 2, … pick the first, second, … member, and then the first again.
  private func member(_ seed: UInt64) -> MockNetwork {
    let count = UInt64(members.count)
    return members[Int((seed % count + count - 1) % count)]
  }

  package func answer(
    _ prompt: [UInt8], seed: UInt64, ordinal: Int, attempt: Int, into reply: inout [UInt8]
  ) throws(ModelError) -> Int {
    let network = member(seed)
    let reader = try Self.read(prompt)
    let decision = network.probabilities(reader.features).decision
    MockReply.write(decision, because: network.strongest(reader.features, for: decision.action), reader, to: &reply)
    return latency?.milliseconds(seed: seed, stream: ContentHash.of(prompt)) ?? 0
  }

  /// Probabilities of the three actions: what the distance between two formats is measured on.
  package func probabilities(_ prompt: [UInt8], seed: UInt64) throws(ModelError) -> ActionProbabilities {
    member(seed).probabilities(try Self.read(prompt).features)
  }

  /// What the network sees of `prompt`: what the training script is given.
  package static func features(_ prompt: [UInt8]) throws(ModelError) -> PromptFeatures { try read(prompt).features }

  private static func read(_ prompt: [UInt8]) throws(ModelError) -> PromptReader {
    try prompt.withUnsafeBufferPointer { bytes throws(ModelError) in
      var reader = PromptReader(bytes)
      try reader.read()
      return reader
    }
  }
}
