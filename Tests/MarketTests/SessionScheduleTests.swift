import Market
import Testing

@Suite struct SessionScheduleTests {
  /// 10 ..< 20, 20 ..< 25 and 40 ..< 50.
  let schedule = SessionSchedule([.of(10, 20), .of(20, 25), .of(40, 50)])

  @Test(
    arguments: [
      (9, 0, nil, 10), (10, 0, 10, 10), (19, 0, 10, 19), (20, 1, 20, 20), (24, 1, 20, 24), (25, 2, nil, 40),
      (39, 2, nil, 40), (40, 2, 40, 40), (49, 2, 40, 49), (50, 3, nil, nil), (99, 3, nil, nil),
    ] as [(Int64, Int, Int64?, Int64?)])
  func `sessions include their open and not their close`(at: Int64, index: Int, open: Int64?, next: Int64?) {
    let instant = Timestamp(milliseconds: at)
    #expect(schedule.firstIndex(closingAfter: instant) == index)
    #expect(schedule.session(containing: instant)?.open.milliseconds == open)
    #expect(schedule.isOpen(at: instant) == (open != nil))
    #expect(schedule.nextOpen(atOrAfter: instant)?.milliseconds == next)
  }

  @Test func `market time counts open milliseconds only, between any two instants`() {
    let open = (0..<60).map { at in schedule.isOpen(at: Timestamp(milliseconds: at)) }
    for start in 0..<60 {
      for end in start..<60 {
        let expected = Int64(open[start..<end].count { $0 })
        let (start, end) = (Timestamp(milliseconds: Int64(start)), Timestamp(milliseconds: Int64(end)))
        #expect(schedule.openMilliseconds(from: start, to: end) == expected)
        #expect(schedule.openMilliseconds(from: end, to: start) == -expected)
      }
    }
  }

  @Test func `an empty schedule is always closed`() {
    let schedule = SessionSchedule([])
    #expect(!schedule.isOpen(at: Timestamp(milliseconds: 0)))
    #expect(schedule.nextOpen(atOrAfter: .distantPast) == nil)
    #expect(schedule.openMilliseconds(from: .distantPast, to: .distantFuture) == 0)
  }

  @Test func `sessions out of order or of no length are a programming error`() async {
    await #expect(processExitsWith: .failure) { _ = SessionSchedule([.of(10, 20), .of(15, 25)]) }
    await #expect(processExitsWith: .failure) { _ = Session.of(10, 10) }
  }
}

extension Session {
  fileprivate static func of(_ open: Int64, _ close: Int64) -> Session {
    Session(open: Timestamp(milliseconds: open), close: Timestamp(milliseconds: close))
  }
}
