import Foundation
import LanguageModels
import Testing

@Suite struct DeterministicExpTests {
  @Test func `it is the exponential within two units in the last place`() {
    for step in 0..<70_000 {
      let x = -Double(step) / 100
      let expected = exp(x)
      #expect(abs(deterministicExp(x) - expected) <= 2 * expected.ulp, "\(x)")
    }
    #expect(deterministicExp(0) == 1)
    #expect(deterministicExp(-1e9) == 0)
  }
}
