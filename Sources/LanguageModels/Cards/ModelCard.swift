package import Market

/// What is known of a model: a YAML file in `models/`. What is not known is absent, and every figure names its source.
package struct ModelCard: Hashable, Sendable {
  /// `llama3.2-3b-instruct-q4_0`: what scenarios call the model; also the file's name.
  package let name: String
  /// The name under which a server has it: `llama3.2:3b-instruct-q4_0`.
  package let servedAs: String?
  /// Format of the weights, as GGML names it: `f16`, `q8_0`, `q4_K_M`.
  package let format: String
  package let parameters: Figure<Double>?
  package let bitsPerWeight: Figure<Double>?
  /// Size of the file, in units of 10^9 bytes.
  package let fileSizeGB: Figure<Double>?
  /// Memory that a server needs for it, in units of 10^9 bytes.
  package let memoryGB: Figure<Double>?
  /// Time from asking to the last word of a decision.
  package let latency: Figure<LatencyDistribution>?
  /// The first instant that the model cannot know of: ticks before it may be remembered instead of judged.
  package let knowledgeCutoff: Figure<Timestamp>?
  /// Hash of the model's file, as `sha256:` and its digits: what a server's recorded answers are known by.
  package let digest: String?
  /// Weights of the mock that stands in for the model, relative to the card's folder.
  package let mockWeights: String?

  /// A value and where it is from.
  package struct Figure<Value: Hashable & Sendable>: Hashable, Sendable {
    package let value: Value
    package let source: String
    /// What else is to be said: another source that differs, an assumption.
    package let note: String?
  }

  /// Reads the card from its YAML text; `file` is its path, for error texts and to check its name.
  package init(yaml: String, file: String) throws(ModelCardError) {
    let card = try CardReader(yaml: yaml, file: file)
    try card.allow([
      "name", "served_as", "format", "parameters", "bits_per_weight", "file_size_gb", "memory_gb", "latency_seconds",
      "knowledge_cutoff", "digest", "mock_weights",
    ])
    name = try card.requiredText("name")
    servedAs = try card.text("served_as")
    format = try card.requiredText("format")
    parameters = try card.positiveFigure("parameters")
    bitsPerWeight = try card.positiveFigure("bits_per_weight")
    fileSizeGB = try card.positiveFigure("file_size_gb")
    memoryGB = try card.positiveFigure("memory_gb")
    latency = try card.latency("latency_seconds")
    knowledgeCutoff = try card.month("knowledge_cutoff")
    digest = try card.text("digest")
    mockWeights = try card.text("mock_weights")
    let fileName = file.split(separator: "/").last ?? ""
    guard fileName == "\(name).yaml" else {
      throw card.failure("the card is named \"\(name)\", but its file \"\(fileName)\"", at: "name")
    }
  }

  /// Whether the model may remember `instant` from its training.
  package func mayRemember(_ instant: Timestamp) -> Bool { knowledgeCutoff.map { instant < $0.value } ?? false }
}

/// Why a model card cannot be read: where, what was found, what to do.
package struct ModelCardError: Error, Hashable, CustomStringConvertible {
  package let file: String
  /// Line and column of the place, from 1; nil where the whole file is meant.
  package let line: Int?
  package let column: Int?
  package let problem: String

  package var description: String {
    let place = line.map { line in ":\(line)" + (column.map { ":\($0)" } ?? "") } ?? ""
    return "\(file)\(place): \(problem)"
  }
}
