/// When a model shall fail, and how: decided by the seed and the request's number alone, so neither the number of
/// workers nor the order of their work changes it.
package struct FailureSchedule: Hashable, Sendable {
  /// A failure that a share of all requests has.
  package struct Rate: Hashable, Sendable {
    package var kind: FailureKind
    /// 0 to 1.
    package var share: Double

    package init(_ kind: FailureKind, share: Double) { (self.kind, self.share) = (kind, share) }
  }

  /// Drawn for each request and each new attempt; at most one of them happens, so the shares add up to at most 1.
  package var rates: [Rate]
  /// Requests that fail for certain, at every attempt, by their ordinal.
  package var planned: [Int: FailureKind]
  /// How long a request that times out was waited for.
  package var timeoutMilliseconds: Int

  /// Throws ``InvalidFailureSchedule`` unless each share is 0 to 1, and all together are at most 1.
  package init(
    rates: [Rate] = [], planned: [Int: FailureKind] = [:], timeoutMilliseconds: Int = 30_000
  ) throws(InvalidFailureSchedule) {
    var sum = 0.0
    for rate in rates {
      guard 0 <= rate.share, rate.share <= 1 else {
        throw InvalidFailureSchedule(problem: "the rate of \(rate.kind.rawValue) is \(rate.share)")
      }
      sum += rate.share
    }
    guard sum <= 1 else { throw InvalidFailureSchedule(problem: "all rates together are \(sum)") }
    (self.rates, self.planned, self.timeoutMilliseconds) = (rates, planned, timeoutMilliseconds)
  }

  /// How the request fails, or nil if it does not.
  package func failure(seed: UInt64, ordinal: Int, attempt: Int) -> FailureKind? {
    if let kind = planned[ordinal] { return kind }
    guard !rates.isEmpty else { return nil }
    let stream = UInt64(bitPattern: Int64(ordinal)) &* 64 &+ UInt64(bitPattern: Int64(attempt))
    var generator = SplitMix64(seed: seed ^ Self.salt, stream: stream)
    var draw = generator.nextShare()
    for rate in rates {
      if draw < rate.share { return rate.kind }
      draw -= rate.share
    }
    return nil
  }

  /// Keeps failures independent of the latencies that are drawn from the same seed.
  private static let salt: UInt64 = 0x6661_696C_7572_6573
}

/// The ways in which a model can be made to fail.
package enum FailureKind: String, CaseIterable, Sendable {
  /// No answer in time.
  case timeout
  /// An answer that breaks off in the middle.
  case brokenJSON = "broken_json"
  /// HTTP 500.
  case serverError = "server_error"
  /// HTTP 500 because of the graphics card, as Ollama and llama.cpp report it.
  case cudaError = "cuda_error"
}

/// Why a failure schedule cannot be.
package struct InvalidFailureSchedule: Error, Hashable, CustomStringConvertible {
  package let problem: String
  package var description: String {
    "A failure schedule cannot be: \(problem). Rates are shares of all requests, 0 to 1, at most 1 together."
  }
}
