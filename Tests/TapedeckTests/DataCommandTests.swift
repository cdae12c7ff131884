import Foundation
import TestSupport
import Testing

@Suite struct DataCommandTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func importHourly() throws -> Outcome {
    try folder.tapedeck("data", "import", Repository.hourlyBitcoin, "--store", "store.sqlite", "--json")
  }

  /// The rows and times are those of `datasets/README.md`.
  @Test func `an import tells what it did in the contract's keys`() throws {
    let outcome = try importHourly()
    outcome.expectSuccess()
    #expect(outcome.complaint.isEmpty)
    let report = try outcome.object()
    #expect(
      Set(report.keys) == [
        "instrument", "venue", "timeframe", "format", "timezone", "rows_read", "rows_stored", "duplicates", "malformed",
        "first_open", "last_open",
      ])
    #expect(report["instrument"] as? String == "BTCUSD")
    #expect(report["venue"] as? String == "coinbase")
    #expect(report["timeframe"] as? String == "1h")
    #expect(report["timezone"] as? String == "UTC")
    #expect(report["rows_read"] as? Int == 20_111)
    #expect(report["rows_stored"] as? Int == 20_111)
    #expect(report["duplicates"] as? Int == 0)
    #expect(report["malformed"] as? Int == 0)
    #expect(report["first_open"] as? String == "2017-07-01T11:00:00Z")
    #expect(report["last_open"] as? String == "2019-10-17T09:00:00Z")
  }

  @Test func `importing again changes nothing`() throws {
    _ = try importHourly()
    let before = FileManager.default.contents(atPath: folder("store.sqlite"))
    let again = try importHourly().object()
    #expect(again["rows_stored"] as? Int == 0)
    #expect(again["duplicates"] as? Int == 20_111)
    #expect(FileManager.default.contents(atPath: folder("store.sqlite")) == before)
  }

  @Test func `two files give two objects`() throws {
    let outcome = try folder.tapedeck(
      "data", "import", Repository.hourlyBitcoin, "\(Repository.path)/datasets/oanda/gbpusd_1d.csv.gz", "--store",
      "store.sqlite", "--json")
    #expect(outcome.output.split(separator: "\n").count == 2)
    let listed = try folder.tapedeck("data", "list", "--store", "store.sqlite", "--json")
    let series = try #require(try JSONSerialization.jsonObject(with: Data(listed.output.utf8)) as? [[String: Any]])
    #expect(series.compactMap { $0["instrument"] as? String } == ["BTCUSD", "GBPUSD"])
    #expect(series.compactMap { $0["rows"] as? Int }.count == 2)
  }

  @Test func `what neither file nor caller tells is asked for by name`() throws {
    try FileManager.default.copyItem(atPath: Repository.hourlyBitcoin, toPath: folder("candles.csv.gz"))
    try folder.tapedeck("data", "import", "candles.csv.gz", "--store", "s.sqlite")
      .expectFailure(64, "--instrument", "--timeframe", "--venue")
    try folder.tapedeck("data", "import", "candles.csv.gz", "--store", "s.sqlite", "--instrument", "BTCUSD")
      .expectFailure(64, "--timeframe", "--venue")
    try folder.tapedeck("data", "import", "candles.csv.gz", "--store", "s.sqlite", "--timeframe", "7m")
      .expectFailure(64, "'7m'", "1h")
    let told = try folder.tapedeck(
      "data", "import", "candles.csv.gz", "--store", "s.sqlite", "--instrument", "BTCUSD", "--timeframe", "1h",
      "--venue", "elsewhere", "--json")
    #expect(try told.object()["venue"] as? String == "elsewhere")
  }

  private static let head = "open_time,open,high,low,close,volume\n2018-01-01T00:00:00Z,1,2,1,2,5\n"

  @Test func `a damaged file is told by line, and nothing of it is stored`() throws {
    try folder.write(Self.head + "2018-01-01T01:00:00Z,1,2,1,2,five\n", to: "damaged.csv")
    try folder.tapedeck(
      "data", "import", "damaged.csv", "--store", "s.sqlite", "--instrument", "BTCUSD", "--timeframe", "1h", "--venue",
      "here"
    ).expectFailure(65, "damaged.csv:3:", "volume", "five")
    #expect(try folder.tapedeck("data", "list", "--store", "s.sqlite", "--json").output == "[]\n")
  }

  @Test func `a file that is not there is missing input`() throws {
    try folder.tapedeck("data", "import", "nowhere.csv", "--store", "s.sqlite").expectFailure(66, "nowhere.csv")
  }

  @Test func `a store that is not there, is none, or cannot be made is told apart`() throws {
    try folder.tapedeck("data", "list", "--store", "nowhere.sqlite").expectFailure(66, "nowhere.sqlite", "--store")
    try folder.write("this is no store\n", to: "text.sqlite")
    try folder.tapedeck("data", "list", "--store", "text.sqlite").expectFailure(65, "text.sqlite")
    try folder.tapedeck("data", "import", Repository.hourlyBitcoin, "--store", "no/such/folder/s.sqlite")
      .expectFailure(74, "no/such/folder/s.sqlite")
  }

  /// The figures are those of `CandleStoreTests/Fixtures/statistics.json`, made by pandas.
  @Test func `showing a series gives every figure of the contract`() throws {
    _ = try importHourly()
    let shown = try folder.tapedeck("data", "show", "BTCUSD", "1h", "--store", "store.sqlite", "--json")
    let figures = try shown.object()
    #expect(
      Set(figures.keys) == [
        "rows", "first_open", "last_open", "first_close", "last_close", "max_high", "min_low", "sum_close",
        "sum_volume", "missing_on_grid", "longest_gap_seconds", "zero_volume", "ohlc_violations",
      ])
    #expect(figures["rows"] as? Int == 20_111)
    #expect(shown.output.contains("\"sum_close\":144373427.91,"))
    #expect(figures["zero_volume"] as? Int == 28)
  }

  @Test func `a series that is not stored is missing, with the nearest that is`() throws {
    _ = try importHourly()
    try folder.tapedeck("data", "show", "BTCUSD", "4h", "--store", "store.sqlite")
      .expectFailure(66, "BTCUSD 4h", "coinbase:BTCUSD 1h")
    try folder.tapedeck("data", "show", "BTCUSD", "7m", "--store", "store.sqlite").expectFailure(64, "7m")
  }

  @Test func `the store's place can come from the environment`() throws {
    let outcome = try folder.tapedeck(
      "data", "import", Repository.hourlyBitcoin, environment: ["TAPEDECK_STORE": folder("elsewhere.sqlite")])
    outcome.expectSuccess()
    #expect(FileManager.default.fileExists(atPath: folder("elsewhere.sqlite")))
  }

  @Test func `output that cannot be written is an error, not a crash`() throws {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = [
      "-c", "exec \"$0\" models list --models \"$1\" > /dev/full", Command.executable.path, Repository.models,
    ]
    let complaint = Pipe()
    process.standardError = complaint
    try process.run()
    let text = String(decoding: complaint.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 74)
    #expect(text.split(separator: "\n").count == 1)
    #expect(text.contains("standard output"))
  }
}
