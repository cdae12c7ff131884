import Comparison
import Foundation
import Market

/// What the accounts of a finished run were worth, read from a variant's `equity.csv`.
struct WrittenEquity: Sendable {
  /// By account; of a shared account all instruments have the same rows.
  let curves: [Curve]

  struct Curve: Sendable {
    let account: Manifest.Account
    /// When each trading day began, and the mean over the seeds at its end.
    let days: [(day: Timestamp, equity: FixedPoint)]
    /// The rows as they were written, seed after seed: two runs with equal ones earned the same to the last digit.
    let rows: [String]
  }

  init(_ run: WrittenRun, variant: String, accounts: [Manifest.Account]) throws {
    guard let folder = try VariantFolder.names(of: [variant]).first else { preconditionFailure("one name, one folder") }
    let name = "\(folder)/equity.csv"
    let table = try EquityRows(try run.bytes(name), path: "\(run.folder)/\(name)")
    curves = accounts.map { account in
      let own = table.rows.filter { $0.instrument == account.firstInstrument }
      var sums: [Timestamp: (units: Int64, count: Int64)] = [:]
      for row in own {
        let sum = sums[row.day] ?? (0, 0)
        sums[row.day] = (sum.units + row.equity.units, sum.count + 1)
      }
      let days = sums.keys.sorted().map { day in
        let sum = sums[day] ?? (0, 1)
        return (day: day, equity: FixedPoint(units: sum.units / sum.count))
      }
      return Curve(account: account, days: days, rows: own.map { "\($0.day) \($0.seed) \($0.equity)" })
    }
  }
}

/// The rows of `equity.csv`.
private struct EquityRows {
  struct Row {
    var day: Timestamp
    var instrument: String
    var seed: String
    var equity: FixedPoint
  }

  let rows: [Row]

  init(_ data: Data, path: String) throws(FinishedRunError) {
    var lines = CSVRows(data)
    let header = lines.next()?.fields ?? []
    guard let day = header.firstIndex(of: "day"), let instrument = header.firstIndex(of: "instrument"),
      let seed = header.firstIndex(of: "seed"), let equity = header.firstIndex(of: "equity")
    else { throw .damaged(path, "line 1 does not name day, instrument, seed and equity") }
    var rows: [Row] = []
    while let (line, fields) = lines.next() {
      guard fields.count == header.count, let time = Timestamp(fields[day]), let amount = Self.amount(fields[equity])
      else { throw .damaged(path, "line \(line) is no row of equity") }
      rows.append(Row(day: time, instrument: fields[instrument], seed: fields[seed], equity: amount))
    }
    self.rows = rows
  }

  /// Money as it is written, exactly; nil of what is no number or too large for the ledger.
  private static func amount(_ text: String) -> FixedPoint? {
    guard text.wholeMatch(of: /-?\d{1,10}(\.\d{1,8})?/) != nil, let value = Decimal(string: text) else { return nil }
    return FixedPoint(units: NSDecimalNumber(decimal: value * 100_000_000).int64Value)
  }
}
