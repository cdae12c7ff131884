import Foundation
import TestSupport
import Testing

/// The same input gives the same bytes, whichever process plays it, on however many threads and processor kernels.
@Suite struct ReproducibilityTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write(SampleScenarios.rule, to: "rule.yaml")
    try folder.write(SampleScenarios.models, to: "models.yaml")
  }

  /// Everything in a run directory but the times that it took.
  private func result(_ name: String) throws -> [String: Data] {
    var files = try folder.files(below: name)
    #expect(files.removeValue(forKey: "timings.json") != nil)
    return files
  }

  private func expectSame(_ first: String, _ second: String, at location: SourceLocation = #_sourceLocation) throws {
    let (own, other) = (try result(first), try result(second))
    #expect(own.keys.sorted() == other.keys.sorted(), sourceLocation: location)
    for name in own.keys.sorted() { #expect(own[name] == other[name], "\(name)", sourceLocation: location) }
  }

  @Test(arguments: ["rule.yaml", "models.yaml"])
  func `two processes and any number of threads give the same files`(scenario: String) throws {
    try folder.run(scenario, "--out", "first", "--jobs", "1").expectSuccess()
    try folder.run(scenario, "--out", "second", "--jobs", "2").expectSuccess()
    try folder.run(scenario, "--out", "third", "--jobs", "7").expectSuccess()
    try expectSame("first", "second")
    try expectSame("first", "third")
  }

  @Test func `where scenario, store and output lie makes no difference`() throws {
    try folder.run("rule.yaml", "--out", "first").expectSuccess()
    for name in ["elsewhere", "elsewhere/below"] {
      try FileManager.default.createDirectory(atPath: folder(name), withIntermediateDirectories: true)
    }
    try folder.write(SampleScenarios.rule, to: "elsewhere/rule.yaml")
    try folder.tapedeck("run", folder("elsewhere/rule.yaml"), "--out", "elsewhere/below/out").expectSuccess()
    try expectSame("first", "elsewhere/below/out")
  }

  /// OpenBLAS rounds differently on each of its kernels; what it rounds must not reach a result.
  @Test func `the processor kernel of OpenBLAS makes no difference`() throws {
    try folder.run("models.yaml", "--out", "first", environment: ["OPENBLAS_CORETYPE": "Haswell"]).expectSuccess()
    try folder.run("models.yaml", "--out", "second", environment: ["OPENBLAS_CORETYPE": "Nehalem"]).expectSuccess()
    let volatility = try #require(try result("first")["3b-f16/volatility.csv"])
    #expect(String(decoding: volatility, as: UTF8.self).contains(",garch,"))
    try expectSame("first", "second")
  }

  @Test func `language and time zone make no difference`() throws {
    try folder.run("models.yaml", "--out", "first").expectSuccess()
    try folder.run("models.yaml", "--out", "second", environment: ["LC_ALL": "de_DE.UTF-8", "TZ": "Asia/Kathmandu"])
      .expectSuccess()
    try expectSame("first", "second")
  }
}
