import Foundation
import Testing
import Volatility

/// What LAPACK's last bits may reach: nothing beyond the rounded parameters.
@Suite(.serialized) struct ProcessorKernelTests {
  @Test func `rounded parameters are the same under two kernels of OpenBLAS`() async throws {
    let haswell = try await printout(kernel: "Haswell")
    let nehalem = try await printout(kernel: "Nehalem")
    #expect(haswell.kernel == "Haswell")
    #expect(nehalem.kernel == "Nehalem")
    #expect(haswell.fits.count == 800)
    for (window, (a, b)) in zip(haswell.fits, nehalem.fits).enumerated() { #expect(a == b, "window \(window)") }
  }

  /// OpenBLAS chooses its kernel when a process starts: each printout comes from a process of its own.
  private func printout(kernel: String) async throws -> (kernel: String, fits: [Substring]) {
    setenv("OPENBLAS_CORETYPE", kernel, 1)
    defer { unsetenv("OPENBLAS_CORETYPE") }
    let result = try #require(
      await #expect(processExitsWith: .success, observing: [\.standardOutputContent]) {
        try ProcessorKernelTests.printFits()
      })
    let lines = String(decoding: result.standardOutputContent, as: UTF8.self).split(separator: "\n")
      .filter { $0.hasPrefix("fit ") || $0.hasPrefix("kernel ") }
    return (String(try #require(lines.first).dropFirst("kernel ".count)), Array(lines.dropFirst()))
  }

  /// Rolling windows of two series, 400 each, every third fit cold.
  private static func printFits() throws {
    print("kernel \(SymmetricMatrix.processorKernel)")
    for (returns, window) in [(Fixture.sp500, 500), (Fixture.dem2gbp, 1_000)] {
      var previous: GARCHParameters?
      for index in 0..<400 {
        let first = index * (returns.count - window) / 400
        let fit = try GARCHModel().fit(
          returns.span.extracting(first..<first + window), start: index % 3 == 0 ? nil : previous,
          standardErrors: index % 2 == 0)
        let rounded = fit.parameters.rounded()
        let filter = GARCHFilter(rounded, over: returns.span.extracting(first..<first + window))
        print("fit \(rounded) \(filter.nextVariance) \(filter.varianceSum(over: 24))")
        previous = rounded
      }
    }
  }
}
