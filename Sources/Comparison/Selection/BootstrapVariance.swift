extension ArraySlice<Double> {
  /// The variance of root n times the mean of a stationary bootstrap of these values, as of endless resamples.
  ///
  /// `C(0) + 2 sum (1 - k / n) q^k C(k)`, with q = 1 - 1 / `meanBlockLength` and circular autocovariances C: D. N. Politis
  /// and J. P. Romano (1994), lemma 1; the estimator of P. R. Hansen, "A Test for Superior Predictive Ability", Journal
  /// of Business and Economic Statistics 23 (2005), for the models' variances. Values are of mean `center`.
  ///
  /// One pass: `near` and `far` carry the sums of `q^k d(i - k)` and `k q^k d(i - k)` over the days before i, and what
  /// wraps around the end comes out of the same sums.
  func bootstrapVariance(meanBlockLength: Double, center: Double) -> Double {
    let q = 1 - 1 / meanBlockLength
    let length = Double(count)
    var (near, far, power) = (0.0, 0.0, 1.0)
    var (squares, straight, farther, head, headByDay) = (0.0, 0.0, 0.0, 0.0, 0.0)
    for (day, value) in enumerated() {
      let deviation = value - center
      squares += deviation * deviation
      straight += deviation * near
      farther += deviation * far
      head += power * deviation
      headByDay += Double(day) * power * deviation
      let sum = near + deviation
      far = q * (far + sum)
      near = q * sum
      power *= q
    }
    let wrapped = near * head - (near * headByDay + far * head - power * farther) / length
    return (squares + 2 * (straight - farther / length + wrapped)) / length
  }
}
