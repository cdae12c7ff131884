import ArgumentParser
import CandleStore
import Foundation
import Glibc
import Market
import Volatility
import Workbench

struct VolatilityCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "volatility", abstract: "Volatility models.", subcommands: [Fit.self])

  struct Fit: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Fit a volatility model to a stored series or to a column of a CSV file.")

    @Argument(help: "A stored series: BTCUSD 1h.") var series: [String] = []
    @Option(help: "A CSV file with a header.") var csv: String?
    @Option(help: "The column of the CSV file.") var column: String?
    @Option(help: "The model: garch.") var model = "garch"
    @Option(help: "The distribution of the innovations: normal.") var distribution = "normal"
    @Option(help: "The mean: constant or zero.") var mean = "constant"
    @Option(help: "What the first variance is made from: backcast or fcp.") var presample = "backcast"
    @Option(help: "How to turn values into returns: percent or log-percent of prices; none: they are returns.")
    var returns: String?
    @OptionGroup var store: StoreOption
    @Flag(help: "Print a JSON object with unrounded digits.") var json = false

    func run() throws {
      guard model == "garch" else { throw UsageError("--model \(model) is not available in this version. Use garch.") }
      guard distribution == "normal" else {
        throw UsageError("--distribution \(distribution) is not available in this version. Use normal.")
      }
      guard let meanModel = MeanModel(rawValue: mean) else {
        throw UsageError("--mean \(mean) is not known. Use \(names(MeanModel.allCases)).")
      }
      guard let presampleModel = Presample(rawValue: presample) else {
        throw UsageError("--presample \(presample) is not known. Use \(names(Presample.allCases)).")
      }
      let fit = try GARCHModel(mean: meanModel, presample: presampleModel).fit(try observations())
      if json {
        try Terminal.write(JSON.line(fit))
      } else {
        try Terminal.say(JSON.rows(fit))
        if let warning = fit.warning { Terminal.complain(warning) }
      }
    }

    private func names<T: RawRepresentable<String>>(_ cases: [T]) -> String {
      cases.map(\.rawValue).joined(separator: " or ")
    }

    /// Percent returns.
    private func observations() throws -> [Double] {
      switch (csv, series.isEmpty) {
      case (let csv?, true):
        guard let column else { throw UsageError("--csv needs --column, the name of the column to fit.") }
        return try transformed(try CSVColumn.read(column, of: csv), standard: "none")
      case (nil, false):
        let name = try SeriesName(series.joined(separator: " "))
        var source = try CandleStore(path: store.path).candles(of: name)
        var closes: [Double] = []
        while let chunk = try source.next() { closes.append(contentsOf: chunk.close) }
        return try transformed(closes, standard: "log-percent")
      default:
        throw UsageError("name either a stored series (BTCUSD 1h) or --csv FILE --column NAME.")
      }
    }

    private func transformed(_ values: [Double], standard: String) throws -> [Double] {
      switch returns ?? standard {
      case "none": return values
      case "percent": return zip(values, values.dropFirst()).map { 100 * ($1 / $0 - 1) }
      case "log-percent": return zip(values, values.dropFirst()).map { 100 * log($1 / $0) }
      case let other: throw UsageError("--returns \(other) is not known. Use percent, log-percent or none.")
      }
    }
  }
}
