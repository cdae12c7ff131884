import ArgumentParser
import CandleStore
import Foundation
import Market

struct DataCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "data", abstract: "Stored candles: import, list, show.",
    subcommands: [Import.self, List.self, Show.self])

  struct Import: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Bring candle files into the store: all of a file or none of it; again is harmless.")

    @Argument(help: "CSV files, plain or gzip.") var files: [String]
    @Option(help: "The instrument, where file names do not tell: BTCUSD.") var instrument: String?
    @Option(help: "The timeframe, where file names do not tell: 1m, 5m, 15m, 30m, 1h, 4h or 1d.") var timeframe: String?
    @Option(help: "The venue, where folders do not tell: coinbase.") var venue: String?
    @Option(help: "The form of the files, where it is not to be recognised.") var format: String?
    @Option(help: "Where the candles come from and under which licence; kept with the series.") var source: String?
    @Flag(help: "Let candles of the file take the place of different ones in the store.") var replace = false
    @OptionGroup var store: StoreOption
    @Flag(help: "Print one JSON object a series.") var json = false

    func run() throws {
      let timeframe = try self.timeframe.map(Self.timeframe)
      var importer = CandleImporter(into: try CandleStore(path: store.path, creating: true))
      importer.replacing = replace
      let hints = CandleImporter.Hints(
        instrument: instrument, timeframe: timeframe, venue: venue, format: format, source: source)
      for file in files {
        let bar = ProgressBar()
        let report = try importer.importFile(file, hints: hints) { bar.show($0, of: $1, file) }
        bar.finish()
        if json {
          try Terminal.write(JSON.line(report))
        } else {
          try Terminal.say(
            "\(report.venue):\(report.instrument) \(report.timeframe): \(report.rowsRead) rows read, "
              + "\(report.rowsStored) stored, \(report.duplicates) already there, \(report.firstOpen) to \(report.lastOpen)"
          )
        }
      }
    }

    static func timeframe(_ text: String) throws -> Timeframe {
      guard let timeframe = Timeframe(rawValue: text) else {
        throw UsageError(
          "'\(text)' is no timeframe. Use one of \(Timeframe.allCases.map(\.rawValue).joined(separator: ", ")).")
      }
      return timeframe
    }
  }

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List the stored series.")

    @OptionGroup var store: StoreOption
    @Flag(help: "Print a JSON array.") var json = false

    func run() throws {
      let series = try CandleStore(path: store.path).series()
      if json {
        try Terminal.write(JSON.line(series.map(Listed.init)))
        return
      }
      let rows = series.map { [$0.name.description, String($0.rows), "\($0.firstOpen)", "\($0.lastOpen)"] }
      try Terminal.say(Terminal.table([["series", "candles", "first", "last"]] + rows))
    }

    private struct Listed: Encodable {
      var venue: String?
      var instrument: String
      var timeframe: String
      var rows: Int
      var firstOpen: String
      var lastOpen: String
      var quoted: Bool
      var source: String?

      init(_ series: StoredSeries) {
        venue = series.name.venue
        instrument = series.name.instrument
        timeframe = series.name.timeframe.rawValue
        rows = series.rows
        firstOpen = series.firstOpen.description
        lastOpen = series.lastOpen.description
        quoted = series.quoted
        source = series.source
      }
    }
  }

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Show what a stored series holds.")

    @Argument(help: "The instrument: BTCUSD, or coinbase:BTCUSD.") var instrument: String
    @Argument(help: "The timeframe.") var timeframe: String
    @OptionGroup var store: StoreOption
    @Flag(help: "Print a JSON object.") var json = false

    func run() throws {
      let store = try CandleStore(path: store.path)
      let name = try SeriesName("\(instrument) \(timeframe)")
      let series = try store.series(name)
      guard let statistics = try SeriesStatistics(of: store.candles(of: name), timeframe: name.timeframe) else {
        throw UsageError("\(series.name) has no candles.")
      }
      if json {
        try Terminal.write(JSON.line(statistics))
      } else {
        try Terminal.say("\(series.name)\(series.quoted ? ", with bid and ask" : "")")
        try Terminal.say(JSON.rows(statistics))
      }
    }
  }
}
