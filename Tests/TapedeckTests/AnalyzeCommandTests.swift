import TestSupport
import Testing

@Suite struct AnalyzeCommandTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    _ = try folder.tapedeck("data", "import", Repository.hourlyBitcoin, "--store", "store.sqlite")
  }

  private func analyze(_ arguments: String...) throws -> Outcome {
    try Command(["analyze"] + arguments + ["--store", "store.sqlite", "--models", Repository.models], in: folder)
      .outcome()
  }

  @Test func `a tick is explained stage by stage, and the mock named as such`() throws {
    let outcome = try analyze("BTCUSD", "--at", "2018-04-04T16:00:00Z", "--show-pulse", "--show-prompt")
    outcome.expectSuccess()
    #expect(outcome.output.hasPrefix("BTCUSD 1h at 2018-04-04T16:00:00Z"))
    for stage in ["session", "staleness", "frozen", "quality", "warm-up", "decision", "confidence", "risk", "sizing"] {
      #expect(outcome.output.contains("\n\(stage) "), "\(stage)")
    }
    #expect(outcome.output.contains("RSI 14"))
    #expect(outcome.output.contains("MOCK"))
  }

  @Test func `a tick before there is history says so`() throws {
    let outcome = try analyze("BTCUSD", "--at", "2017-07-02T16:00:00Z", "--show-pulse")
    outcome.expectSuccess()
    #expect(outcome.output.contains("warm-up     stopped here: warming_up"))
    #expect(outcome.output.contains("no pulse"))
    #expect(!outcome.output.contains("MOCK"))
  }

  /// The last hourly candle closes at 10:00; two hours later it is as old as the contract lets it be.
  @Test func `a tick long after the last candle is stale`() throws {
    let outcome = try analyze("BTCUSD", "--at", "2019-10-17T13:00:00Z")
    #expect(outcome.output.contains("staleness   stopped here: stale"))
    #expect(outcome.output.contains("Stale market data detected: 3.00 hours old (threshold: 120 minutes)"))
  }

  @Test func `what cannot be explained is told`() throws {
    try analyze("XYZ").expectFailure(64, "XYZ")
    try analyze("BTCUSD", "--at", "yesterday").expectFailure(64, "yesterday", "2018-04-04T16:00:00Z")
    try analyze("BTCUSD", "--at", "2010-01-01").expectFailure(64, "2010-01-01", "2017-07-01T11:00:00Z")
    try analyze("BTCUSD", "--timeframe", "4h").expectFailure(66, "BTCUSD 4h")
    try analyze("BTCUSD", "--card", "gpt").expectFailure(78, "gpt", "llama3.2-3b-instruct-q8_0")
    try analyze("BTCUSD", "--card", "llama3.2-3b-instruct-q4_K_M").expectFailure(78, "q4_K_M", "q4_0")
  }
}
