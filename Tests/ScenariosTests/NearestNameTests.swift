import Scenarios
import Testing

@Suite struct NearestNameTests {
  @Test(arguments: [
    ("riks", "risk"), ("RISK", "risk"), ("sizeing", "sizing"), ("pipline", "pipeline"), ("decription", "description"),
  ])
  func `a slip of the finger is recognised`(written: String, meant: String) {
    #expect(nearestName(to: written, among: ["name", "description", "pipeline", "risk", "sizing"]) == meant)
  }

  @Test(arguments: ["colour", "", "riskmanagement", "xxxx"])
  func `another word is not`(written: String) {
    #expect(nearestName(to: written, among: ["name", "description", "pipeline", "risk", "sizing"]) == nil)
  }
}
