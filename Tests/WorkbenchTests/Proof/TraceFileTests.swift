import Testing
import Workbench

@Suite struct TraceFileTests {
  private var trace: SessionTrace {
    var trace = SessionTrace(instrument: "BTCUSD", seed: 7)
    trace.times = [3_600_000, 7_200_000, 10_800_000]
    trace.stages = [5, 7, 22]
    trace.actions = [0, 0, 1]
    trace.confidences = [0, 0, 88]
    trace.candles = [1, 0xFFFF_FFFF, 3]
    trace.readings = [0, 5, 7]
    trace.forecasts = [0, 0, 9]
    trace.prompts = [0, 0, 0]
    trace.orders = [TracedOrder(id: 1, submitted: 10_800_000, text: "open buy 0.5, filled")]
    trace.fills = [TracedFill(order: 1, time: 10_800_000, text: "buy 0.5 at 100, fee 0.1, signal")]
    return trace
  }

  private var traces: [SessionTrace] {
    var other = trace
    other.seed = 8
    other.prompts = [1, 3, 5]
    return [trace, other, SessionTrace(instrument: "EURUSD", seed: 7)]
  }

  @Test func `what was written reads back`() throws {
    #expect(try TraceFile.read(TraceFile.text(traces)) == traces)
    #expect(try TraceFile.read(TraceFile.text([])).isEmpty)
  }

  @Test func `what two seeds share is written once`() throws {
    let text = String(decoding: TraceFile.text(traces), as: UTF8.self)
    #expect(text.contains("readings =\n"))
    #expect(text.ranges(of: "00000001ffffffff00000003").count == 1)
  }

  /// Without a line, or with a byte of it another one, the file says what is wrong or says something else; it never
  /// stops the program, and no missing line goes unnoticed.
  @Test func `no damage passes unseen or stops the program`() throws {
    let bytes = TraceFile.text(traces)
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    for missing in lines.indices {
      var rest = lines
      rest.remove(at: missing)
      #expect(throws: TraceFile.Damage.self, "\(lines[missing])") {
        try TraceFile.read(Array(rest.joined(separator: "\n").utf8))
      }
    }
    for place in bytes.indices {
      for flip in [0x01, 0x10, 0x80] as [UInt8] {
        var other = bytes
        other[place] ^= flip
        if let read = try? TraceFile.read(other) { #expect(read != traces, "byte \(place)") }
      }
    }
  }

  @Test(arguments: [
    ("confidences 0*2 88", "confidences 0*99999999999 88"), ("times 3600000*3", "times 9223372036854775807*2 1"),
    ("candles 00000001", "candles 0000000g"), ("stages warming_up", "stages warming_down"),
    ("session BTCUSD 7 1 1", "session BTCUSD 7 -1 1"), ("actions HOLD*2", "actions HOLD*0"),
    ("confidences 0*2 88", "confidences * 88"), ("confidences 0*2 88", "confidences 0* 88"),
    ("confidences 0*2 88", "confidences *2 88"),
  ])
  func `values that cannot be are told`(found: String, replacement: String) throws {
    let text = String(decoding: TraceFile.text([trace]), as: UTF8.self)
    try #require(text.contains(found))
    #expect(throws: TraceFile.Damage.self) {
      try TraceFile.read(Array(text.replacing(found, with: replacement).utf8))
    }
  }
}
