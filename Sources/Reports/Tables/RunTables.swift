import Foundation
import Market

/// The tables of a variant, joined from the parts that its replays wrote.
package enum RunTables {
  package enum Table: String, CaseIterable, Sendable {
    case decisions = "decisions.csv"
    case orders = "orders.csv"
    case fills = "fills.csv"
    case trades = "trades.csv"
    case equity = "equity.csv"
    case volatility = "volatility.csv"

    /// The names of the columns; docs/files.md says what they mean.
    package var header: String {
      switch self {
      case .decisions: "time,instrument,seed,stage,action,confidence,reason,model,latency_ms,price,equity,position"
      case .orders:
        "order_id,instrument,seed,submitted,arrives,side,purpose,quantity,status,sizing_rule,sizing_input,"
          + "sizing_equity,sizing_price,sizing_cap,stop_distance,target_distance"
      case .fills: "time,instrument,seed,order_id,side,quantity,price,notional,fee,cause"
      case .trades:
        "entry_time,exit_time,instrument,seed,side,quantity,entry_price,exit_price,fees,profit,return,exit"
      case .equity: "day,instrument,seed,equity,cash,quantity,price"
      case .volatility: "time,instrument,seed,forecast_daily,realised_daily,model,mean,omega,alpha,beta,note"
      }
    }
  }

  /// Joins `parts`, in order, to the tables of `folder`, and removes them.
  package static func join(_ parts: [String], into folder: String) throws {
    for table in Table.allCases {
      let output = try OutputFile("\(folder)/\(table.rawValue)")
      output.text.append(table.header)
      output.text.append("\n")
      for part in parts {
        let path = part + table.rawValue
        try append(path, to: output)
        try FileManager.default.removeItem(atPath: path)
      }
      try output.close()
    }
  }

  private static func append(_ path: String, to output: OutputFile) throws {
    guard let input = FileHandle(forReadingAtPath: path) else { throw FileError(.read, path) }
    defer { try? input.close() }
    while let block = try input.read(upToCount: 1 << 20), !block.isEmpty {
      output.text.append(bytes: block)
      try output.flush()
    }
  }
}
