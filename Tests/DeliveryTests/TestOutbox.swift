import CivilTime
import Delivery
import Foundation
import JSON
import Ledger
import Synchronization
import TestSupport

/// A ledger with an outbox, a clock that moves only by waiting, and a receiver that answers as the test says.
final class TestOutbox {
  let folder: TemporaryFolder
  let clock = TestClock()
  private(set) lazy var receiver = Receiver(clock)
  private(set) var notes: [String] = []
  lazy var ledger = another()

  init() throws { folder = try TemporaryFolder() }

  /// Another process's view of the same file.
  func another() -> Ledger { Ledger(folder: LedgerFolder(path: folder.path), world: clock.world) }

  /// Puts messages in, one for each key.
  func put(_ keys: String...) throws {
    for key in keys { try ledger.enqueue(kind: "test", key: key, payload: ["text": .string("about \(key)")]) }
    try ledger.commit()
  }

  /// A run as a process of its own would make it.
  func run(_ transport: (any WebhookTransport)? = nil) -> DeliveryRun {
    DeliveryRun(
      ledger: another(), world: clock.world, transport: transport ?? receiver, note: { self.notes.append($0) })
  }

  /// Has a new process look each time that something is due, until nothing waits.
  func drain() throws {
    while let next = try ledger.nextDelivery() {
      clock.now = max(clock.now, next)
      try run().run()
    }
  }

  func progress(_ key: String) throws -> OutboxProgress? { try ledger.progress(ofMessage: key) }
}

/// What messages are sent to in place of a network.
final class Receiver: WebhookTransport {
  /// The answers in turn; the last one stays.
  var answers: [WebhookAnswer] = [.answered(status: 200, retryAfter: nil)]
  /// What was sent.
  private(set) var bodies: [String] = []
  /// When each of them was sent.
  private(set) var times: [Instant] = []
  /// What happens while a message is on its way.
  var onTheWay: () -> Void = {}
  private let clock: TestClock

  init(_ clock: TestClock) { self.clock = clock }

  func post(_ body: [UInt8]) -> WebhookAnswer {
    bodies.append(String(decoding: body, as: UTF8.self))
    times.append(clock.now)
    onTheWay()
    return answers.count > 1 ? answers.removeFirst() : answers[0]
  }
}

/// A clock that stands but for waiting.
final class TestClock: Sendable {
  private let milliseconds = Mutex<Int64>(1_795_000_000_000)
  private let pauses = Mutex<[Int64]>([])
  private let generator = Mutex(SplitMix64(seed: 11))

  var now: Instant {
    get { Instant(milliseconds: milliseconds.withLock { $0 }) }
    set { milliseconds.withLock { $0 = newValue.milliseconds } }
  }

  /// How long was waited, in all.
  var waited: Int64 { pauses.withLock { $0.reduce(0, +) } }

  func advance(milliseconds step: Int64) { milliseconds.withLock { $0 += step } }

  var world: LedgerWorld {
    LedgerWorld(
      now: { self.now }, monotonicMilliseconds: { self.now.milliseconds },
      randomBytes: { count in
        self.generator.withLock { generator in (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) } }
      },
      sleepMilliseconds: { step in
        self.pauses.withLock { $0.append(step) }
        self.advance(milliseconds: step)
      })
  }
}
