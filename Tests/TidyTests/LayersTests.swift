import Testing

/// Targets point one way: Market, capabilities, Replay, Comparison, the edges, Workbench, the command.
@Suite struct LayersTests {
  /// A target may name those of lower layers only.
  private static let layers = [
    "Market": 0, "CLAPACK": 0, "CZlib": 0, "CQuantizedDot": 0, "CandleStore": 1, "Volatility": 1, "LanguageModels": 1,
    "ModelServers": 2, "Replay": 2, "Comparison": 3, "Scenarios": 4, "Reports": 4, "Workbench": 5, "Tapedeck": 6,
  ]

  /// Modules of other packages and of the system, and who may import them.
  private static let outside = [
    "ArgumentParser": ["Tapedeck"], "Crypto": ["ModelServers", "Workbench"], "GRDB": ["CandleStore"],
    "Mustache": ["Reports"],
    "Yams": ["LanguageModels", "Scenarios"],
    "Foundation": [
      "CandleStore", "LanguageModels", "ModelServers", "Scenarios", "Reports", "Workbench", "Tapedeck", "Comparison",
    ],
    "Dispatch": ["ModelServers"],
    "FoundationNetworking": ["ModelServers"],
    "Glibc": ["Volatility", "CandleStore", "Reports", "Tapedeck", "Workbench", "Comparison", "Replay"],
    "Synchronization": ["CandleStore", "ModelServers", "Replay", "Volatility", "Workbench"],
  ]

  /// Each target of the manifest with the targets and products that it names.
  private static func declared() throws -> [String: Set<String>] {
    let manifest = try SourceTree.file("Package.swift").code.joined(separator: "\n")
    var targets: [String: Set<String>] = [:]
    let pattern = #/\.(?:target|executableTarget|systemLibrary)\(\s*name: "(\w+)"((?:[^()]|\([^()]*\))*)\)/#
    for match in manifest.matches(of: pattern) {
      var names: Set<String> = []
      if let list = match.2.firstMatch(of: #/dependencies: \[((?:[^\[\]])*)\]/#) {
        let products = list.1.matches(of: #/name: "(\w+)"/#).map { String($0.1) }
        let plain = list.1.replacing(#/\.product\([^)]*\)/#, with: "").matches(of: #/"(\w+)"/#).map { String($0.1) }
        names = Set(products + plain)
      }
      targets[String(match.1)] = names
    }
    return targets
  }

  private static func imports() throws -> [(file: SourceTree.File, module: String)] {
    try SourceTree.files("Sources", ".swift").flatMap { file in
      file.code.filter { $0.contains("import ") }.compactMap { line in
        line.firstMatch(
          of: #/^\s*(?:public |package |internal |private |fileprivate )?import (?:struct |enum |func )?(\w+)/#
        )
        .map { (file, String($0.1)) }
      }
    }
  }

  @Test func `every folder of sources is a target with a layer`() throws {
    let declared = try Self.declared()
    let folders = Set(try SourceTree.files("Sources", "").map(\.target))
    #expect(folders == Set(Self.layers.keys))
    for folder in folders.sorted() { #expect(declared[folder] != nil, "\(folder) is not in Package.swift") }
  }

  @Test func `targets depend on lower layers only`() throws {
    let declared = try Self.declared()
    for (target, layer) in Self.layers {
      for name in declared[target] ?? [] {
        if let other = Self.layers[name] {
          #expect(other < layer, "\(target) depends on \(name)")
        } else {
          #expect(Self.outside[name]?.contains(target) == true, "\(target) depends on \(name)")
        }
      }
    }
  }

  @Test func `files import what their target declares, and all that is declared is imported`() throws {
    let declared = try Self.declared()
    var imported: [String: Set<String>] = [:]
    for (file, module) in try Self.imports() {
      imported[file.target, default: []].insert(module)
      if Self.layers[module] != nil {
        #expect(declared[file.target]?.contains(module) == true, "\(file.path) imports \(module)")
      } else {
        #expect(Self.outside[module]?.contains(file.target) == true, "\(file.path) imports \(module)")
      }
    }
    for (target, names) in declared where Self.layers[target] != nil {
      #expect(names.subtracting(imported[target] ?? []).isEmpty, "\(target) declares what it never imports")
    }
  }

  @Test func `every folder of tests is a test target`() throws {
    let manifest = try SourceTree.file("Package.swift").text
    for folder in Set(try SourceTree.files("Tests", ".swift").map(\.target)).sorted() {
      #expect(manifest.firstMatch(of: try Regex(#"\.(?:testT|t)arget\(\s*name: "\#(folder)""#)) != nil, "\(folder)")
    }
  }
}
