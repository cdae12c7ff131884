import Market
import Replay

/// A variant's traces as text, column by column, which a baseline keeps compressed; Documentation/proof.md describes
/// it.
package enum TraceFile {
  private static let header = "tapedeck trace 1"

  /// What is wrong in which line, from 1.
  package struct Damage: Error {
    package var line: Int
    package var problem: String
  }

  // MARK: Writing

  package static func text(_ traces: [SessionTrace]) -> [UInt8] {
    var text = TextBuffer()
    text.append(header + "\n")
    var previous: SessionTrace?
    for trace in traces {
      let fold = trace.fold.map { " \($0)" } ?? ""
      text.append("session \(trace.instrument) \(trace.seed) \(trace.orders.count) \(trace.fills.count)\(fold)\n")
      text.append("times \(runs(steps(trace.times)))\n")
      text.append("stages \(runs(trace.stages.map { stageName($0) }))\n")
      text.append("actions \(runs(trace.actions.map { actionName($0) }))\n")
      text.append("confidences \(runs(trace.confidences))\n")
      for (name, column) in columns {
        // Seeds see the same candles: what repeats is written once.
        let isRepeated = previous.map { $0[keyPath: column] == trace[keyPath: column] } ?? false
        text.append("\(name) \(isRepeated ? "=" : hexadecimal(trace[keyPath: column]))\n")
      }
      for order in trace.orders { text.append("order \(order.id) \(order.submitted) \(order.text)\n") }
      for fill in trace.fills { text.append("fill \(fill.order) \(fill.time) \(fill.text)\n") }
      previous = trace
    }
    text.append("end\n")
    return text.bytes
  }

  private static var columns: [(String, WritableKeyPath<SessionTrace, [UInt32]>)] {
    [("candles", \.candles), ("readings", \.readings), ("forecasts", \.forecasts), ("prompts", \.prompts)]
  }

  private static func steps(_ times: [Int64]) -> [Int64] {
    zip(times, [0] + times).map { $0 - $1 }
  }

  /// `5*3 7`: what repeats with how often.
  private static func runs<Value: Equatable>(_ values: [Value]) -> String {
    var parts: [String] = []
    var index = 0
    while index < values.count {
      var end = index + 1
      while end < values.count, values[end] == values[index] { end += 1 }
      parts.append(end - index == 1 ? "\(values[index])" : "\(values[index])*\(end - index)")
      index = end
    }
    return parts.joined(separator: " ")
  }

  private static func hexadecimal(_ values: [UInt32]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(8 * values.count)
    for value in values {
      for shift in stride(from: 28, through: 0, by: -4) { bytes.append(digits[Int(value >> UInt32(shift)) & 15]) }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  static func stageName(_ value: UInt8) -> String { Stage(rawValue: value)?.name ?? "\(value)" }
  static func actionName(_ value: UInt8) -> String { Action(rawValue: value)?.name ?? "\(value)" }

  // MARK: Reading

  package static func read(_ bytes: [UInt8]) throws(Damage) -> [SessionTrace] {
    var lines = Lines(bytes)
    guard lines.next() == header else { throw lines.damage("it does not begin with '\(header)'") }
    var traces: [SessionTrace] = []
    while let line = lines.next() {
      if line == "end" {
        guard lines.next() == nil else { throw lines.damage("something follows the end") }
        return traces
      }
      traces.append(try session(line, &lines, previous: traces.last))
    }
    throw lines.damage("it ends early")
  }

  private static func session(
    _ line: String, _ lines: inout Lines, previous: SessionTrace?
  ) throws(Damage) -> SessionTrace {
    let words = line.split(separator: " ")
    let fold = words.count == 6 ? Int(words[5]) : nil
    guard words.count == (fold == nil ? 5 : 6), words[0] == "session", let seed = UInt64(words[2]),
      let orders = Int(words[3]), let fills = Int(words[4]), orders >= 0, fills >= 0, fold ?? 1 > 0
    else { throw lines.damage("a session was expected") }
    var trace = SessionTrace(instrument: String(words[1]), seed: seed, fold: fold)
    var time: Int64 = 0
    for step in try runs(try lines.value("times"), lines, Int64.init) {
      let (sum, overflow) = time.addingReportingOverflow(step)
      guard !overflow else { throw lines.damage("a time beyond all times") }
      time = sum
      trace.times.append(sum)
    }
    trace.stages = try runs(try lines.value("stages"), lines) { stages[$0] }
    trace.actions = try runs(try lines.value("actions"), lines) { Action(name: $0)?.rawValue }
    trace.confidences = try runs(try lines.value("confidences"), lines) { UInt8($0) }
    for (name, column) in columns {
      let text = try lines.value(name)
      if text == "=" {
        guard let previous else { throw lines.damage("there is nothing to repeat") }
        trace[keyPath: column] = previous[keyPath: column]
      } else {
        trace[keyPath: column] = try fingerprints(text, lines)
      }
    }
    let counts = [
      trace.stages.count, trace.actions.count, trace.confidences.count, trace.candles.count, trace.readings.count,
      trace.forecasts.count, trace.prompts.count,
    ]
    guard counts.allSatisfy({ $0 == trace.times.count }) else { throw lines.damage("columns of different lengths") }
    for _ in 0..<orders {
      let (id, submitted, text) = try lines.event("order")
      trace.orders.append(TracedOrder(id: id, submitted: submitted, text: text))
    }
    for _ in 0..<fills {
      let (order, time, text) = try lines.event("fill")
      trace.fills.append(TracedFill(order: order, time: time, text: text))
    }
    return trace
  }

  private static let stages = Dictionary(uniqueKeysWithValues: Stage.allCases.map { ($0.name, $0.rawValue) })
  /// More ticks than any baseline holds: a damaged count must not fill memory.
  private static let mostTicks = 50_000_000

  private static func runs<Value>(
    _ text: String, _ lines: Lines, _ read: (String) -> Value?
  ) throws(Damage) -> [Value] {
    var values: [Value] = []
    for part in text.split(separator: " ") {
      let pair = part.split(separator: "*", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      let count = pair.count == 1 ? 1 : Int(pair[1]) ?? 0
      guard count > 0, count <= mostTicks - values.count, let value = read(pair[0]) else {
        throw lines.damage("'\(part.prefix(40))' is no value here")
      }
      values.append(contentsOf: repeatElement(value, count: count))
    }
    return values
  }

  private static func fingerprints(_ text: String, _ lines: Lines) throws(Damage) -> [UInt32] {
    let bytes = Array(text.utf8)
    guard bytes.count % 8 == 0 else { throw lines.damage("fingerprints have eight digits") }
    var values: [UInt32] = []
    values.reserveCapacity(bytes.count / 8)
    for start in stride(from: 0, to: bytes.count, by: 8) {
      guard let value = UInt32(String(decoding: bytes[start..<start + 8], as: UTF8.self), radix: 16) else {
        throw lines.damage("a fingerprint is not hexadecimal")
      }
      values.append(value)
    }
    return values
  }
}

/// The lines of a file, one after the other.
private struct Lines {
  private let lines: [Substring]
  private var position = 0

  init(_ bytes: [UInt8]) {
    lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: true)
  }

  mutating func next() -> String? {
    guard position < lines.count else { return nil }
    position += 1
    return String(lines[position - 1])
  }

  /// What follows `name`, which the next line has to begin with.
  mutating func value(_ name: String) throws(TraceFile.Damage) -> String {
    guard let line = next(), line == name || line.hasPrefix(name + " ") else { throw damage("'\(name)' was expected") }
    return String(line.dropFirst(name.count + 1))
  }

  /// A number, milliseconds, and a text.
  mutating func event(_ name: String) throws(TraceFile.Damage) -> (Int, Int64, String) {
    let parts = try value(name).split(separator: " ", maxSplits: 2)
    guard parts.count == 3, let number = Int(parts[0]), let time = Int64(parts[1]) else {
      throw damage("'\(name)' is not complete")
    }
    return (number, time, String(parts[2]))
  }

  func damage(_ problem: String) -> TraceFile.Damage { TraceFile.Damage(line: max(1, position), problem: problem) }
}
