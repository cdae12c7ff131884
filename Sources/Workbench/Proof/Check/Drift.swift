package import Market

/// The first thing that a replay did otherwise than its baseline, and what led to it.
package struct Drift: Equatable, Encodable, Sendable {
  /// One link of the chain from candle to fill.
  package struct Link: Equatable, Encodable, Sendable {
    package var name: String
    package var isEqual: Bool
    /// What the baseline holds and what was found; a fingerprint where the baseline holds no more.
    package var baseline: String
    package var found: String
  }

  package var instrument: String
  package var seed: UInt64
  /// Of a walk-forward, from 1.
  package var fold: Int?
  /// Milliseconds since 1970.
  package var time: Int64
  /// The first link that differs: `candle`, `readings`, `forecast`, `prompt`, `decision`, `gate`, `order`, `fill`,
  /// `charge`.
  package var event: String
  package var chain: [Link]
  /// The first later tick that came to something else, where the event itself changed no outcome.
  package var outcome: Int64?

  package var instant: Timestamp { Timestamp(milliseconds: time) }
}

/// Finds where a replay leaves its baseline.
struct DriftSearch {
  private let old: SessionTrace
  private let new: SessionTrace
  /// What was read at a tick of the new run, where that is known.
  private let readings: (Int64) -> String

  init(_ old: SessionTrace, _ new: SessionTrace, readings: @escaping (Int64) -> String = { _ in "" }) {
    self.old = old
    self.new = new
    self.readings = readings
  }

  /// Nil where both are equal.
  func first() -> Drift? {
    guard old != new else { return nil }
    let tick = firstTick(isOutcome: false)
    let order = firstOrder()
    let fill = firstFill()
    // Of what happened at one instant, the earlier link led to the later one.
    let events = [tick, order?.time, fill?.time]
    guard let time = events.compactMap({ $0 }).min() else { return nil }
    var drift = Drift(
      instrument: new.instrument, seed: new.seed, fold: new.fold, time: time, event: "tick", chain: [])
    if tick == time {
      drift.chain = chain(at: time, orders: nil)
    } else if let order, order.time == time {
      drift.chain = chain(at: time, orders: nil)
    } else if let fill, fill.order == TracedFill.charge {
      drift.chain = [charges(at: time)]
    } else if let fill {
      // A stop's or a target's fill belongs to the order that opened the position, and that to its tick.
      let submitted = (old.orders + new.orders).first { $0.id == fill.order }?.submitted
      drift.chain = chain(at: submitted ?? time, orders: fill.order)
    }
    drift.event = drift.chain.first { !$0.isEqual }?.name ?? "tick"
    if ["candle", "readings", "forecast", "prompt"].contains(drift.event) {
      let later = [firstTick(isOutcome: true), order?.time, fill?.time].compactMap { $0 }.min()
      if later != time { drift.outcome = later }
    }
    return drift
  }

  private func charges(at time: Int64) -> Drift.Link {
    func text(_ trace: SessionTrace) -> String {
      let list = trace.fills.filter { $0.time == time && $0.order == TracedFill.charge }.map(\.text)
      return list.isEmpty ? "none" : list.joined(separator: "; ")
    }
    return Drift.Link(name: "charge", isEqual: text(old) == text(new), baseline: text(old), found: text(new))
  }

  // MARK: Where they part

  private func firstTick(isOutcome: Bool) -> Int64? {
    let count = min(old.times.count, new.times.count)
    for index in 0..<count {
      guard old.times[index] == new.times[index] else { return min(old.times[index], new.times[index]) }
      let isSame =
        old.stages[index] == new.stages[index] && old.actions[index] == new.actions[index]
        && old.confidences[index] == new.confidences[index]
        && (isOutcome
          || old.candles[index] == new.candles[index] && old.readings[index] == new.readings[index]
            && old.forecasts[index] == new.forecasts[index] && old.prompts[index] == new.prompts[index])
      if !isSame { return old.times[index] }
    }
    return old.times.count == new.times.count ? nil : (old.times.count > count ? old : new).times[count]
  }

  private func firstOrder() -> (time: Int64, id: Int)? {
    let count = min(old.orders.count, new.orders.count)
    for index in 0..<count where old.orders[index] != new.orders[index] {
      let (own, other) = (old.orders[index], new.orders[index])
      return own.submitted <= other.submitted ? (own.submitted, own.id) : (other.submitted, other.id)
    }
    guard old.orders.count != new.orders.count else { return nil }
    let further = (old.orders.count > count ? old : new).orders[count]
    return (further.submitted, further.id)
  }

  private func firstFill() -> (time: Int64, order: Int)? {
    let count = min(old.fills.count, new.fills.count)
    for index in 0..<count where old.fills[index] != new.fills[index] {
      let (own, other) = (old.fills[index], new.fills[index])
      return own.time <= other.time ? (own.time, own.order) : (other.time, other.order)
    }
    guard old.fills.count != new.fills.count else { return nil }
    let further = (old.fills.count > count ? old : new).fills[count]
    return (further.time, further.order)
  }

  // MARK: The chain

  private func chain(at time: Int64, orders id: Int?) -> [Drift.Link] {
    let (before, after) = (index(of: time, in: old), index(of: time, in: new))
    var links: [Drift.Link] = []
    func link(_ name: String, _ value: (SessionTrace, Int) -> String, new detail: String = "") {
      let baseline = before.map { value(old, $0) } ?? "no tick"
      let found = after.map { value(new, $0) } ?? "no tick"
      let shown = detail.isEmpty || found == "none" ? found : detail
      links.append(Drift.Link(name: name, isEqual: baseline == found, baseline: baseline, found: shown))
    }
    link("candle", { Self.fingerprint($0.candles[$1]) })
    link("readings", { Self.fingerprint($0.readings[$1]) }, new: readings(time))
    link("forecast", { Self.fingerprint($0.forecasts[$1]) })
    link("prompt", { Self.fingerprint($0.prompts[$1]) })
    link("decision", { "\(TraceFile.actionName($0.actions[$1])) \($0.confidences[$1])" })
    link("gate", { TraceFile.stageName($0.stages[$1]) })
    let (own, other) = (sent(old, at: time, id), sent(new, at: time, id))
    add("order", own.map(\.text), other.map(\.text), to: &links)
    let (ownIDs, otherIDs) = (own.map(\.id), other.map(\.id))
    add(
      "fill", old.fills.filter { ownIDs.contains($0.order) }.map(Self.text),
      new.fills.filter { otherIDs.contains($0.order) }.map(Self.text), to: &links)
    return links
  }

  private func sent(_ trace: SessionTrace, at time: Int64, _ id: Int?) -> [TracedOrder] {
    trace.orders.filter { order in id.map { order.id == $0 } ?? (order.submitted == time) }
  }

  private func add(_ name: String, _ baseline: [String], _ found: [String], to links: inout [Drift.Link]) {
    func text(_ list: [String]) -> String { list.isEmpty ? "none" : list.joined(separator: "; ") }
    links.append(
      Drift.Link(name: name, isEqual: baseline == found, baseline: text(baseline), found: text(found)))
  }

  private static func text(_ fill: TracedFill) -> String { "\(Timestamp(milliseconds: fill.time)) \(fill.text)" }

  private static func fingerprint(_ value: UInt32) -> String { value == 0 ? "none" : "#" + String(value, radix: 16) }

  private func index(of time: Int64, in trace: SessionTrace) -> Int? {
    var (low, high) = (0, trace.times.count)
    while low < high {
      let middle = (low + high) / 2
      if trace.times[middle] < time { low = middle + 1 } else { high = middle }
    }
    return low < trace.times.count && trace.times[low] == time ? low : nil
  }
}
