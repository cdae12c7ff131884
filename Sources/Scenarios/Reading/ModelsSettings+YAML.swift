import Market
import Replay

extension ModelsSettings {
  /// Reads the key `models`, nil where it is absent; without seeds of their own the models get the scenario's.
  static func read(_ top: inout Section, seed: UInt64) throws(ScenarioError) -> ModelsSettings? {
    guard let value = top.value("models") else { return nil }
    var models = ModelsSettings(reference: "", variants: [], seeds: [seed], retries: 1, failures: FailureRates())
    try value.section { section throws(ScenarioError) in
      let list = try section.required("variants")
      for element in try list.list() {
        try element.section { section throws(ScenarioError) in
          let name = try section.required("name")
          models.variants.append(Variant(name: try name.variantName(), card: try section.required("card").text()))
          let folders = models.variants.map(\.name.folded)
          if let twin = folders.dropLast().firstIndex(of: folders[folders.count - 1]) {
            throw name.error(
              "\(name.kind) is too like '\(models.variants[twin].name)': their folders would have one name. Rename one."
            )
          }
        }
      }
      let names = models.variants.map(\.name)
      guard !names.isEmpty else { throw list.error("the list is empty. Name at least one variant.") }
      if let reference = section.value("reference") {
        models.reference = try reference.text()
        guard names.contains(models.reference) else {
          let hint = nearestName(to: models.reference, among: names).map { " Did you mean '\($0)'?" } ?? ""
          throw reference.error(
            "'\(models.reference)' is none of the variants (\(names.joined(separator: ", "))).\(hint)")
        }
      } else {
        models.reference = names[0]
      }
      if let seeds = section.value("seeds") {
        models.seeds = try seeds.list().map { value throws(ScenarioError) in UInt64(try value.int(in: 0...Int.max)) }
        guard !models.seeds.isEmpty, Set(models.seeds).count == models.seeds.count else {
          throw seeds.error("name at least one seed, and each once.")
        }
      }
      if let retries = section.value("retries") { models.retries = try retries.int(in: 0...10) }
      var failures = FailureRates()
      let failuresValue = section.value("failures")
      try failuresValue?.section { section throws(ScenarioError) in
        if let value = section.value("timeout") { failures.timeout = try value.share(in: 0...1) }
        if let value = section.value("broken_reply") { failures.brokenReply = try value.share(in: 0...1) }
        if let value = section.value("server_error") { failures.serverError = try value.share(in: 0...1) }
        if let value = section.value("device_error") { failures.deviceError = try value.share(in: 0...1) }
      }
      let total = failures.timeout + failures.brokenReply + failures.serverError + failures.deviceError
      guard total <= 1 else {
        throw (failuresValue ?? value).error("the shares add up to more than 100 percent. Lower them.")
      }
      models.failures = failures
    }
    return models
  }
}

extension Value {
  /// A variant's name, which also names its folder.
  fileprivate func variantName() throws(ScenarioError) -> String {
    let name = try text()
    let isPlain = name.utf8.allSatisfy { (0x20...0x7E).contains($0) && $0 != 0x2F }
    guard isPlain, name.utf8.count <= 80, let first = name.utf8.first, first.isLetterOrDigit else {
      throw error(
        "\(kind) names a folder: begin with a letter or digit, then up to 80 ASCII characters without '/'.")
    }
    return name
  }
}

extension String {
  /// Names that are equal so are too alike: case and punctuation make no difference to folders everywhere.
  fileprivate var folded: [UInt8] {
    lowercased().utf8.map { $0.isLetterOrDigit || $0 == 0x5F || $0 == 0x2E ? $0 : 0x2D }
  }
}

extension UInt8 {
  fileprivate var isLetterOrDigit: Bool {
    (0x30...0x39).contains(self) || (0x41...0x5A).contains(self) || (0x61...0x7A).contains(self)
  }
}
