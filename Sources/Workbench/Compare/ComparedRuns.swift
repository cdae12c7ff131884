/// Finished runs that may be laid side by side, the first of which the others are compared with.
struct ComparedRuns: Sendable {
  let runs: [WrittenRun]
  /// By run: the folder's name, or all of the path where two have the same.
  let labels: [String]
  /// What every run has, in the first one's order.
  let accounts: [Manifest.Account]
  let variants: [Variant]

  /// One line of the comparison, by run what it is called there; nil where a run lacks it.
  struct Variant: Sendable {
    var name: String
    var names: [String?]
  }

  /// Throws ``IncomparableRuns`` with the first reason why they must not be.
  init(_ runs: [WrittenRun]) throws(IncomparableRuns) {
    self.runs = runs
    let names = runs.map { $0.folder.split(separator: "/").last.map(String.init) ?? $0.folder }
    labels = runs.indices.map { own in names.count { $0 == names[own] } > 1 ? runs[own].folder : names[own] }
    guard let first = runs.first else { throw IncomparableRuns("no run", "no run", .nothing) }
    guard let accounts = first.manifest.accounts, !accounts.isEmpty else {
      throw IncomparableRuns(labels[0], labels[0], .noAccounts)
    }
    self.accounts = accounts
    for (other, label) in zip(runs, labels).dropFirst() {
      if let reason = Self.obstacle(first.manifest, other.manifest, accounts) {
        throw IncomparableRuns(labels[0], label, reason)
      }
    }
    variants = Self.match(runs.map(\.summary.variantNames))
    if let index = runs.indices.dropFirst().first(where: { run in
      variants.allSatisfy { $0.names[0] == nil || $0.names[run] == nil }
    }) {
      throw IncomparableRuns(
        labels[0], labels[index],
        .variants(first: first.summary.variantNames, other: runs[index].summary.variantNames))
    }
  }

  /// Variants of the same name belong together; where each run has but one, these do, whatever they are called.
  private static func match(_ names: [[String]]) -> [Variant] {
    if names.allSatisfy({ $0.count == 1 }) {
      let own = names.compactMap(\.first)
      let isOne = own.allSatisfy { $0 == own[0] }
      return [Variant(name: isOne ? own[0] : own.joined(separator: " / "), names: own)]
    }
    var all: [String] = []
    for name in names.flatMap({ $0 }) where !all.contains(name) { all.append(name) }
    return all.map { name in Variant(name: name, names: names.map { $0.contains(name) ? name : nil }) }
  }

  /// The first thing in which the runs must be alike and are not.
  private static func obstacle(
    _ first: Manifest, _ other: Manifest, _ accounts: [Manifest.Account]
  ) -> IncomparableRuns.Reason? {
    guard first.version == other.version else { return .version(first.version, other.version) }
    guard let others = other.accounts, !others.isEmpty else { return .noAccounts }
    guard Set(accounts.map(\.instrument)) == Set(others.map(\.instrument)) else {
      return .instruments(accounts.map(\.instrument), others.map(\.instrument))
    }
    for account in accounts {
      guard let same = others.first(where: { $0.instrument == account.instrument }) else { continue }
      guard Set(account.series) == Set(same.series) else { return .series(account.series, same.series) }
      for series in account.series {
        if let reason = candleObstacle(series, first, other) { return reason }
      }
      guard account.currency == same.currency else {
        return .currency(account.instrument, account.currency, same.currency)
      }
      guard account.startingBalance == same.startingBalance else {
        return .balance(account.instrument, account.startingBalance, same.startingBalance, account.currency)
      }
    }
    return nil
  }

  private static func candleObstacle(
    _ series: String, _ first: Manifest, _ other: Manifest
  ) -> IncomparableRuns.Reason? {
    func entry(_ manifest: Manifest) -> Manifest.Entry? {
      manifest.inputs.first { $0.kind == "candles" && $0.name == series }
    }
    guard let own = entry(first), let same = entry(other) else { return .noCandles(series) }
    guard own.detail == same.detail else { return .window(series, own.detail ?? "", same.detail ?? "") }
    guard own.sha256 == same.sha256 else { return .candles(series, own.sha256, same.sha256) }
    return nil
  }
}
