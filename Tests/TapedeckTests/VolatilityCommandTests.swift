import Foundation
import TestSupport
import Testing

@Suite struct VolatilityCommandTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Fiorentini, Calzolari and Panattoni (1996), as McCullough and Renfro (1999) give the benchmark: to six digits, of
  /// which the last may be off by one.
  @Test func `the benchmark of GARCH software comes out to its published digits`() throws {
    let outcome = try folder.tapedeck(
      "volatility", "fit", "--csv", Repository.markAgainstPound, "--column", "return_pct", "--presample", "fcp",
      "--json")
    outcome.expectSuccess()
    let fit = try outcome.object()
    let parameters = try #require(fit["params"] as? [String: Double])
    let published = ["mu": -0.00619041, "omega": 0.0107613, "alpha": 0.153134, "beta": 0.805974]
    for (name, value) in published {
      let found = try #require(parameters[name])
      #expect(abs(found / value - 1) < 1e-5, "\(name) \(found)")
    }
    #expect(abs(try #require(fit["loglik"] as? Double) + 1106.60788) < 1e-5)
    for errors in ["se_hessian", "se_opg", "se_qmle"] { #expect((fit[errors] as? [String: Double])?.count == 4) }
  }

  @Test func `the same fit without JSON is a row a figure`() throws {
    let text = try folder.tapedeck(
      "volatility", "fit", "--csv", Repository.markAgainstPound, "--column", "return_pct"
    ).output
    #expect(text.contains("\n    alpha: 0.1454779"))
    #expect(text.contains("\n  observations: 1974"))
    #expect(!text.contains("{") && !text.contains("\""))
  }

  @Test func `a column in quotes with commas and line breaks reads as RFC 4180 says`() throws {
    let returns = try String(contentsOfFile: Repository.markAgainstPound, encoding: .utf8).split(separator: "\n")
      .dropFirst().compactMap { $0.split(separator: ",").last }
    let rows = returns.map { "\"BUY, said \"\"it\"\"\nagain\",\"\($0)\"\r\n" }.joined()
    try folder.write("\u{FEFF}reason,\"return, %\"\r\n" + rows, to: "quoted.csv")
    let quoted = try folder.tapedeck("volatility", "fit", "--csv", "quoted.csv", "--column", "return, %", "--json")
    let plain = try folder.tapedeck(
      "volatility", "fit", "--csv", Repository.markAgainstPound, "--column", "return_pct", "--json")
    quoted.expectSuccess()
    #expect(quoted.output == plain.output)
  }

  @Test func `a stored series is fitted on its log returns`() throws {
    _ = try folder.tapedeck("data", "import", Repository.hourlyBitcoin, "--store", "s.sqlite")
    let fit = try folder.tapedeck("volatility", "fit", "BTCUSD", "1h", "--store", "s.sqlite", "--json").object()
    #expect(fit["observations"] as? Int == 20_110)
    #expect(fit["outcome"] as? String == "converged")
  }

  @Test func `faults of the file are told by line`() throws {
    try folder.write("a,b\n1,2\n1,x\n", to: "f.csv")
    func fit(_ arguments: String...) throws -> Outcome {
      try Command(["volatility", "fit", "--csv"] + arguments, in: folder).outcome()
    }
    try fit("f.csv", "--column", "b").expectFailure(65, "f.csv:3:", "'x'")
    try fit("f.csv", "--column", "c").expectFailure(65, "f.csv:1:", "a, b")
    try fit("nowhere.csv", "--column", "c").expectFailure(66, "nowhere.csv")
    try fit("f.csv").expectFailure(64, "--column")
    try fit("f.csv", "--column", "a").expectFailure(65)
  }

  @Test(arguments: [
    (["--model", "egarch"], "egarch"), (["--distribution", "t"], "normal"), (["--mean", "ar7"], "constant or zero"),
    (["--presample", "none"], "fcp or backcast"), ([], "--csv"),
  ])
  func `what is not to be had is told with what is`(arguments: [String], word: String) throws {
    try Command(["volatility", "fit"] + arguments, in: folder).outcome().expectFailure(64, word)
  }
}
