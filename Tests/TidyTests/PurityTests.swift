import Testing

/// A run is a function of its inputs: what computes it reads no clock and draws no chance but from a seed.
@Suite struct PurityTests {
  /// What a replay is computed from.
  private static func pure() throws -> [SourceTree.File] {
    try SourceTree.sources().filter { file in
      ["Market", "Volatility", "LanguageModels", "Replay", "Comparison", "Scenarios"].contains(file.target)
    }
  }

  @Test func `what computes a run reads no clock`() throws {
    SourceTree.expectNone(
      #/\bDate\(\)|\bDate\.now|\bContinuousClock|\bSuspendingClock|\bclock_gettime|\bgettimeofday|\btime\((nil|&)|Task\.sleep/#,
      in: try Self.pure())
  }

  @Test func `what computes a run draws nothing without a seed`() throws {
    SourceTree.expectNone(
      #/SystemRandomNumberGenerator|\.random\(in: [^,]*\)|\.shuffled\(\)|\.randomElement\(\)|\bUUID\(\)|\barc4random|\bdrand48|hashValue/#,
      in: try Self.pure())
  }

  @Test func `what computes a run asks neither environment nor locale`() throws {
    SourceTree.expectNone(
      #/ProcessInfo|\bgetenv|\bLocale\b|TimeZone|Calendar\.current|NumberFormatter|DateFormatter|String\(format:/#,
      in: try Self.pure())
  }

  /// Foundation brings clocks, locales and its own arithmetic; what reads files may have it.
  @Test func `words, volatility and replay do without Foundation`() throws {
    SourceTree.expectNone(
      #/^\s*(public |package |internal )?import Foundation/#,
      in: try SourceTree.sources().filter { ["Market", "Volatility", "Replay"].contains($0.target) })
  }

  @Test func `nothing prints but the command`() throws {
    SourceTree.expectNone(
      #/\b(print|debugPrint|dump|NSLog|fputs|puts|printf)\(|FileHandle\.standard/#,
      in: try SourceTree.sources().filter { $0.target != "Tapedeck" })
  }

  @Test func `the command prints in one place`() throws {
    SourceTree.expectNone(
      #/\b(print|debugPrint|dump)\(|FileHandle\.standard/#,
      in: try SourceTree.sources().filter { $0.target == "Tapedeck" && $0.name != "Terminal.swift" })
  }

  /// `NSString.deletingLastPathComponent` stops the program at a path of one character (Foundation of Swift 6.3, Linux).
  @Test func `no path is taken apart by NSString`() throws {
    SourceTree.expectNone(#/NSString/#, in: try SourceTree.sources())
  }
}
