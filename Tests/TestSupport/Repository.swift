import Foundation

/// The repository that these tests lie in.
package enum Repository {
  package static let path = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
    .deletingLastPathComponent()
    .deletingLastPathComponent().path
  package static let hourlyBitcoin = "\(path)/datasets/coinbase/btcusd_1h.csv.gz"
  package static let fourHourlyBitcoin = "\(path)/datasets/coinbase/btcusd_4h.csv.gz"
  package static let models = "\(path)/models"
}
