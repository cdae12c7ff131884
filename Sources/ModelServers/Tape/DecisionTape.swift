import Crypto
import Foundation
import Synchronization

/// Recorded model answers: a file of one JSON object a line, each chained to the one before it by SHA-256.
///
/// A line is `{"chain":"` + 64 digits + `",` + its rest; the digits are the hash of the chain before it (nothing before
/// the first) and that rest. A line that was changed, moved or left out in the middle is found when the tape is opened.
/// Answers are added one by one as they come, so that a run that is ended loses none.
package final class DecisionTape: Sendable {
  package enum Mode: String, CaseIterable, Sendable {
    /// Ask everything anew, once a run.
    case record
    /// Take what is recorded; ask nobody.
    case replay
    /// Take what is recorded, and ask for the rest.
    case auto
  }

  package let path: String
  package let mode: Mode
  private let state: Mutex<State>

  private struct State {
    var answers: [AnswerKey: Kept] = [:]
    var used: Set<AnswerKey> = []
    var chain = ""
    /// Nil where nothing is to be added.
    var file: FileHandle?
    /// Where the last whole line ends.
    var end: UInt64 = 0
  }

  private struct Kept {
    var answer: TapedAnswer
    /// Of the line's rest.
    var hash: String
    var isOfThisRun: Bool
  }

  private static let head = #""tapedeck":"decision tape","version":1}"#

  /// Opens the tape at `path`; one that is not there begins empty, unless it is only to be replayed.
  package init(path: String, mode: Mode) throws {
    self.path = path
    self.mode = mode
    var state = State()
    if mode != .replay {
      state.file = try Self.lock(path)
    } else if !FileManager.default.fileExists(atPath: path) {
      throw DecisionTapeError.missing(path)
    }
    do {
      try Self.read(path, into: &state)
      if state.chain.isEmpty, mode != .replay { try Self.append(Self.head, path, to: &state) }
    } catch {
      Self.close(state.file)
      throw error
    }
    self.state = Mutex(state)
  }

  deinit { state.withLock { Self.close($0.file) } }

  /// A process that was started meanwhile may hold the file open too, and closing alone would leave it locked.
  private static func close(_ file: FileHandle?) {
    guard let file else { return }
    flock(file.fileDescriptor, LOCK_UN)
    try? file.close()
  }

  /// What is recorded under `key`, as far as the mode takes it.
  func answer(for key: AnswerKey) -> TapedAnswer? {
    state.withLock { state in
      guard let kept = state.answers[key], mode != .record || kept.isOfThisRun else { return nil }
      state.used.insert(key)
      return kept.answer
    }
  }

  /// Adds an answer to the file, from where it is served from now on.
  func record(_ answer: TapedAnswer, for key: AnswerKey, model: String) throws {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let json = String(decoding: try encoder.encode(TapeEntry(key, model: model, answer)), as: UTF8.self)
    let rest = String(json.dropFirst())
    try state.withLock { state in
      try Self.append(rest, path, to: &state)
      state.answers[key] = Kept(answer: answer, hash: Self.hash(rest), isOfThisRun: true)
      state.used.insert(key)
    }
  }

  /// How many answers were taken, and a hash of them that does not depend on their order.
  package var used: (count: Int, sha256: String) {
    state.withLock { state in
      var hash = SHA256()
      for key in state.used.sorted() { hash.update(data: Data((state.answers[key]?.hash ?? "").utf8)) }
      return (state.used.count, hash.finalize().hexadecimal)
    }
  }

  // MARK: The file

  private static func lock(_ path: String) throws -> FileHandle {
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw DecisionTapeError.cannotWrite(path, reason: String(cString: strerror(errno))) }
    let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { throw DecisionTapeError.locked(path) }
    return file
  }

  private static func append(_ rest: String, _ path: String, to state: inout State) throws {
    let chain = hash(state.chain + rest)
    let line = Data(#"{"chain":"\#(chain)",\#(rest)"#.utf8 + [0x0A])
    do {
      try state.file?.truncate(atOffset: state.end)
      try state.file?.seek(toOffset: state.end)
      try state.file?.write(contentsOf: line)
      state.end += UInt64(line.count)
    } catch {
      // What was written of the line must not stand before the next.
      try? state.file?.truncate(atOffset: state.end)
      throw DecisionTapeError.cannotWrite(path, reason: error.localizedDescription)
    }
    state.chain = chain
  }

  private static func read(_ path: String, into state: inout State) throws {
    let data: Data
    do { data = try Data(contentsOf: URL(fileURLWithPath: path)) } catch {
      throw DecisionTapeError.unreadable(path, reason: error.localizedDescription)
    }
    guard !data.isEmpty else { return }
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    let start = Data(#"{"chain":""#.utf8)
    var lines = data.split(separator: 0x0A, omittingEmptySubsequences: false)
    let last = lines.removeLast()
    for (index, line) in lines.enumerated() {
      func damaged(_ problem: String) -> DecisionTapeError { .damaged(path, line: index + 1, problem: problem) }
      guard line.starts(with: start), line.count > 76 else {
        throw index == 0 ? .notATape(path) : damaged("this is no line of a decision tape")
      }
      let written = String(decoding: line.dropFirst(start.count).prefix(64), as: UTF8.self)
      let rest = String(decoding: line.dropFirst(start.count + 66), as: UTF8.self)
      let chain = hash(state.chain + rest)
      guard chain == written else { throw damaged("the line, or the one before it, is not what was recorded") }
      state.chain = chain
      if index == 0 {
        guard rest == head else { throw DecisionTapeError.notATape(path) }
        continue
      }
      guard let entry = try? decoder.decode(TapeEntry.self, from: Data("{\(rest)".utf8)), let answer = entry.answer
      else { throw damaged("the line holds no answer") }
      state.answers[AnswerKey(text: entry.key)] = Kept(answer: answer, hash: hash(rest), isOfThisRun: false)
    }
    if lines.isEmpty { throw DecisionTapeError.notATape(path) }
    // A run that was killed as it wrote: that one answer is asked for again, in its place.
    state.end = UInt64(data.count - last.count)
    guard last.isEmpty || state.file != nil else {
      throw DecisionTapeError.damaged(path, line: lines.count + 1, problem: "the last line is cut off")
    }
  }

  private static func hash(_ text: String) -> String { SHA256.hash(data: Data(text.utf8)).hexadecimal }
}
