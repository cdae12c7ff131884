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
      RunCommand.self, AnalyzeCommand.self, DataCommand.self, VolatilityCommand.self, ModelsCommand.self,
    ])

  static let version = "0.1.0"

  static func main() async {
    do {
      var command = try parseAsRoot()
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
    } catch {
      fail(error)
    }
  }

  /// Prints what is wrong, in a line or two, and ends with the exit code of sysexits(3) for it.
  private static func fail(_ error: any Error) -> Never {
    // Help, versions and usage errors are the parser's own.
    guard let failure = Failure(error) else { exit(withError: error) }
    Terminal.complain("tapedeck: \(failure.message)")
    Foundation.exit(failure.code)
  }
}
