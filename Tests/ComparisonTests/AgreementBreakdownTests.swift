import Comparison
import Market
import Testing

@Suite struct AgreementBreakdownTests {
  private func tick(_ label: String, _ day: Int, flips: Bool) -> (label: String, answer: PairedAnswer) {
    (label, PairedAnswer(day: day, reference: .sell, candidate: flips ? .hold : .sell))
  }

  @Test func `each label has its own ticks, flips and interval`() throws {
    let ticks = (0..<100).map { tick($0 % 4 == 0 ? "calm" : "wild", $0 / 5, flips: $0 % 8 == 0) }
    let groups = AgreementBreakdown(ticks, order: ["wild", "none", "calm"]).groups
    #expect(groups.map(\.label) == ["wild", "calm"])
    #expect(groups.map(\.rate.ticks) == [75, 25] && groups.map(\.rate.flips) == [0, 13])
    #expect(groups[1].matrix[reference: .sell, candidate: .hold] == 13)
    #expect(groups[1].rate == FlipRate(ticks.filter { $0.label == "calm" }.map(\.answer)))
    #expect(groups.allSatisfy { $0.rate.interval != nil })
  }

  @Test func `labels without an order stand as they came, and none are nothing`() {
    let groups = AgreementBreakdown([tick("b", 1, flips: true), tick("a", 1, flips: false)]).groups
    #expect(groups.map(\.label) == ["b", "a"] && groups.map(\.rate.rate) == [1, 0])
    #expect(AgreementBreakdown([]).groups.isEmpty)
  }

  @Test func `months are those of the calendar in UTC, the earliest first`() {
    let times: [Timestamp] = [
      Timestamp(year: 2023, month: 2, day: 1), Timestamp(year: 2022, month: 12, day: 31, hour: 23, minute: 59),
      Timestamp(year: 2023, month: 1, day: 1), Timestamp(year: 2023, month: 1, day: 31, hour: 23),
    ]
    let ticks = times.enumerated().map { place, time in
      (time: time, answer: PairedAnswer(day: place, reference: .buy, candidate: place == 3 ? .sell : .buy))
    }
    let groups = AgreementBreakdown(byMonth: ticks).groups
    #expect(groups.map(\.label) == ["2022-12", "2023-01", "2023-02"])
    #expect(groups.map(\.rate.ticks) == [1, 2, 1] && groups.map(\.rate.flips) == [0, 1, 0])
  }
}
