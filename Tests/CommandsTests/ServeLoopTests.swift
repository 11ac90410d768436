import CivilTime
import Foundation
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
  /// Serves on a channel, with a clock by which each answer takes so long.
  private func serve(
    _ events: [ChannelEvent], readsAtMost: Int = .max, hasRoomFor: Int = .max, millisecondsEach: Int64 = 0
  ) throws -> ListedChannel {
    let folder = try TemporaryFolder()
    let world = World()
    let options = try OptionParser(command: .serve).parse(["--data-dir", folder.path])
    let service = try ServiceBuilder.service(options, world.host())
    var server = Server(info: ServerInfo(name: "test", title: "", version: "1", instructions: ""))
    let declaration = try ToolDeclaration([
      "name": "ask", "inputSchema": ["type": "object", "properties": [:]],
    ])
    server.tools = [Tool(declaration: declaration) { _ in .finished([:]) }]
    let channel = ListedChannel(events, readsAtMost: readsAtMost, hasRoomFor: hasRoomFor)
    var now: Int64 = 0
    let session = Session(server: server) {
      now += millisecondsEach
      return now
    }
    var loop = ServeLoop(session: session, service: service, channel: channel)
    channel.ending = loop.run()
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
    #expect(channel.waits.first == Int32(min(2_000, max(0, 10_000 - later))))
    withExtendedLifetime(folder) {}
  }

  @Test(arguments: [(1_999, false), (2_000, true)] as [(Int64, Bool)])
  func `a removed log is looked for by time, however often somebody asks`(_ later: Int64, _ isSaved: Bool) throws {
    let folder = try TemporaryFolder()
    let world = World()
    let clock = Mutex<Int64>(0)
    world.monotonicMilliseconds = { clock.withLock { $0 } }
    let options = try OptionParser(command: .serve).parse(["--data-dir", folder.path])
    let service = try ServiceBuilder.service(options, world.host())
    _ = try LedgerServer.make(service) { _ in }.tools.first { $0.declaration.name == "record_usage" }?
      .call(["model": "gpt-4o", "input_tokens": 100, "output_tokens": 0])
    try service.ledger.commit()
    service.ledger.closeIfReplaced()
    let before = try folder.read("ledger.db")
    unlink(folder.file("ledger.db-wal"))
    clock.withLock { $0 = later }
    var loop = ServeLoop(
      session: Session(server: Server(info: ServerInfo(name: "t", title: "", version: "1", instructions: ""))),
      service: service, channel: ListedChannel([line(Self.ping + "\n"), line(Self.ping + "\n")]))
    loop.run()
    #expect(try (folder.read("ledger.db") != before) == isSaved)
    withExtendedLifetime(service) {}
  }

  private static let meta =
    #""io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}"#

  private var threeQuestions: ChannelEvent { line((1...3).map { "\(Self.question(id: $0))\n" }.joined()) }
  private static func question(id: Int) -> String {
    #"{"jsonrpc":"2.0","id":\#(id),"method":"tools/call","params":{"name":"ask","_meta":{\#(meta)}}}"#
  }

  @Test func `a stop is seen between messages`() throws {
    let channel = try serve([threeQuestions, .stop], millisecondsEach: 10)
    #expect(channel.ids == [1])
    #expect(channel.waits == [2_000, 0])
    #expect(channel.ending == .told)
  }

  @Test func `a cancellation is seen between messages`() throws {
    let cancel = #"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":2}}"#
    let channel = try serve([threeQuestions, line(cancel + "\n"), .timeout, .timeout], millisecondsEach: 10)
    #expect(channel.ids == [1, 3])
  }

  @Test func `no answers are made without room for them`() throws {
    let channel = try serve(
      [threeQuestions, .timeout, .timeout, .stop], hasRoomFor: 2, millisecondsEach: 10)
    #expect(channel.lines.count == 2)
    // Neither is more taken in, nor is there any hurry.
    #expect(channel.waits == [2_000, 0, 2_000, 2_000])
    #expect(channel.takes == [true, true, false, false])
  }

  @Test func `what was asked is done although nobody reads`() throws {
    let channel = try serve([threeQuestions], readsAtMost: 0, millisecondsEach: 10)
    #expect(channel.takes == [true, false, false])
    #expect(channel.ending == .readerGone)
  }

  @Test func `what waits at the end of the input is answered`() throws {
    let channel = try serve([threeQuestions, .end, .timeout, .timeout], millisecondsEach: 10)
    #expect(channel.lines.count == 3)
    #expect(channel.ending == .endOfInput && channel.isFlushed)
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
  private let hasRoomFor: Int
  private(set) var waits: [Int32] = []
  private(set) var lines: [String] = []

  private(set) var takes: [Bool] = []
  private(set) var isFlushed = false
  /// How serving on it has ended.
  var ending: ServeLoop.Ending?

  init(_ events: [ChannelEvent], readsAtMost: Int = .max, hasRoomFor: Int = .max) {
    self.events = events
    self.hasRoomFor = hasRoomFor
    self.readsAtMost = readsAtMost
  }

  /// The ids of the replies.
  var ids: [Int64?] {
    lines.map { (try? JSONParser.parse(Array($0.utf8)).object)?["id"]?.number?.int64 }
  }

  func wait(milliseconds: Int32, takesInput: Bool) -> ChannelEvent {
    waits.append(milliseconds)
    takes.append(takesInput)
    return events.isEmpty ? .end : events.removeFirst()
  }

  var hasRoom: Bool { lines.count < hasRoomFor }

  func flush() { isFlushed = true }

  func write(_ bytes: [UInt8]) -> Bool {
    guard readsAtMost > 0 else { return false }
    readsAtMost -= 1
    lines += String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    return true
  }
}
