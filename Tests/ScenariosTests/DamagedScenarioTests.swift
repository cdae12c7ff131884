import Foundation
import Scenarios
import Testing

/// Files that are no scenario, or no longer one.
@Suite struct DamagedScenarioTests {
  @Test(arguments: ["", "\n\n", "# nothing but words\n", "---\n"])
  func `an empty file is told`(yaml: String) throws {
    let fault = try #require(refusal(in: yaml))
    #expect(fault.line == 1)
    #expect(fault.problem.contains("is empty") || fault.problem.contains("found nothing"))
  }

  @Test(arguments: [
    ("just words", "a.yaml:1:1: expected keys and values, found 'just words'."),
    ("- a\n- b", "a.yaml:1:1: expected keys and values, found a list."),
    ("name: a\n\tdata: b", "a.yaml:2:1: a tab stands here. Indent with spaces."),
    ("name: a\nrisk:\n\tleverage: 5", "a.yaml:3:1: a tab stands here. Indent with spaces."),
    ("name: [a", "a.yaml:2:1: not valid YAML: did not find expected ',' or ']'. Correct it at or before this place."),
    ("name: 'a", "a.yaml:1:9: not valid YAML: found unexpected end of stream. Correct it at or before this place."),
    ("name: a\nseed: *x", "a.yaml:2:7: not valid YAML: found undefined alias. Correct it at or before this place."),
    (
      "name: a\n---\nname: b",
      "a.yaml:2:1: not valid YAML: but found another document. Correct it at or before this place."
    ),
    ("name: a\nseed: \u{1}", "a.yaml:2:7: a character stands here that YAML does not allow. Remove it."),
  ])
  func `what is not YAML is told with its place`(yaml: String, message: String) throws {
    #expect("\(try #require(refusal(in: yaml)))" == message)
  }

  @Test func `a file that is not there is told`() throws {
    let error = #expect(throws: ScenarioError.self) { try Scenario(contentsOf: "no/such.yaml") }
    #expect(error?.description == "no/such.yaml: there is no such scenario file, or it cannot be read.")
  }

  @Test func `a file that is not UTF-8 is told with its line`() throws {
    let path = FileManager.default.temporaryDirectory.appending(path: "tapedeck-\(UUID()).yaml").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try Data(Array("name: a\ndescription: ".utf8) + [0xE9, 0x0A]).write(to: URL(filePath: path))
    let error = #expect(throws: ScenarioError.self) { try Scenario(contentsOf: path) }
    #expect(error?.description == "\(path):2:1: the line is not UTF-8 text. Save the file as UTF-8.")
  }

  @Test(arguments: [100, 2_000, 100_000])
  func `deep nesting is an error, not a crash`(depth: Int) throws {
    #expect(refusal("risk: " + String(repeating: "[", count: depth)) != nil)
    #expect(refusal("risk: " + String(repeating: "{a: ", count: depth)) != nil)
    #expect(
      refusal("risk: " + String(repeating: "[", count: depth) + String(repeating: "]", count: depth)) != nil)
    #expect(refusal("", overrides: ["risk=" + String(repeating: "[", count: depth)]) != nil)
  }

  /// Every form of every key about orders, costs and accounts.
  private static let costs = """
    name: costs
    data:
      - series: BTCUSD 1h
        finer: { series: BTCUSD 1m, files: [btcusd_1m.csv] }
        exchange: { series: EURUSD 1h, files: [eurusd_1h.csv] }
        override: { venue: { fee: { tiers: coinbase }, slippage: { square_root_impact: 1 } } }
      - series: ETHUSD 1h
        exchange: { series: EURUSD 1d }
        override: { venue: { fee: { tiers: [{ from: 0, maker: 1 bp, taker: 2 bp }] }, slippage: { volatility: 0.1 } } }
      - series: SPY 1d
        exchange: { series: EURUSD 1d }
        override: { venue: { fee: { per_share: 0.005, minimum: 1, maximum: 1 % }, entry: { type: stop, offset: 1 % } } }
      - series: GBPUSD 1h
        exchange: { series: EURUSD 1h }
        override: { venue: { fee: { per_order: 1 }, entry: { type: stop_limit, offset: 1 %, limit_offset: 5 bp } } }
    strategy: { kind: momentum, positions: long_short }
    risk: { correlation: { limit: 0.5, held: 1 } }
    sizing: { trailing_stop: 3 % }
    venue:
      accounts: shared
      currency: EUR
      fee: { maker: 5 bp, taker: 10 bp }
      slippage: { volume_share: 0.1 }
      participation: 10 %
      financing: { calendar: new_york_17, long: 5 %, short: -1 %, days_per_year: 360 }
      liquidation: { maintenance: 5 %, fee: 1 % }
      entry: { type: limit, offset: 10 bp, time_in_force: gtd, lifetime: 4h }
    """

  @Test func `what is damaged below is whole`() {
    #expect(refusal(in: Self.costs) == nil)
  }

  /// 40 seeds of 50 damaged texts each.
  @Test(arguments: 0..<40 as Range<UInt64>)
  func `a damaged scenario reads or is refused in one line`(seed: UInt64) throws {
    var random = Chance(seed: seed)
    let models = try String(contentsOf: project.appending(path: "scenarios/quantized-variants.yaml"), encoding: .utf8)
    for whole in [models, Self.costs] {
      for _ in 0..<50 {
        var bytes = Array(whole.utf8)
        for _ in 0...random.below(4) { damage(&bytes, &random) }
        let text = String(decoding: bytes, as: UTF8.self)
        check(refusal(in: text), text, seed)
      }
    }
  }

  @Test(arguments: 0..<20 as Range<UInt64>)
  func `random bytes and random overrides are refused in one line`(seed: UInt64) {
    var random = Chance(seed: seed)
    for _ in 0..<50 {
      let bytes = (0..<random.below(200)).map { _ in UInt8(random.below(256)) }
      let text = String(decoding: bytes, as: UTF8.self)
      check(refusal(in: text), text, seed)
      let value = String(text.prefix(20))
      check(refusal("", overrides: ["risk.daily_trades=\(value)"]), value, seed)
      check(refusal("", overrides: [value]), value, seed)
    }
  }

  private func check(_ fault: ScenarioError?, _ text: String, _ seed: UInt64) {
    guard let fault else { return }
    #expect(!"\(fault)".contains("\n"), "seed \(seed): \(text)")
    #expect(fault.problem.hasSuffix(".") || fault.problem.hasSuffix("?"), "seed \(seed): \(fault)")
    #expect(fault.file == "--set" || fault.line >= 1 && fault.column >= 1, "seed \(seed): \(fault)")
    #expect("\(fault)".count < 400, "seed \(seed): \(fault)")
  }

  /// What means something to YAML.
  private static let signs = Array("{}[]:,&*!|>'\"%@`#-? \n\t".utf8)

  private func damage(_ bytes: inout [UInt8], _ random: inout Chance) {
    let place = random.below(bytes.count)
    switch random.below(6) {
    case 0: bytes[place] = UInt8(random.below(256))
    case 1: bytes.remove(at: place)
    case 2:
      bytes.insert(contentsOf: bytes[place..<min(place + random.below(80), bytes.count)], at: random.below(bytes.count))
    case 3: bytes.removeSubrange(place..<min(place + random.below(80), bytes.count))
    case 4: bytes.insert(Self.signs[random.below(Self.signs.count)], at: place)
    default: bytes.removeSubrange(place...)
    }
    if bytes.isEmpty { bytes = [0x61] }
  }
}

/// A small generator with a seed (SplitMix64, Steele, Lea and Flood 2014).
private struct Chance {
  var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func below(_ bound: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((mixed ^ (mixed >> 31)) % UInt64(max(bound, 1)))
  }
}
