import Foundation
import Market
import Scenarios
import Testing

/// The scenarios in `scenarios/`.
@Suite struct ShippedScenariosTests {
  static let names: [String] = {
    let folder = project.appending(path: "scenarios").path
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return files.filter { $0.hasSuffix(".yaml") }.sorted()
  }()

  @Test func `there are some`() {
    #expect(
      Set(Self.names).isSuperset(of: [
        "defaults-choke.yaml", "latency.yaml", "quantized-variants.yaml", "seed-validation-legacy.yaml",
        "seed-validation.yaml", "sma-cross.yaml", "staleness.yaml",
      ]))
  }

  @Test(arguments: names)
  func `it reads, says what it shows, and its files are there`(file: String) throws {
    let folder = project.appending(path: "scenarios")
    let scenario = try Scenario(contentsOf: folder.appending(path: file).path)
    #expect("\(scenario.name).yaml" == file)
    #expect(!scenario.description.isEmpty)
    for panel in scenario.panels {
      #expect(!panel.files.isEmpty, "\(panel.series) could not be imported in a fresh clone")
      for name in [panel.files, panel.finer?.files ?? [], panel.exchange?.files ?? []].joined() {
        #expect(FileManager.default.fileExists(atPath: folder.appending(path: name).path), "\(name)")
      }
      #expect(panel.isSynthetic == (panel.series.venue == "synthetic"))
    }
    for variant in scenario.models?.variants ?? [] {
      #expect(FileManager.default.fileExists(atPath: project.appending(path: "models/\(variant.card).yaml").path))
    }
  }
}
