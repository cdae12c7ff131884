import Foundation
import Market
import Yams

extension Sweep {
  /// Reads the key `sweep`, nil where it is absent or off. Points are not read yet: ``Scenario`` does that with each.
  static func read(_ top: inout Section, seed: UInt64) throws(ScenarioError) -> Sweep? {
    guard !top.isSwitchedOff("sweep"), let value = top.value("sweep") else { return nil }
    var points = Points()
    var metric = TrialMetric.sharpe
    var file: PointsFile?
    var grid: [[String]] = []
    try value.section { section throws(ScenarioError) in
      let (grids, random, csv) = (section.value("grid"), section.value("random"), section.value("csv"))
      if let value = section.value("sort_by") { metric = try value.choice(TrialMetric.self) }
      try section.finish()
      if let grids { grid = try points.addGrid(grids) }
      if let random { try points.addRandom(random, seed: seed) }
      if let csv {
        let name = try csv.text()
        let path = name.hasPrefix("/") ? name : csv.neighbour(name)
        file = PointsFile(name: name, path: path)
        let table = try PointsTable(contentsOf: path, named: csv)
        try points.check(table.keys, at: csv)
        for row in table.rows { try points.append(table.keys, row, at: csv) }
      }
      if random != nil || csv != nil { grid = [] }
      guard !points.rows.isEmpty else { throw value.error("there are no points. Name some with grid, random or csv.") }
    }
    return Sweep(keys: points.keys, points: points.numbered, metric: metric, file: file, grid: grid)
  }

  /// Points as they gather.
  private struct Points {
    var keys: [String] = []
    var rows: [[String: String]] = []

    var numbered: [Point] {
      let unread = ScenarioError(file: "", line: 0, column: 0, key: "", problem: "not read")
      return rows.enumerated().map { index, row in
        Point(number: index + 1, values: keys.map { row[$0] }, reading: .refused(unread))
      }
    }

    mutating func append(_ names: [String], _ values: [String], at place: Value) throws(ScenarioError) {
      guard rows.count < Sweep.largest else {
        throw place.error("there are more than \(Sweep.largest) points. Name fewer values.")
      }
      for name in names where !keys.contains(name) { keys.append(name) }
      rows.append(Dictionary(uniqueKeysWithValues: zip(names, values)))
    }

    /// Refuses keys that belong to the run as a whole.
    func check(_ names: [String], at place: Value) throws(ScenarioError) {
      for name in names {
        let top = String(name.prefix { $0 != "." })
        if ["name", "description", "report", "sweep", "walk_forward"].contains(top) {
          throw place.error("'\(name.shortened)' belongs to the run as a whole, and no point can change it. Remove it.")
        }
      }
    }

    /// All combinations, the last key changing fastest. Returns the values of each key.
    mutating func addGrid(_ value: Value) throws(ScenarioError) -> [[String]] {
      var lists: [(key: String, values: [String])] = []
      try value.section { section throws(ScenarioError) in
        for (key, value) in section.all() {
          let values = try value.list().map(\.node.flowText)
          guard !values.isEmpty else { throw value.error("the list is empty. Name at least one value.") }
          if let twin = values.indices.first(where: { values[..<$0].contains(values[$0]) }) {
            throw value.error("'\(values[twin].shortened)' stands twice. Keep one.")
          }
          lists.append((key, values))
        }
      }
      let names = lists.map(\.key)
      guard !names.isEmpty else { throw value.error("the grid is empty. Name a key and its values.") }
      try check(names, at: value)
      var combinations: [[String]] = [[]]
      for list in lists {
        guard combinations.count * list.values.count <= Sweep.largest else {
          throw value.error("the grid has more than \(Sweep.largest) points. Name fewer values.")
        }
        combinations = combinations.flatMap { start in list.values.map { start + [$0] } }
      }
      for combination in combinations { try append(names, combination, at: value) }
      return lists.map(\.values)
    }

    /// `count` different points, drawn key by key in the order of the file.
    mutating func addRandom(_ value: Value, seed: UInt64) throws(ScenarioError) {
      var count = 0
      var draws: [(key: String, values: DrawnValues)] = []
      try value.section { section throws(ScenarioError) in
        count = try section.required("count").int(in: 1...Sweep.largest)
        try section.required("keys").section { keys throws(ScenarioError) in
          for (key, value) in keys.all() { draws.append((key, try DrawnValues(value))) }
        }
      }
      let names = draws.map(\.key)
      guard !names.isEmpty else { throw value.error("there are no keys to draw. Name one and its values.") }
      try check(names, at: value)
      // Apart from what the seed draws elsewhere.
      var generator = SeededGenerator(seed: seed ^ 0x7377_6565_7000_0000)
      var drawn: Set<[String]> = []
      var misses = 0
      while drawn.count < count {
        let point = draws.map { $0.values.draw(&generator) }
        if drawn.insert(point).inserted {
          try append(names, point, at: value)
          misses = 0
        } else {
          misses += 1
          guard misses < 10_000 else {
            throw value.error("only \(drawn.count) different points were found, not \(count). Ask for fewer.")
          }
        }
      }
    }
  }
}

extension Value {
  /// `name` in the folder of the file that this value stands in; for a value of `--set` that of the scenario.
  fileprivate func neighbour(_ name: String) -> String {
    guard let slash = file.lastIndex(of: "/") else { return name }
    return String(file[...slash]) + name
  }
}
