import Market
import ModelServers
import Replay
import Yams

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
          let card = try section.required("card").text()
          models.variants.append(Variant(name: try name.variantName(), card: card, server: try Server.read(&section)))
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
      models.tape = try Tape.read(&section)
      models.sampling = try Sampling.read(&section)
      if models.tape == nil, let place = models.variants.firstIndex(where: { $0.server != nil }) {
        throw try list.list()[place].error(
          "a server answers for '\(models.variants[place].name)', and no tape keeps what it says: the run could not be "
            + "repeated. Add models.tape with a file.")
      }
    }
    return models
  }
}

extension ModelsSettings.Server {
  fileprivate static func read(_ variant: inout Section) throws(ScenarioError) -> ModelsSettings.Server? {
    guard let value = variant.value("server") else { return nil }
    var server: ModelsSettings.Server?
    try value.section { section throws(ScenarioError) in
      let url = try section.required("url")
      guard let address = ServerAddress(try url.text()) else {
        throw url.error(
          "\(url.kind) is no address of a server. Write one such as http://127.0.0.1:8080/v1, its key in api_key.")
      }
      let kind = try section.value("kind")?.choice(ServerKind.self) ?? .openAI
      server = ModelsSettings.Server(
        address: address, kind: kind, keyVariable: try section.value("api_key")?.environmentVariable())
    }
    return server
  }
}

extension ModelsSettings.Tape {
  fileprivate static func read(_ models: inout Section) throws(ScenarioError) -> ModelsSettings.Tape? {
    guard let value = models.value("tape") else { return nil }
    var tape: ModelsSettings.Tape?
    try value.section { section throws(ScenarioError) in
      let file = try section.required("file").text()
      tape = ModelsSettings.Tape(file: file, mode: try section.value("mode")?.choice(DecisionTape.Mode.self) ?? .auto)
    }
    return tape
  }
}

extension ModelsSettings.Sampling {
  fileprivate static func read(_ models: inout Section) throws(ScenarioError) -> ModelsSettings.Sampling {
    var sampling = ModelsSettings.Sampling()
    try models.section("sampling") { section throws(ScenarioError) in
      if let value = section.value("temperature") { sampling.temperature = try value.number(in: 0...2) }
      if let value = section.value("maximum_reply") { sampling.maximumReply = try value.int(in: 16...100_000) }
      if let value = section.value("likelihoods") { sampling.likelihoods = try value.int(in: 0...1_000) }
      if let value = section.value("timeout") {
        sampling.timeout = try value.duration(upTo: 1)
        guard sampling.timeout > 0 else { throw value.error("\(value.kind) is no time. Give an answer some.") }
      }
    }
    return sampling
  }
}

extension Value {
  /// The name in `${NAME}`: a secret stands in the environment and nowhere else.
  fileprivate func environmentVariable() throws(ScenarioError) -> String {
    let text = node.string ?? ""
    let name = text.dropFirst(2).dropLast()
    let isName = name.utf8.allSatisfy { $0.isLetterOrDigit || $0 == 0x5F } && name.first?.isNumber == false
    guard text.hasPrefix("${"), text.hasSuffix("}"), isName else {
      throw error("a key is a secret and must not stand here. Write ${NAME}, and put the key into that variable.")
    }
    return String(name)
  }

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
