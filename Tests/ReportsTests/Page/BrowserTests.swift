import Foundation
import Reports
import Testing

/// What only a browser can tell: `page_check.py` opens sample pages in headless Chromium.
@Suite struct BrowserTests {
  /// `REPORT_PAGES` names a folder in which the pages stay for a look.
  @Test(
    .enabled(
      if: Browser.found != nil,
      "needs chromium in PATH, a Python with playwright (PYTHON or .cache/python) and the charts: make setup-test"))
  func `sample pages work in a browser, at a desk, on a phone, in the dark, on paper and without scripts`() throws {
    let browser = try #require(Browser.found)
    let kept = ProcessInfo.processInfo.environment["REPORT_PAGES"].map { URL(fileURLWithPath: $0) }
    let folder = kept ?? FileManager.default.temporaryDirectory.appending(path: "tapedeck-pages-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { if kept == nil { try? FileManager.default.removeItem(at: folder) } }
    let charts = try String(contentsOf: Browser.charts, encoding: .utf8)
    func write(_ page: ReportPage, as name: String, charts: String?) throws -> String {
      let file = folder.appending(path: name + ".html")
      try Data(page.html(charts: charts)).write(to: file)
      return file.path
    }
    let pages = [
      try write(SamplePage.comparison(), as: "comparison", charts: charts),
      try write(SamplePage.attributed(), as: "attributed", charts: charts),
      try write(SamplePage.attributed(), as: "attributed-without-charts", charts: nil),
      try write(SamplePage.strategy(), as: "strategy", charts: charts),
      try write(SamplePage.hostile().page, as: "hostile", charts: charts),
      try write(SamplePage.strategy(), as: "without-charts", charts: nil),
      try write(SamplePage.swept(), as: "swept", charts: charts),
      try write(ReportPage(title: "empty", runID: "0"), as: "empty", charts: charts),
    ]
    let check = try browser.check(pages)
    #expect(check.status == 0, "\(check.output)")
  }
}

/// A Chromium and a Python that drives it.
private struct Browser {
  let chromium: String
  let python: String

  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "../../..")
    .standardizedFileURL
  static let charts = root.appending(path: ".cache/charts/lightweight-charts.js")

  /// Nil where one of them, or the chart library, is not there.
  static let found: Browser? = {
    let environment = ProcessInfo.processInfo.environment
    let places = (environment["PATH"] ?? "").split(separator: ":").map { "\($0)/chromium" }
    let python = environment["PYTHON"] ?? root.appending(path: ".cache/python/bin/python").path
    guard let chromium = places.first(where: FileManager.default.isExecutableFile(atPath:)),
      FileManager.default.isReadableFile(atPath: charts.path), FileManager.default.isExecutableFile(atPath: python),
      (try? run(python, ["-c", "import playwright"]))?.status == 0
    else { return nil }
    return Browser(chromium: chromium, python: python)
  }()

  func check(_ pages: [String]) throws -> (status: Int32, output: String) {
    let script = Self.root.appending(path: "Tests/ReportsTests/page_check.py").path
    return try Self.run(python, [script] + pages, adding: ["CHROMIUM": chromium])
  }

  private static func run(
    _ program: String, _ arguments: [String], adding variables: [String: String] = [:]
  ) throws -> (status: Int32, output: String) {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(variables) { $1 }
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: output, as: UTF8.self))
  }
}
