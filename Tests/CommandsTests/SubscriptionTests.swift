import CivilTime
import Commands
import JSON
import Ledger
import Pricing
import TestSupport
import Testing

@Suite struct SubscriptionTests {
  @Test func `a change made as soon as the subscription is confirmed is announced`() throws {
    let folder = try TemporaryFolder()
    let channel = SteppedChannel([
      .line(
        #"{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{}}}"#
      ),
      .line(#"{"jsonrpc":"2.0","id":1,"method":"resources/subscribe","params":{"uri":"usage://summary"}}"#),
      .timeout,
    ])
    let other = Ledger(folder: LedgerFolder(path: folder.path), world: Self.world)
    // The reply has been read before the loop comes to anything else.
    channel.afterWrite = { frame in
      guard frame.contains(#""id":1"#) else { return }
      try Self.record(other)
    }
    #expect(CommandLineProgram.run(Self.host(channel, data: folder.path)) == .success)
    #expect(channel.failures.isEmpty)
    #expect(channel.frames.count == 3)
    #expect(channel.frames.last?.contains("notifications/resources/updated") == true)
  }

  private static func record(_ ledger: Ledger) throws {
    let facts = CallFacts(
      userID: "ada", source: "tool", model: "m", usage: Usage(), timestamp: Self.world.now())
    _ = try ledger.record(RecordRequest(facts: facts, keys: [])) { _ in
      AppliedPrice(provider: "p", pricedAs: "", kind: .unpriced, cost: nil, catalogCost: nil, row: "")
    }
    try ledger.commit()
  }

  private static let world = LedgerWorld(
    now: { Instant(milliseconds: 1_795_000_000_000) }, monotonicMilliseconds: { 0 },
    randomBytes: { [UInt8](repeating: 9, count: $0) }, sleepMilliseconds: { _ in })

  private static func host(_ channel: SteppedChannel, data: String) -> Host {
    Host(
      arguments: ["serve", "--data-dir", data], environment: [:], now: world.now,
      monotonicMilliseconds: { 0 }, randomBytes: { [UInt8](repeating: 7, count: $0) },
      sleepMilliseconds: { _ in }, userName: "ada", homeFolder: data, machineName: "desk", isMac: false,
      machineZone: nil, readFile: { _ in nil }, canWrite: { _ in true }, print: { _ in }, note: { _ in },
      openChannel: { channel })
  }
}

/// A client whose lines come one read at a time.
private final class SteppedChannel: ProtocolChannel {
  enum Step {
    case line(String)
    case timeout
  }

  private var steps: [Step]
  private(set) var frames: [String] = []
  private(set) var failures: [any Error] = []
  /// What the client does once it has read a frame.
  var afterWrite: (String) throws -> Void = { _ in }

  init(_ steps: [Step]) { self.steps = steps }

  func wait(milliseconds: Int32) -> ChannelEvent {
    guard !steps.isEmpty else { return .end }
    switch steps.removeFirst() {
    case .line(let text): return .input(Array("\(text)\n".utf8)[...])
    case .timeout: return .timeout
    }
  }

  func write(_ bytes: [UInt8]) -> Bool {
    let frame = String(decoding: bytes, as: UTF8.self)
    frames.append(frame)
    do { try afterWrite(frame) } catch { failures.append(error) }
    return true
  }
}
