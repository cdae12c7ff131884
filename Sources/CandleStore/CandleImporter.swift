package import Market

/// Why a file cannot be imported as it was asked.
package enum CandleImportError: Error, Equatable, CustomStringConvertible {
  /// What neither the file's name nor the caller tells of the series.
  package enum Unknown: String, CaseIterable, Sendable {
    case instrument, timeframe, venue
  }

  case cannotTell(file: String, [Unknown])
  case unknownFormat(name: String, known: [String])

  package var description: String {
    switch self {
    case .cannotTell(let file, let unknown):
      "\(file) does not tell its \(unknown.map(\.rawValue).joined(separator: " and ")). "
        + "Say it with \(unknown.map { "--\($0.rawValue) \(Self.example($0))" }.joined(separator: " "))."
    case .unknownFormat(let name, let known):
      "There is no format \"\(name)\". Use --format with one of \(known.joined(separator: ", "))."
    }
  }

  private static func example(_ unknown: Unknown) -> String {
    switch unknown {
    case .instrument: "BTCUSD"
    case .timeframe: "1h"
    case .venue: "coinbase"
    }
  }
}

/// Reads files of candles into a store.
package struct CandleImporter: Sendable {
  package let store: CandleStore
  /// Whether a candle in a file takes the place of a different one in the store.
  package var replacing = false
  /// Forms that are recognised, in the order in which they are tried.
  package var formats: [any CandleFormat] = [ColumnCSV()]

  package init(into store: CandleStore) { self.store = store }

  /// What the caller says of a file; nil is left to the file and its name.
  package struct Hints: Equatable, Sendable {
    package var instrument: String?
    package var timeframe: Timeframe?
    package var venue: String?
    /// Name of a ``CandleFormat``.
    package var format: String?
    /// Where the candles come from and under which licence, to be kept with the series.
    package var source: String?

    package init(
      instrument: String? = nil, timeframe: Timeframe? = nil, venue: String? = nil, format: String? = nil,
      source: String? = nil
    ) {
      (self.instrument, self.timeframe, self.venue) = (instrument, timeframe, venue)
      (self.format, self.source) = (format, source)
    }
  }

  /// Imports the file at `path`, all of it or, when anything goes wrong, nothing.
  ///
  /// `progress` is called now and then with the bytes read of the file, and its size.
  package func importFile(
    _ path: String, hints: Hints = Hints(), progress: ((_ read: Int64, _ size: Int64) -> Void)? = nil
  ) throws -> ImportReport {
    let stamp = FileStamp(path)
    let file = try CandleFile(path)
    let format = try format(of: file, named: hints.format)
    let name = try seriesName(of: path, hints: hints)
    let candles = try format.candles(in: file, timeframe: name.timeframe)
    var watched = WatchedCandles(candles: candles) { progress?(file.input.position, file.size) }
    let result = try store.write(
      &watched, to: name, source: hints.source, replacing: replacing, file: stamp.map { (path, $0) })
    guard let firstOpen = result.firstOpen, let lastOpen = result.lastOpen else {
      throw CandleFileError.noCandles(file: path)
    }
    return ImportReport(
      instrument: name.instrument, venue: name.venue ?? "", timeframe: name.timeframe.rawValue,
      format: format.name, timezone: "UTC", rowsRead: result.rowsRead, rowsStored: result.rowsStored,
      duplicates: result.duplicates,
      // All of a file or none: one malformed row ends the import.
      malformed: 0,
      firstOpen: firstOpen.description, lastOpen: lastOpen.description)
  }

  private func format(of file: CandleFile, named name: String?) throws -> any CandleFormat {
    if let name {
      guard let format = formats.first(where: { $0.name == name }) else {
        throw CandleImportError.unknownFormat(name: name, known: formats.map(\.name))
      }
      return format
    }
    guard let format = formats.first(where: { $0.recognises(file.head) }) else {
      let line = file.head.prefix(80).prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
      let firstLine = String(String.UnicodeScalarView(line.map { (32..<127).contains($0) ? Unicode.Scalar($0) : "?" }))
      throw CandleFileError.unknownFormat(file: file.name, firstLine: firstLine, known: formats.map(\.summary))
    }
    return format
  }

  private func seriesName(of path: String, hints: Hints) throws -> SeriesName {
    let told = SeriesFileName(path: path, venues: try store.series().compactMap(\.name.venue))
    guard let instrument = hints.instrument ?? told.instrument, let timeframe = hints.timeframe ?? told.timeframe,
      let venue = hints.venue ?? told.venue
    else {
      let unknown = CandleImportError.Unknown.allCases.filter { part in
        switch part {
        case .instrument: hints.instrument ?? told.instrument == nil
        case .timeframe: (hints.timeframe ?? told.timeframe) == nil
        case .venue: (hints.venue ?? told.venue) == nil
        }
      }
      throw CandleImportError.cannotTell(file: path, unknown)
    }
    return try SeriesName(venue: venue, instrument: instrument, timeframe: timeframe)
  }
}

/// Candles whose reader wants to know that another chunk was read.
private struct WatchedCandles: CandleSource {
  var candles: any CandleSource
  let didRead: () -> Void

  mutating func next() throws -> CandleColumns? {
    let chunk = try candles.next()
    didRead()
    return chunk
  }
}
