import ArgumentParser
import Foundation

/// The command `tapedeck`.
@main
struct Tapedeck: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tapedeck",
    abstract: "Replays stored candles through the live trading pipeline and compares model variants.",
    version: version,
    subcommands: [
      RunCommand.self, AuditCommand.self, CheckCommand.self, AnalyzeCommand.self, ExplainCommand.self,
      CompareCommand.self, ReportCommand.self, ExportCommand.self, DataCommand.self, VolatilityCommand.self,
      ModelsCommand.self,
    ])

  static let version = "0.1.0"

  static func main() async {
    var command: any ParsableCommand
    do { command = try parseAsRoot() } catch { refuse(error) }
    do {
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
    } catch {
      fail(error)
    }
  }

  /// Help and versions print as the parser has them; a command line that it does not understand is told in two lines.
  private static func refuse(_ error: any Error) -> Never {
    guard exitCode(for: error) == .validationFailure else { exit(withError: error) }
    let hint = fullMessage(for: error).split(separator: "\n").last { $0.contains("--help") }
    Terminal.complain("tapedeck: \(message(for: error).split(separator: "\n").joined(separator: " "))")
    if let hint { Terminal.complain(hint.trimmingCharacters(in: .whitespaces)) }
    Foundation.exit(EX_USAGE)
  }

  /// Prints what is wrong, in a line or two, and ends with the exit code of sysexits(3) for it.
  private static func fail(_ error: any Error) -> Never {
    if exitCode(for: error) == .success { exit(withError: error) }
    let failure = Failure(error)
    Terminal.complain("tapedeck: \(failure.message)")
    Foundation.exit(failure.code)
  }
}
