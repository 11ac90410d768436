import CivilTime
import Commands
import JSON
import Ledger
import Pricing
import Synchronization
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

  @Test func `a server of one user announces the changes of that user and no others`() throws {
    let folder = try TemporaryFolder()
    let subscribe = #"{"jsonrpc":"2.0","id":1,"method":"resources/subscribe","params":{"uri":"usage://summary"}}"#
    let channel = SteppedChannel(
      [
        .line(
          #"{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{}}}"#
        ), .line(subscribe),
      ] + [SteppedChannel.Step](repeating: .timeout, count: 7))
    let other = Ledger(folder: LedgerFolder(path: folder.path), world: Self.world)
    var announced: [Int] = []
    var wait = 0
    channel.beforeTimeout = {
      announced.append(channel.frames.count - 2)
      wait += 1
      switch wait {
      case 1: try Self.record(other, user: "zebra")
      case 2: try Self.record(other, id: "r")
      case 3: try Self.record(other, user: "zebra", id: "r")
      // An update that changes no total.
      case 4: try Self.record(other, id: "r", metadata: #"{"more":1}"#)
      case 5: try Self.record(other, user: "zebra", id: "r", metadata: "{}")
      default: break
      }
    }
    #expect(CommandLineProgram.run(Self.host(channel, data: folder.path, ["--user", "ada"])) == .success)
    #expect(channel.failures.isEmpty)
    #expect(announced == [0, 0, 1, 1, 2, 2, 2])
    #expect(channel.frames.filter { $0.contains("notifications/resources/updated") }.count == 2)
  }

  private static func record(
    _ ledger: Ledger, user: String = "ada", id: String? = nil, metadata: String? = nil
  ) throws {
    var facts = CallFacts(
      userID: user, source: "tool", model: "m", usage: Usage(), timestamp: Self.world.now())
    facts.metadata = metadata
    let keys = id.map { [RecordKey(id: $0, source: "tool", part: 0)] } ?? []
    _ = try ledger.record(RecordRequest(facts: facts, keys: keys)) { _ in
      AppliedPrice(provider: "p", pricedAs: "", kind: .unpriced, cost: nil, catalogCost: nil, row: "")
    }
    try ledger.commit()
  }

  private static let drawn = Mutex<UInt8>(0)
  private static let world = LedgerWorld(
    now: { Instant(milliseconds: 1_795_000_000_000) }, monotonicMilliseconds: { 0 },
    randomBytes: { count in
      let id = drawn.withLock {
        $0 += 1; return $0
      }
      return [UInt8](repeating: id, count: count)
    }, sleepMilliseconds: { _ in })

  private static func host(_ channel: SteppedChannel, data: String, _ words: [String] = []) -> Host {
    Host(
      arguments: ["serve", "--data-dir", data] + words, environment: [:], now: world.now,
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
  /// What happens in the world before a wait runs out.
  var beforeTimeout: () throws -> Void = {}

  init(_ steps: [Step]) { self.steps = steps }

  func wait(milliseconds: Int32, takesInput: Bool) -> ChannelEvent {
    guard !steps.isEmpty else { return .end }
    switch steps.removeFirst() {
    case .line(let text): return .input(Array("\(text)\n".utf8)[...])
    case .timeout:
      do { try beforeTimeout() } catch { failures.append(error) }
      return .timeout
    }
  }

  var hasRoom: Bool { true }

  func flush() {}

  func write(_ bytes: [UInt8]) -> Bool {
    let frame = String(decoding: bytes, as: UTF8.self)
    frames.append(frame)
    do { try afterWrite(frame) } catch { failures.append(error) }
    return true
  }
}
