import Replay
import Testing

@Suite struct OrderStateTests {
  /// Every pair that leads somewhere; all others lead nowhere.
  private let legal: [(OrderState, OrderState.Event, OrderState)] = [
    (.pending, .accept, .resting), (.pending, .reject, .rejected), (.pending, .cancel, .cancelled),
    (.resting, .trigger, .triggered), (.resting, .fillPart, .partlyFilled), (.resting, .fillRest, .filled),
    (.resting, .cancel, .cancelled), (.resting, .expire, .expired),
    (.triggered, .fillPart, .partlyFilled), (.triggered, .fillRest, .filled), (.triggered, .cancel, .cancelled),
    (.triggered, .expire, .expired),
    (.partlyFilled, .fillPart, .partlyFilled), (.partlyFilled, .fillRest, .filled),
    (.partlyFilled, .cancel, .cancelled), (.partlyFilled, .expire, .expired),
  ]

  @Test(arguments: OrderState.allCases, OrderState.Event.allCases)
  func `an event leads where the table says, or nowhere`(state: OrderState, event: OrderState.Event) {
    let expected = legal.first { $0.0 == state && $0.1 == event }?.2
    #expect(state.after(event) == expected)
  }

  @Test(arguments: OrderState.allCases)
  func `a state is final exactly where nothing leads out of it`(state: OrderState) {
    #expect(state.isFinal == OrderState.Event.allCases.allSatisfy { state.after($0) == nil })
  }

  @Test func `states and reasons have names of their own`() {
    #expect(Set(OrderState.allCases.map(\.name)).count == OrderState.allCases.count)
    #expect(Set(RejectReason.allCases.map(\.name)).count == RejectReason.allCases.count)
    #expect(Set(CancelReason.allCases.map(\.name)).count == CancelReason.allCases.count)
  }
}
