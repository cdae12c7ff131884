/// One figure a day of each of several models over the same days: returns, losses, or differences from a benchmark.
package struct DailyMatrix: Hashable, Sendable {
  package let days: Int
  package let models: Int
  /// Model after model, the days of each together.
  package let values: [Double]

  /// From each model's days. Nil unless there is a model, all have the same days, ten at least, and every figure is a
  /// number below 1e100.
  package init?(_ columns: [[Double]]) {
    guard let days = columns.first?.count, days >= 10, columns.allSatisfy({ $0.count == days }) else { return nil }
    values = columns.flatMap { $0 }
    guard values.allSatisfy({ $0.magnitude < 1e100 }) else { return nil }
    self.days = days
    models = columns.count
  }

  private init(days: Int, models: Int, values: [Double]) {
    (self.days, self.models, self.values) = (days, models, values)
  }

  package func column(_ model: Int) -> ArraySlice<Double> { values[model * days..<(model + 1) * days] }

  /// Each model's figure less the benchmark's: of returns, positive where the model did better.
  package func minus(_ benchmark: [Double]) -> DailyMatrix {
    precondition(benchmark.count == days, "the benchmark has the same days as the models")
    let differences = (0..<models).flatMap { model in zip(column(model), benchmark).map { $0 - $1 } }
    return DailyMatrix(days: days, models: models, values: differences)
  }

  /// The same figures with the other sign: losses of returns.
  package var negated: DailyMatrix { DailyMatrix(days: days, models: models, values: values.map { -$0 }) }

  /// The longest of the block lengths that suit the models (``Swift/Array/stationaryBlockLength``), in days.
  package var meanBlockLength: Double {
    (0..<models).reduce(1) { max($0, Array(column($1)).stationaryBlockLength) }
  }
}
