import CivilTime
import JSON
import Ledger
import TestSupport
import Testing

@testable import Delivery

@Suite struct DeliveryRunTests {
  private static let day: Int64 = 86_400_000

  @Test func `each message is sent once, in the order in which it became due`() throws {
    let test = try TestOutbox()
    try test.put("a", "b", "a")
    try test.run().run()
    try test.run().run()
    #expect(test.receiver.bodies == [#"{"text":"about a"}"#, #"{"text":"about b"}"#])
    #expect(try test.progress("a")?.deliveredAt == test.clock.now)
    #expect(try test.ledger.outboxState().delivered == 2)
    #expect(test.clock.waited == 0 && test.notes.isEmpty)
  }

  @Test func `a message is not sent unless its batch was committed`() throws {
    let test = try TestOutbox()
    try test.ledger.enqueue(kind: "test", key: "a", payload: ["text": "x"])
    test.ledger.rollBack()
    try test.run().run()
    #expect(test.receiver.bodies.isEmpty)
  }

  @Test func `a receiver that recovers within a minute gets the message from the same run`() throws {
    let test = try TestOutbox()
    try test.put("a", "b")
    test.receiver.answers = [
      .unreachable("did not answer in time"), .answered(status: 500, retryAfter: nil),
      .answered(status: 200, retryAfter: nil),
    ]
    try test.run().run()
    // The second message waits for the first one's trouble to pass; nothing is sent in between.
    #expect(test.receiver.bodies.count == 4)
    #expect(try test.ledger.outboxState().waiting == 0)
    #expect((1_000...6_000).contains(test.clock.waited))
    #expect(test.notes.count == 2)
  }

  @Test func `pauses double, vary, and go on where another process left off`() throws {
    let test = try TestOutbox()
    try test.put("a")
    test.receiver.answers = [.answered(status: 500, retryAfter: nil)]
    try test.drain()
    let pauses = zip(test.receiver.times.dropFirst(), test.receiver.times).map { $0.milliseconds - $1.milliseconds }
    #expect((30...60).contains(pauses.count))
    for (index, pause) in pauses.enumerated() {
      let whole = min(RetrySchedule.longestPause, 1_000 << Int64(min(index, 30)))
      #expect((whole / 2...whole).contains(pause), "pause \(index)")
    }
    // All long pauses have the same bounds, and chance tells them apart.
    #expect(Set(pauses.suffix(10)).count > 5)
  }

  @Test func `a message that is never taken is given up after seven days, and that is said`() throws {
    let test = try TestOutbox()
    let start = test.clock.now
    try test.put("a")
    test.receiver.answers = [.answered(status: 404, retryAfter: nil)]
    try test.drain()
    let days = Double(test.clock.now.milliseconds - start.milliseconds) / Double(Self.day)
    #expect((6.7...7).contains(days))
    let state = try test.ledger.outboxState()
    #expect(state.givenUp == 1 && state.waiting == 0)
    #expect(state.lastFailure == "answered that there is no such webhook")
    #expect(test.notes.last?.contains("given up after 7 days") == true)
    #expect((30...60).contains(test.receiver.bodies.count))
  }

  @Test(
    arguments: [
      ("120", 120_000), ("0", 0), ("999999999", day), ("Mon, 16 Nov 2026 13:02:00 GMT", nil),
    ] as [(String, Int64?)])
  func `a receiver that names a time is left alone until then, with all messages`(_ header: String, _ wait: Int64?)
    throws
  {
    let test = try TestOutbox()
    try test.put("a", "b")
    test.receiver.answers = [
      .answered(status: 429, retryAfter: header), .answered(status: 200, retryAfter: nil),
    ]
    let expected = try #require(RetrySchedule.time(ofHeader: header, now: test.clock.now))
    if let wait { #expect(expected.milliseconds - test.clock.now.milliseconds == wait) }
    try test.drain()
    #expect(test.receiver.bodies.count == 3)
    for time in test.receiver.times.dropFirst() {
      #expect(time >= expected && time.milliseconds <= expected.milliseconds + 1_000)
    }
  }

  @Test func `a header is seconds or a date, and anything else is passed over`() {
    let now = Instant(milliseconds: 1_795_000_000_000)
    let date = RetrySchedule.time(ofHeader: " Wed, 18 Nov 2026 12:00:00 GMT ", now: now)
    #expect(date == Instant(rfc3339: "2026-11-18T12:00:00Z"))
    #expect(RetrySchedule.time(ofHeader: "Fri, 31 Dec 1999 23:59:59 GMT", now: now) == now)
    for text in ["", "soon", "-5", "1.5", "Wed, 18 Foo 2026 12:00:00 GMT", "Wed, 32 Nov 2026 12:00:00 GMT"] {
      #expect(RetrySchedule.time(ofHeader: text, now: now) == nil, "\(text)")
    }
  }

  @Test func `of two senders one sends, also while the other has it on its way`() throws {
    let test = try TestOutbox()
    try test.put("a", "b", "c")
    let other = Receiver(test.clock)
    test.receiver.onTheWay = {
      test.receiver.onTheWay = {}
      // The other finds nothing but what is not claimed yet.
      try? test.run(other).run()
    }
    try test.run().run()
    #expect((test.receiver.bodies + other.bodies).sorted() == ["a", "b", "c"].map { #"{"text":"about \#($0)"}"# })
    #expect(other.bodies.count == 2)
  }

  @Test func `a sender that dies on the way is followed by one that sends again after two minutes`() throws {
    let test = try TestOutbox()
    try test.put("a")
    // Claimed and sent, and then the process was gone.
    let dead = test.another()
    #expect(try dead.claimMessage() != nil)
    try dead.commit()
    try test.run().run()
    #expect(test.receiver.bodies.isEmpty)
    test.clock.advance(milliseconds: Ledger.claimMilliseconds)
    try test.run().run()
    #expect(test.receiver.bodies.count == 1)
    #expect(try test.progress("a")?.attempts == 2)
  }

  @Test func `what a slow sender learns late does not undo what another has learnt`() throws {
    let test = try TestOutbox()
    try test.put("a")
    let slow = try #require(try test.ledger.claimMessage())
    try test.ledger.commit()
    test.clock.advance(milliseconds: Ledger.claimMilliseconds)
    try test.run().run()
    try test.ledger.markFailed(slow, failure: "late", nextAttempt: test.clock.now)
    try test.ledger.giveUp(slow, failure: "late")
    try test.ledger.commit()
    #expect(try test.ledger.outboxState().waiting == 0)
    #expect(try test.progress("a")?.failure == nil && test.progress("a")?.deliveredAt != nil)
  }

  @Test func `a clock that was wrong by years holds no message for years`() throws {
    let test = try TestOutbox()
    let right = test.clock.now
    test.clock.advance(milliseconds: 5 * 365 * Self.day)
    try test.put("a")
    test.clock.now = right
    try test.run().run()
    #expect(test.receiver.bodies.count == 1)
  }

  @Test func `delivered messages are forgotten after 90 days, and their keys with them`() throws {
    let test = try TestOutbox()
    try test.put("a")
    try test.run().run()
    test.clock.advance(milliseconds: Ledger.outboxKeptMilliseconds - 1)
    try test.put("a", "b")
    try test.run().run()
    #expect(test.receiver.bodies.count == 2)
    test.clock.advance(milliseconds: 2)
    try test.put("c")
    try test.run().run()
    try test.put("a")
    try test.run().run()
    #expect(test.receiver.bodies.count == 4)
  }

  @Test func `a message that is held is found by its key alone, once`() throws {
    let test = try TestOutbox()
    try test.ledger.enqueue(kind: "test", key: "mine", payload: ["text": "x"], heldMilliseconds: Self.day)
    try test.ledger.commit()
    try test.run().run()
    #expect(test.receiver.bodies.isEmpty)
    try test.run().send(key: "mine")
    try test.run().send(key: "mine")
    try test.run().send(key: "other")
    #expect(test.receiver.bodies.count == 1)
    try test.ledger.withdrawMessage(key: "mine")
    try test.ledger.commit()
    #expect(try test.progress("mine") == nil)
  }
}
