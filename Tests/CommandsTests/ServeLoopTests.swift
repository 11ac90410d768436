import CivilTime
import JSON
import Ledger
import MCP
import Server
import Service
import Synchronization
import TestSupport
import Testing

@testable import Commands

@Suite struct ServeLoopTests {
  private func serve(_ events: [ChannelEvent], readsAtMost: Int = .max) throws -> ListedChannel {
    let folder = try TemporaryFolder()
    let world = World()
    let options = try OptionParser(command: .serve).parse(["--data-dir", folder.path])
    let service = try ServiceBuilder.service(options, world.host())
    let server = Server(info: ServerInfo(name: "test", title: "", version: "1", instructions: ""))
    let channel = ListedChannel(events, readsAtMost: readsAtMost)
    var loop = ServeLoop(session: Session(server: server), service: service, channel: channel)
    loop.run()
    withExtendedLifetime(folder) {}
    return channel
  }

  private func line(_ text: String) -> ChannelEvent { .input(Array(text.utf8)[...]) }
  static let greeting =
    #"{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"t","version":"1"}}}"#
  private static let ping = #"{"jsonrpc":"2.0","id":1,"method":"ping"}"#
  private static let pong = #"{"jsonrpc":"2.0","id":1,"result":{}}"#

  @Test func `a message in pieces is answered once it is whole`() throws {
    let channel = try serve([
      line("{\"jsonrpc\":\"2.0\",\"id\":1,"), .timeout, line("\"method\":\"ping\"}\n"),
    ])
    #expect(channel.lines == [Self.pong])
  }

  @Test func `nothing is waited for once nobody reads`() throws {
    let channel = try serve(
      [line(Self.ping + "\n"), line(Self.ping + "\n"), line(Self.ping + "\n")], readsAtMost: 1)
    #expect(channel.waits.count == 2)
  }

  @Test(arguments: [(0, false), (9_999, false), (10_000, true)] as [(Int64, Bool)])
  func `the monitor looks when its time has come and nobody asks anything`(_ later: Int64, _ looks: Bool) throws {
    let folder = try TemporaryFolder()
    let world = World(environment: ["TOKEN_DAILY_LIMIT": "100"])
    let options = try OptionParser(command: .serve).parse(["--data-dir", folder.path])
    let service = try ServiceBuilder.service(options, world.host())
    _ = try LedgerServer.make(service) { _ in }.tools.first { $0.declaration.name == "record_usage" }?
      .call(["model": "gpt-4o", "input_tokens": 100, "output_tokens": 0])
    try service.ledger.commit()
    let clock = Mutex<Int64>(0)
    world.monotonicMilliseconds = { clock.withLock { $0 } }
    world.files[folder.path + "/ledger.db"] = ""
    let monitor = try #require(MonitorWatch(service, world.host()))
    let channel = ListedChannel([.timeout], readsAtMost: .max)
    var loop = ServeLoop(
      session: Session(server: Server(info: ServerInfo(name: "t", title: "", version: "1", instructions: ""))),
      service: service, channel: channel, monitor: monitor)
    clock.withLock { $0 = later }
    loop.run()
    #expect(world.written.byPath.withLock { $0.keys.contains { $0.contains("/reports/") } } == looks)
    #expect(channel.waits.first == Int32(min(5_000, max(0, 10_000 - later))))
    withExtendedLifetime(folder) {}
  }

  @Test func `a stop ends the loop at once`() throws {
    let channel = try serve([.stop, line(Self.ping + "\n")])
    #expect(channel.lines.isEmpty && channel.waits.count == 1)
  }
}

/// A channel on which these events happen, and then its end.
final class ListedChannel: ProtocolChannel {
  private var events: [ChannelEvent]
  private var readsAtMost: Int
  private(set) var waits: [Int32] = []
  private(set) var lines: [String] = []

  init(_ events: [ChannelEvent], readsAtMost: Int = .max) {
    self.events = events
    self.readsAtMost = readsAtMost
  }

  func wait(milliseconds: Int32) -> ChannelEvent {
    waits.append(milliseconds)
    return events.isEmpty ? .end : events.removeFirst()
  }

  func write(_ bytes: [UInt8]) -> Bool {
    guard readsAtMost > 0 else { return false }
    readsAtMost -= 1
    lines += String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    return true
  }
}
