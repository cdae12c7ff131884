import Market
import Replay
import Scenarios
import Testing

/// `venue.accounts` and `venue.currency`.
@Suite struct SharedAccountTests {
  private let shared = """
    name: a
    data: [{ series: BTCUSD 1h }, { series: EURUSD 1h }]
    strategy: { kind: sma-cross }
    venue: { accounts: shared }
    """

  @Test func `accounts are separate unless the scenario says otherwise`() throws {
    #expect(try read().accounts == .separate)
    #expect(try read().currency == nil)
    let scenario = try Scenario(yaml: shared, file: "a.yaml")
    #expect(scenario.accounts == .shared)
    #expect(scenario.currency == nil)
    #expect(scenario.panels.map(\.settings) == [PipelineSettings(), PipelineSettings()])
  }

  @Test func `a currency is that of the accounts`() throws {
    #expect(try read("venue: { currency: USD }").currency == "USD")
  }

  @Test func `one series has nothing to share`() throws {
    let fault = try #require(refusal("venue: { accounts: shared }"))
    #expect(
      "\(fault)" == "a.yaml:4:20: venue.accounts: data names one series, which has nothing to share. Name another, or "
        + "remove 'accounts'.")
  }

  @Test func `a balance that is not known cannot be shared`() throws {
    let fault = try #require(refusal(in: shared, overrides: ["venue.balance=off"]))
    #expect(
      "\(fault)" == "a.yaml:4:20: venue.accounts: a balance that is not known cannot be shared out. Set venue.balance, "
        + "or remove 'accounts'.")
  }

  @Test func `several quote currencies need one for the account`() throws {
    let yaml = """
      name: a
      data:
        - { series: BTCUSD 1h }
        - series: DAX 1h
          instrument:
            { base: DAX, quote: EUR, calendar: crypto, price_tick: 0.01, lot_step: 1, minimum_order: 1 }
      strategy: { kind: sma-cross }
      venue: { accounts: shared }
      """
    let fault = try #require(refusal(in: yaml))
    #expect(
      "\(fault)" == "a.yaml:8:20: venue.accounts: the instruments are quoted in USD, EUR, and the account can have one "
        + "currency. Name it with venue.currency.")
    let changes = ["venue.currency=EUR", "data.0.exchange.series=EURUSD 1h"]
    let scenario = try Scenario(yaml: yaml, file: "a.yaml", overrides: changes)
    #expect(scenario.currency == "EUR")
    #expect(scenario.panels[0].exchange?.instrument.symbol == "EURUSD")
    #expect(scenario.panels[1].exchange == nil)
    // On accounts of their own each has its own currency.
    #expect(refusal(in: yaml, overrides: ["venue.accounts=separate"]) == nil)
  }

  @Test(arguments: ["shuffled", "exposure-matched"])
  func `a null trader needs an account of its own`(kind: String) throws {
    let change = "strategy={ kind: \(kind), of: { kind: momentum } }"
    let fault = try #require(refusal(in: shared, overrides: [change]))
    #expect(
      fault.problem.hasPrefix(
        "'\(kind)' is made of the decisions or the exposure of one instrument"))
    #expect(fault.problem.hasSuffix("Set venue.accounts to separate."))
    #expect(refusal(in: shared, overrides: [change, "venue.accounts=separate"]) == nil)
  }

  @Test(arguments: [
    "sweep={ grid: { strategy.fast: [5, 10] } }", "walk_forward={ train: 100d, test: 10d }",
  ])
  func `trials are played on shared accounts`(setting: String) throws {
    #expect(refusal(in: shared, overrides: [setting]) == nil)
  }

  @Test(arguments: [
    ("risk.kill_switch", "off"), ("risk.kill_switch.loss", "3 %"), ("risk.drawdown", "off"),
    ("risk.daily_trades", "12"), ("risk.cooldown", "15m"), ("risk.correlation", "off"), ("risk.volatility", "off"),
    ("risk.leverage", "2"), ("risk.value_at_risk", "off"), ("risk.on_excess", "reject"), ("venue.balance", "500"),
  ])
  func `what the account has is no instrument's own`(path: String, value: String) throws {
    let change = "data.1.override.\(path)=\(value)"
    let parts = path.split(separator: ".")
    let fault = try #require(refusal(in: shared, overrides: [change]))
    #expect(fault.key == "data[1].override.\(parts[0]).\(parts[1])")
    #expect(
      fault.problem
        == "the instruments share one account, and with it '\(parts[1])'. Move it to the scenario's \(parts[0]).")
    #expect(refusal(in: shared, overrides: [change, "venue.accounts=separate"]) == nil)
  }

  @Test func `a refused override is told with its place`() throws {
    let yaml = """
      name: a
      data:
        - series: BTCUSD 1h
        - series: EURUSD 1h
          override: { risk: { concentration: 10 %, leverage: 2 } }
      strategy: { kind: sma-cross }
      venue: { accounts: shared }
      """
    let fault = try #require(refusal(in: yaml))
    #expect((fault.line, fault.column) == (5, 56))
  }

  @Test(arguments: ["risk.concentration=10 %", "venue.fee=5 bp", "venue.spread=1 bp", "sizing.risk=2 %"])
  func `what concerns one instrument stays its own`(change: String) throws {
    #expect(refusal(in: shared, overrides: ["data.1.override.\(change)"]) == nil)
  }

  @Test(arguments: [("accounts", "shared"), ("currency", "EUR")])
  func `accounts and currency hold for the whole scenario`(key: String, value: String) throws {
    let fault = try #require(refusal("", overrides: ["data.0.override.venue.\(key)=\(value)"]))
    #expect(
      "\(fault)" == "--set: data[0].override.venue.\(key): '\(key)' holds for the whole scenario. Move it to the "
        + "scenario's venue.")
  }

  @Test(
    arguments: [
      ("{ limit: 0.5 }", 0.5, 2), ("{ held: 1 }", 0.7, 1), ("{ limit: 0.5, held: 3 }", 0.5, 3), ("off", nil, 2),
    ] as [(String, Double?, Int)])
  func `the correlation rule is read`(text: String, limit: Double?, held: Int) throws {
    var expected = PipelineSettings()
    expected.risk.correlationLimit = limit
    expected.risk.correlatedPositions = held
    #expect(try settings("risk: { correlation: \(text) }") == expected)
  }
}
