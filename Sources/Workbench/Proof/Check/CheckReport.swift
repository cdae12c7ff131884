import Market

/// A check's results for people and for CI.
package enum CheckReport {
  /// What drifted, first of all the first event and its chain; empty where nothing did.
  package static func text(_ result: ScenarioCheck.Result) -> String {
    guard result.hasDrifted else { return "" }
    var lines: [String] = []
    if let first = result.first, let drift = first.drift {
      lines.append("first event that differs: \(place(drift, first.variant)): \(drift.event)")
      lines += drift.chain.map(line)
      if let outcome = drift.outcome {
        lines.append("  it changed no outcome until \(Timestamp(milliseconds: outcome))")
      }
    }
    if !result.inputs.isEmpty { lines.append("inputs that differ: \(result.inputs.joined(separator: ", "))") }
    for figure in result.figures.prefix(8) {
      lines.append("figure \(figure.figure): \(figure.baseline) -> \(figure.found)")
    }
    if result.figures.count > 8 { lines.append("and \(result.figures.count - 8) more figures") }
    return lines.joined(separator: "\n")
  }

  private static func place(_ drift: Drift, _ variant: String) -> String {
    let fold = drift.fold.map { ", fold \($0)" } ?? ""
    return "\(variant), \(drift.instrument), seed \(drift.seed)\(fold), \(drift.instant)"
  }

  private static func line(_ link: Drift.Link) -> String {
    let name = link.name + String(repeating: " ", count: max(1, 10 - link.name.count))
    if link.isEqual { return "  \(name) equal      \(link.found)" }
    return "  \(name) DIFFERENT  \(link.baseline) -> \(link.found)"
  }

  /// A JUnit file: a suite for each scenario, a case for each variant and one for the figures.
  package static func junit(_ results: [ScenarioCheck.Result]) -> String {
    var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    let suites = results.map { result in (result, cases(result)) }
    let failures = suites.map { $0.1.count { $0.failure != nil } }
    text += "<testsuites name=\"tapedeck check\" tests=\"\(suites.reduce(0) { $0 + $1.1.count })\" "
    text += "failures=\"\(failures.reduce(0, +))\">\n"
    for ((result, cases), count) in zip(suites, failures) {
      text += "  <testsuite name=\"\(escaped(result.scenario))\" tests=\"\(cases.count)\" failures=\"\(count)\">\n"
      for test in cases {
        let head = "    <testcase classname=\"\(escaped(result.scenario))\" name=\"\(escaped(test.name))\""
        guard let failure = test.failure else {
          text += head + "/>\n"
          continue
        }
        text += "\(head)>\n      <failure message=\"\(escaped(failure.message))\">\(escaped(failure.text))</failure>\n"
        text += "    </testcase>\n"
      }
      text += "  </testsuite>\n"
    }
    return text + "</testsuites>\n"
  }

  private struct Case {
    var name: String
    var failure: (message: String, text: String)?
  }

  private static func cases(_ result: ScenarioCheck.Result) -> [Case] {
    var cases = result.variants.map { variant in
      guard let drift = variant.drift, result.eventsCount else { return Case(name: variant.variant) }
      let message = "first event that differs: \(place(drift, variant.variant)): \(drift.event)"
      let text = ([message] + drift.chain.map(line)).joined(separator: "\n")
      return Case(name: variant.variant, failure: (message, text))
    }
    var figures = Case(name: "figures")
    if let first = result.figures.first {
      figures.failure = (
        "\(result.figures.count) figures differ, the first is \(first.figure)",
        result.figures.map { "\($0.figure): \($0.baseline) -> \($0.found)" }.joined(separator: "\n")
      )
    }
    cases.append(figures)
    return cases
  }

  /// As XML 1.0 wants it: control characters that it does not know become question marks.
  private static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "\n", "\t": result.unicodeScalars.append(scalar)
      case _ where scalar.value < 0x20 || (0xFFFE...0xFFFF).contains(scalar.value): result += "?"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// A workflow command that GitHub shows beside the scenario's file.
  package static func annotation(_ result: ScenarioCheck.Result) -> String {
    func data(_ text: String) -> String {
      text.replacing("%", with: "%25").replacing("\r", with: "%0D").replacing("\n", with: "%0A")
    }
    func property(_ text: String) -> String { data(text).replacing(":", with: "%3A").replacing(",", with: "%2C") }
    return
      "::error file=\(property(result.file)),title=\(property("\(result.scenario) drifted"))::\(data(text(result)))"
  }
}
