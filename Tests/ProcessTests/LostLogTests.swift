import Foundation
import JSON
import TestSupport
import Testing

/// The log and its index removed or replaced under servers that have them open.
@Suite struct LostLogTests {
  static let removals = [["-shm"], ["-wal"], ["-wal", "-shm"]]

  private static func server(_ folder: TemporaryFolder) throws -> ServerProcess {
    let server = try ServerProcess(data: folder.path)
    _ = try server.ask(Wire.initialize())
    return server
  }

  /// Records a few calls in one batch, which must be acknowledged.
  private static func record(_ name: String, _ server: ServerProcess) throws -> Set<String> {
    let names = (1...3).map { "\(name) \($0)" }
    server.send(names.enumerated().map { Wire.record($0.offset + 1, request: $0.element) })
    let refused = try server.replies(3).filter(\.isToolError).map(\.text)
    #expect(refused == [])
    return refused.isEmpty ? Set(names) : []
  }

  private static func remove(_ names: [String], _ folder: TemporaryFolder) {
    for name in names { unlink(folder.file("ledger.db" + name)) }
  }

  private static func end(_ server: ServerProcess) throws {
    server.closeInput()
    #expect(try server.rest() == [])
    #expect(try server.ending() == .exited(0))
  }

  /// Checks that the ledger is whole and holds these calls, each once.
  private static func expect(_ names: Set<String>, _ folder: TemporaryFolder) throws {
    let doctor = try ServerProcess(["doctor", "--verify"], data: folder.path)
    let told = try doctor.outputText()
    #expect(try doctor.ending() == .exited(0), "\(told)")
    let file = try LedgerFileReader(folder)
    #expect(try file.check() == names.count)
    #expect(try file.keys() == names)
  }

  @Test(arguments: removals, [true, false])
  func `what was acknowledged before and after stays, whoever comes first`(
    _ names: [String], _ newcomerFirst: Bool
  ) throws {
    let folder = try TemporaryFolder()
    let old = try (0..<2).map { _ in try Self.server(folder) }
    var kept: Set<String> = []
    for (index, server) in old.enumerated() { kept.formUnion(try Self.record("before \(index)", server)) }
    Self.remove(names, folder)
    let newcomer = try Self.server(folder)
    let all = newcomerFirst ? [newcomer] + old : old + [newcomer]
    for round in 0..<3 {
      for (index, server) in all.enumerated() { kept.formUnion(try Self.record("after \(round) \(index)", server)) }
    }
    for server in all { try Self.end(server) }
    try Self.expect(kept, folder)
  }

  @Test(arguments: removals)
  func `a server that is told to stop saves what it holds, though another has the lock`(_ names: [String]) throws {
    let folder = try TemporaryFolder()
    let server = try Self.server(folder)
    let kept = try Self.record("before", server)
    let holder = try #require(fopen(folder.file("ledger.lock"), "r+"))
    #expect(flock(fileno(holder), LOCK_EX) == 0)
    Self.remove(names, folder)
    server.signal(SIGTERM)
    usleep(700_000)
    fclose(holder)
    #expect(try server.ending() == .exited(0))
    try Self.expect(kept, folder)
  }

  @Test(arguments: removals, [true, false])
  func `a server that ends saves what it holds, and takes nothing of others away`(
    _ names: [String], _ newcomerIsKilled: Bool
  ) throws {
    let folder = try TemporaryFolder()
    let old = try (0..<2).map { _ in try Self.server(folder) }
    var kept = try Self.record("before", old[0])
    _ = try Self.record("read", old[1])
    kept.formUnion(["read 1", "read 2", "read 3"])
    Self.remove(names, folder)
    try Self.end(old[0])
    let newcomer = try Self.server(folder)
    kept.formUnion(try Self.record("after", newcomer))
    if newcomerIsKilled {
      newcomer.signal(9)
      _ = try newcomer.ending()
    }
    try Self.end(old[1])
    if !newcomerIsKilled { try Self.end(newcomer) }
    try Self.expect(kept, folder)
  }

  @Test(arguments: removals)
  func `whoever comes waits until all have noticed, and says so where one does not`(_ names: [String]) throws {
    let folder = try TemporaryFolder()
    let old = try Self.server(folder)
    var kept = try Self.record("before", old)
    old.signal(SIGSTOP)
    Self.remove(names, folder)
    let newcomer = try Self.server(folder)
    let refused = try newcomer.ask(Wire.record(1, request: "refused"))
    #expect(refused.isToolError)
    for part in [folder.file("ledger.db"), "removed", "Nothing was recorded", "call again"] {
      #expect(refused.text.contains(part), "\(refused.text)")
    }
    old.signal(SIGCONT)
    kept.formUnion(try Self.record("after", newcomer))
    kept.formUnion(try Self.record("later", old))
    for server in [old, newcomer] { try Self.end(server) }
    try Self.expect(kept, folder)
  }

  @Test func `a log that was replaced by another file is told, and the file is not touched`() throws {
    let (folder, other) = (try TemporaryFolder(), try TemporaryFolder())
    let foreign = try Self.server(other)
    _ = try Self.record("elsewhere", foreign)
    let log = try other.read("ledger.db-wal")
    let server = try Self.server(folder)
    _ = try Self.record("before", server)
    unlink(folder.file("ledger.db-wal"))
    try folder.write(log, to: "ledger.db-wal")
    for round in 0..<3 {
      let reply = try server.ask(Wire.record(round, request: "r\(round)"))
      #expect(reply.isToolError && reply.text.contains(folder.file("ledger.db")), "\(reply.text)")
      #expect(try folder.read("ledger.db-wal") == log)
    }
  }

  @Test(arguments: removals)
  func `servers that never rest acknowledge nothing that is lost`(_ names: [String]) throws {
    let folder = try TemporaryFolder()
    let servers = try (0..<2).map { _ in try Self.server(folder) }
    for (index, server) in servers.enumerated() {
      Thread.detachNewThread {
        var id = 1
        while server.send((id..<id + 5).map { Wire.record($0, request: "\(index)-\($0)") }) { id += 5 }
      }
    }
    var kept: Set<String> = []
    for round in 0..<4 {
      for (index, server) in servers.enumerated() { kept.formUnion(try Self.acknowledged(40, server, index)) }
      Self.remove(names, folder)
      let newcomer = try Self.server(folder)
      // It may have to wait for too long, where nobody rests.
      let reply = try newcomer.ask(Wire.record(1, request: "newcomer \(round)"))
      if !reply.isToolError { kept.insert("newcomer \(round)") }
      if round % 2 == 0 { newcomer.signal(9) } else { newcomer.closeInput() }
    }
    for (index, server) in servers.enumerated() {
      kept.formUnion(try Self.acknowledged(100, server, index))
      // What it acknowledges while it ends is not read.
      server.signal(15)
      server.closeInput()
    }
    for server in servers { _ = try server.ending() }
    let doctor = try ServerProcess(["doctor", "--verify"], data: folder.path)
    let told = try doctor.outputText()
    #expect(try doctor.ending() == .exited(0), "\(told)")
    let file = try LedgerFileReader(folder)
    #expect(try file.check() == file.keys().count)
    #expect(try kept.subtracting(file.keys()) == [])
  }

  /// Reads so many replies, and returns the names of the calls that they acknowledge.
  private static func acknowledged(_ count: Int, _ server: ServerProcess, _ index: Int) throws -> Set<String> {
    Set(try server.replies(count).filter { !$0.isToolError }.compactMap(\.id).map { "\(index)-\($0)" })
  }
}
