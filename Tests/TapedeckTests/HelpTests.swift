import TestSupport
import Testing

@Suite struct HelpTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test(arguments: [
    [], ["run"], ["audit"], ["check"], ["analyze"], ["explain"], ["compare"], ["report"],
    ["export"], ["data"], ["data", "import"], ["data", "list"],
    ["data", "show"], ["volatility"],
    ["volatility", "fit"], ["models"], ["models", "list"], ["models", "features"],
  ])
  func `every command explains itself`(command: [String]) throws {
    let help = try Command(command + ["--help"], in: folder).outcome()
    help.expectSuccess()
    #expect(help.complaint.isEmpty)
    #expect(help.output.contains("OVERVIEW: "))
    #expect(help.output.contains("USAGE: \((["tapedeck"] + command).joined(separator: " "))"))
  }

  @Test func `the overview names every command`() throws {
    let help = try folder.tapedeck().output
    for command in [
      "run", "audit", "check", "analyze", "explain", "compare", "report", "export", "data", "volatility", "models",
    ] {
      #expect(help.contains("\n  \(command) "))
    }
  }

  @Test func `the version is three numbers`() throws {
    let version = try folder.tapedeck("--version")
    version.expectSuccess()
    #expect(version.output.wholeMatch(of: /\d+\.\d+\.\d+\n/) != nil)
  }

  @Test(arguments: [
    (["nonsense"], "nonsense"), (["run"], "<scenario>"), (["run", "a.yaml", "--outt", "b"], "'--out'"),
    (["run", "a.yaml", "--jobs", "many"], "'many'"), (["data", "show", "BTCUSD"], "<timeframe>"),
    (["data", "import"], "<files>"),
  ])
  func `a command line that is not understood is told in two lines`(arguments: [String], word: String) throws {
    try Command(arguments, in: folder).outcome().expectFailure(64, word, "--help")
  }
}
