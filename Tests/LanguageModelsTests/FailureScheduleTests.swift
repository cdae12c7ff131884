import LanguageModels
import Testing

@Suite struct FailureScheduleTests {
  @Test func `failures come at their rates, from the seed`() throws {
    let schedule = try FailureSchedule(rates: [
      .init(.timeout, share: 0.1), .init(.brokenJSON, share: 0.05), .init(.cudaError, share: 0.02),
    ])
    let failures = (0..<20_000).map { schedule.failure(seed: 1, ordinal: $0, attempt: 0) }
    func share(_ kind: FailureKind) -> Double { Double(failures.filter { $0 == kind }.count) / 20_000 }
    // Four standard deviations of a binomial share.
    #expect(abs(share(.timeout) - 0.1) < 0.0085)
    #expect(abs(share(.brokenJSON) - 0.05) < 0.0062)
    #expect(abs(share(.cudaError) - 0.02) < 0.004)
    #expect(share(.serverError) == 0)
    #expect(failures == (0..<20_000).map { schedule.failure(seed: 1, ordinal: $0, attempt: 0) })
    #expect(failures != (0..<20_000).map { schedule.failure(seed: 2, ordinal: $0, attempt: 0) })
    #expect(failures != (0..<20_000).map { schedule.failure(seed: 1, ordinal: $0, attempt: 1) })
  }

  @Test func `the order of asking changes nothing`() throws {
    let schedule = try FailureSchedule(rates: [.init(.timeout, share: 0.5)])
    let forth = (0..<100).map { schedule.failure(seed: 9, ordinal: $0, attempt: 0) }
    let back = (0..<100).reversed().map { schedule.failure(seed: 9, ordinal: $0, attempt: 0) }
    #expect(forth == back.reversed())
  }

  @Test func `planned failures happen at every attempt`() throws {
    let schedule = try FailureSchedule(planned: [3: .serverError, 5: .timeout])
    let kinds = (0..<7).map { schedule.failure(seed: 1, ordinal: $0, attempt: $0) }
    #expect(kinds == [nil, nil, nil, .serverError, nil, .timeout, nil])
  }

  @Test(arguments: [[-0.1], [1.1], [.nan], [0.6, 0.6]] as [[Double]])
  func `rates that cannot be are refused`(shares: [Double]) {
    #expect(throws: InvalidFailureSchedule.self) {
      try FailureSchedule(rates: shares.map { .init(.timeout, share: $0) })
    }
  }
}
