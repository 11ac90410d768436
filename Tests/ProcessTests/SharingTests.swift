import Foundation
import JSON
import Posix
import SQLite
import TestSupport
import Testing

@Suite struct SharingTests {
  @Test func `eight servers over one folder lose nothing and double nothing`() throws {
    let folder = try TemporaryFolder()
    let servers = try (0..<8).map { _ in try ServerProcess(data: folder.path) }
    // All start on a folder without a ledger, and all send at once.
    for (index, server) in servers.enumerated() {
      server.send([Wire.initialize()] + (1...200).map { Self.record($0, of: index) })
      server.closeInput()
    }
    for server in servers {
      let replies = try server.rest()
      #expect(replies.map(\.id) == Array(0...200))
      #expect(replies.filter(\.isToolError).map(\.text) == [])
      #expect(try server.ending() == .exited(0))
    }
    let file = try LedgerFileReader(folder)
    // 180 of each writer's own, and 20 that all of them report.
    #expect(try file.check() == 8 * 180 + 20)
    let keys = try file.keys()
    #expect(keys.count == 8 * 180 + 20)
    #expect(keys.isSuperset(of: (181...200).map { "shared-\($0)" }))
  }

  /// The last 20 records of each writer are the same calls.
  private static func record(_ id: Int, of writer: Int) -> JSONValue {
    Wire.record(id, request: id > 180 ? "shared-\(id)" : "own-\(writer)-\(id)")
  }

  @Test func `writers that take turns wait for one another`() throws {
    let folder = try TemporaryFolder()
    let servers = try (0..<2).map { _ in try ServerProcess(data: folder.path) }
    for server in servers { _ = try server.ask(Wire.initialize()) }
    // Each line is a batch of its own, so that the lock changes hands.
    for id in 1...50 {
      for server in servers { server.send(Wire.record(id)) }
      for server in servers { #expect(try !server.reply().isToolError) }
    }
    #expect(try LedgerFileReader(folder).check() == 100)
  }

  @Test func `first starts at the same time make one ledger`() throws {
    let folder = try TemporaryFolder()
    let servers = try (0..<6).map { _ in try ServerProcess(data: folder.file("data")) }
    for server in servers { server.send(Wire.initialize(), Wire.call(1, "get_usage"), Wire.record(2)) }
    for server in servers {
      let replies = try server.replies(3)
      #expect(replies.filter(\.isToolError).map(\.text) == [])
    }
    let connection = try Connection(
      path: folder.file("data/ledger.db"), mode: .readOnly, busyTimeoutMilliseconds: 1_000)
    #expect(try connection.firstInteger("SELECT count(*) FROM record") == 6)
    #expect(try connection.firstText("PRAGMA integrity_check") == "ok")
    // Made once, so that nothing was there to be copied before a migration.
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.file("data"))
    #expect(!names.contains("backups"))
  }

  @Test func `a ledger that is moved away is made again, and each keeps what was acknowledged`() throws {
    let folder = try TemporaryFolder()
    let (here, moved) = (folder.file("data"), folder.file("moved"))
    let server = try ServerProcess(data: here)
    server.send(Wire.initialize(), Wire.record(1), Wire.record(2))
    #expect(try server.replies(3).filter(\.isToolError).isEmpty)
    try FileManager.default.moveItem(atPath: here, toPath: moved)
    #expect(try !server.ask(Wire.record(3)).isToolError)
    #expect(try server.ask(Wire.call(4, "get_usage")).content["totals"]?["requests"] == 1)
    for (path, count) in [(here, 1), (moved, 2)] {
      let connection = try Connection(
        path: path + "/ledger.db", mode: .readOnly, busyTimeoutMilliseconds: 5_000)
      #expect(try connection.firstInteger("SELECT count(*) FROM record") == Int64(count))
    }
  }

  @Test func `a ledger held by another process is told after a while, and used when it is let go`() throws {
    let folder = try TemporaryFolder()
    let server = try ServerProcess(data: folder.path)
    server.send(Wire.initialize(), Wire.record(1))
    _ = try server.replies(2)
    let lock = try FileLock(
      path: folder.file("ledger.lock"), monotonicMilliseconds: { 0 }, sleepMilliseconds: { _ in })
    try lock.lock(waitingMilliseconds: 0)
    let refused = try server.ask(Wire.record(2))
    #expect(refused.isToolError)
    for part in [folder.path, "Another process", "Nothing was recorded", "try again"] {
      #expect(refused.text.contains(part), "\(refused.text)")
    }
    // Reading needs no lock.
    #expect(try !server.ask(Wire.call(3, "get_usage")).isToolError)
    lock.unlock()
    #expect(try !server.ask(Wire.record(4)).isToolError)
    #expect(try LedgerFileReader(folder).check() == 2)
  }

  @Test func `a server that is killed has kept whatever it acknowledged`() throws {
    let folder = try TemporaryFolder()
    var acknowledged = 0
    for round in 1...3 {
      let server = try ServerProcess(data: folder.path)
      server.send(Wire.initialize())
      Thread.detachNewThread { Self.recordForEver(server) }
      // In the middle of an endless stream, at another place each time.
      let last = try server.replies(100 * round).compactMap(\.id).max() ?? 0
      server.signal(9)
      let rest = try Self.idsUntilTheEnd(of: server)
      #expect(try server.ending() == .killed(signal: 9))
      acknowledged = max(acknowledged, last, rest.max() ?? 0)
      let file = try LedgerFileReader(folder)
      #expect(try file.check() >= acknowledged)
      #expect(try file.keys().isSuperset(of: (1...acknowledged).map { "r\($0)" }))
    }
    let kept = try LedgerFileReader(folder).check()
    let server = try ServerProcess(data: folder.path)
    server.send([Wire.initialize()] + (1...kept + 50).map { Wire.record($0, request: "r\($0)") })
    server.closeInput()
    #expect(try server.rest().filter(\.isToolError).isEmpty)
    #expect(try LedgerFileReader(folder).check() == kept + 50)
  }

  /// Sends one record after another until nobody reads them.
  private static func recordForEver(_ server: ServerProcess) {
    var id = 1
    while server.send((id..<id + 20).map { Wire.record($0, request: "r\($0)") }) { id += 20 }
  }

  /// Reads what was written before the kill; the last line may be cut.
  private static func idsUntilTheEnd(of server: ServerProcess) throws -> [Int] {
    var ids: [Int] = []
    do {
      while let message = try server.next() { ids += message.id.map { [$0] } ?? [] }
    } catch let failure as ProcessFailure where failure.description.hasPrefix("half a line") {}
    return ids
  }

  @Test func `what another process records is announced to a subscriber`() throws {
    let folder = try TemporaryFolder()
    let server = try ServerProcess(data: folder.path)
    _ = try server.ask(Wire.initialize())
    _ = try server.ask(Wire.request(1, "resources/subscribe", ["uri": "usage://summary"]))
    try Self.recordElsewhere(folder)
    let notice = try server.reply()
    #expect(notice["method"] == "notifications/resources/updated")
    #expect(notice["params"]?["uri"] == "usage://summary")
    // Once is enough: the next message is the answer to the next request.
    #expect(try server.ask(Wire.ping(2)).id == 2)
  }

  @Test func `what another process records is announced to a listener`() throws {
    let folder = try TemporaryFolder()
    let server = try ServerProcess(data: folder.path)
    let filter: JSONObject = ["resourceSubscriptions": ["usage://limits"]]
    let acknowledged = try server.ask(
      Wire.modern(5, "subscriptions/listen", ["notifications": .object(filter)]))
    #expect(acknowledged["method"] == "notifications/subscriptions/acknowledged")
    try Self.recordElsewhere(folder)
    let notice = try server.reply()
    #expect(notice["method"] == "notifications/resources/updated")
    #expect(notice["params"]?["uri"] == "usage://limits")
    #expect(notice["params"]?["_meta"]?["io.modelcontextprotocol/subscriptionId"] == 5)
    server.closeInput()
    #expect(try server.rest().map(\.id) == [5])
    #expect(try server.ending() == .exited(0))
  }

  private static func recordElsewhere(_ folder: TemporaryFolder) throws {
    let other = try ServerProcess(data: folder.path)
    other.send(Wire.initialize(), Wire.record(1))
    other.closeInput()
    #expect(try other.rest().filter(\.isToolError).isEmpty)
  }
}
