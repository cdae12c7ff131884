import Foundation
import Glibc
import Market

/// The tables of a variant, joined from the parts that its replays wrote.
package enum RunTables {
  package enum Table: String, CaseIterable, Sendable {
    case decisions = "decisions.csv"
    case orders = "orders.csv"
    case fills = "fills.csv"
    case charges = "charges.csv"
    case trades = "trades.csv"
    case equity = "equity.csv"
    case volatility = "volatility.csv"

    /// The names of the columns; Documentation/files.md says what they mean.
    package var header: String {
      switch self {
      case .decisions: "time,instrument,seed,stage,action,confidence,reason,model,latency_ms,price,equity,position"
      case .orders:
        "order_id,instrument,seed,submitted,arrives,side,purpose,type,limit_price,stop_price,time_in_force,quantity,"
          + "status,ended,filled,average_price,sizing_rule,sizing_input,sizing_equity,sizing_price,sizing_cap,"
          + "stop_distance,target_distance"
      case .fills: "time,instrument,seed,order_id,side,quantity,price,notional,fee,cause"
      case .charges: "time,instrument,seed,kind,amount,quote_amount,rate"
      case .trades:
        "entry_time,exit_time,instrument,seed,side,quantity,entry_price,exit_price,fees,charges,profit,return,exit"
      case .equity: "day,instrument,seed,equity,cash,quantity,price"
      case .volatility: "time,instrument,seed,forecast_daily,realised_daily,model,mean,omega,alpha,beta,note"
      }
    }
  }

  /// Begins a part of `table`: a whole table of its own, header and all.
  static func begin(_ table: Table, part: String) throws(FileError) -> OutputFile {
    let file = try OutputFile(part + table.rawValue)
    file.text.append(table.header)
    file.text.append("\n")
    return file
  }

  /// Joins `parts`, in order, to the tables of `folder`; the parts are gone then. The first becomes the table itself, so
  /// that what one replay wrote is not written again.
  package static func join(_ parts: [String], into folder: String) throws {
    guard let first = parts.first else { return }
    for table in Table.allCases {
      if table == .charges, try parts.allSatisfy({ try isEmpty(.charges, part: $0) }) {
        // Most accounts are charged for nothing but their fills.
        for part in parts { try FileManager.default.removeItem(atPath: part + table.rawValue) }
        continue
      }
      let path = "\(folder)/\(table.rawValue)"
      guard rename(first + table.rawValue, path) == 0 else { throw FileError(.rename, path) }
      guard parts.count > 1 else { continue }
      let output = try OutputFile(path, appending: true)
      for part in parts.dropFirst() {
        try append(part + table.rawValue, without: table.header.utf8.count + 1, to: output)
        try FileManager.default.removeItem(atPath: part + table.rawValue)
      }
      try output.close()
    }
  }

  private static func isEmpty(_ table: Table, part: String) throws -> Bool {
    let size = try FileManager.default.attributesOfItem(atPath: part + table.rawValue)[.size] as? Int
    return size == table.header.utf8.count + 1
  }

  private static func append(_ path: String, without header: Int, to output: OutputFile) throws {
    guard let input = FileHandle(forReadingAtPath: path) else { throw FileError(.read, path) }
    defer { try? input.close() }
    try input.seek(toOffset: UInt64(header))
    while let block = try input.read(upToCount: 1 << 20), !block.isEmpty {
      output.text.append(bytes: block)
      try output.flush()
    }
  }
}
