/// How a tape is cut into folds: a stretch to choose on, and after it one to be judged on.
///
///     anchored  |--- train ---|test|          rolling  |--- train ---|test|
///               |----- train ------|test|                   |--- train ---|test|
package struct WalkForward: Equatable, Sendable {
  package enum Mode: String, CaseIterable, Sendable {
    /// Training always begins with the tape and grows.
    case anchored
    /// Training is as long in each fold.
    case rolling
  }

  package var mode = Mode.rolling
  /// Milliseconds from a fold's training start to its test; in anchored mode, of the first fold.
  package var train: Int64
  package var test: Int64
  /// From one test's start to the next; never less than `test`, so that no tick is judged twice.
  package var step: Int64
  /// The last stretch before each test that training leaves out.
  package var embargo: Int64 = 0
  /// How long before its window a replay begins to learn, without deciding.
  package var leadIn: Int64
}

extension WalkForward {
  /// Reads the key `walk_forward`, nil where it is absent or off.
  static func read(_ top: inout Section) throws(ScenarioError) -> WalkForward? {
    guard !top.isSwitchedOff("walk_forward"), let value = top.value("walk_forward") else { return nil }
    var settings = WalkForward(train: 0, test: 0, step: 0, leadIn: 0)
    try value.section { section throws(ScenarioError) in
      if let value = section.value("mode") { settings.mode = try value.choice(Mode.self) }
      let train = try section.required("train")
      let test = try section.required("test")
      settings.train = try train.positiveSpan()
      settings.test = try test.positiveSpan()
      settings.step = settings.test
      settings.leadIn = settings.train
      if let value = section.value("step") {
        settings.step = try value.positiveSpan()
        guard settings.step >= settings.test else {
          throw value.error("is shorter than test: ticks would be judged twice. Use at least as long a step as test.")
        }
      }
      if let value = section.value("embargo") {
        settings.embargo = try value.duration(upTo: longest)
        guard settings.embargo < settings.train else {
          throw value.error("leaves nothing of train. Use less than train.")
        }
      }
      if let value = section.value("lead_in") { settings.leadIn = try value.duration(upTo: longest) }
    }
    return settings
  }

  /// Days; a century.
  fileprivate static let longest: Int64 = 36_525
}

extension Value {
  fileprivate func positiveSpan() throws(ScenarioError) -> Int64 {
    let span = try duration(upTo: WalkForward.longest)
    guard span > 0 else { throw error("the span is nothing. Use more than 0s.") }
    return span
  }
}
