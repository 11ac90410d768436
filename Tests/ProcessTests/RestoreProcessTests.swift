import Foundation
import JSON
import TestSupport
import Testing

/// Backups and restores beside servers that go on working.
@Suite struct RestoreProcessTests {
  private static func run(_ words: [String], _ folder: TemporaryFolder, launcher: String? = nil) throws -> ServerProcess
  {
    let process = try ServerProcess(words + ["--json"], data: folder.path, launcher: launcher)
    process.closeInput()
    return process
  }

  /// Runs a command to its end, which must be good, and returns what it says.
  @discardableResult
  private static func done(_ words: String..., in folder: TemporaryFolder) throws -> JSONValue {
    let process = try run(words, folder)
    let answer = try process.next()
    #expect(try process.ending() == .exited(0), "\(words): \(process.notes)")
    return answer ?? .null
  }

  private static func server(_ folder: TemporaryFolder) throws -> ServerProcess {
    let server = try ServerProcess(data: folder.path)
    _ = try server.ask(Wire.initialize())
    return server
  }

  /// Records calls one by one, which must be taken.
  private static func record(_ names: [String], _ server: ServerProcess) throws {
    for name in names { #expect(try !server.ask(Wire.record(1, request: name)).isToolError) }
  }

  private static func requests(_ server: ServerProcess) throws -> Int? {
    try server.ask(Wire.call(9, "get_usage", ["period": "all"])).content["totals"]?["requests"]?.integer
  }

  /// The keys of a ledger in a file, which must be whole.
  private static func keys(_ path: String) throws -> Set<String> {
    let copy = try TemporaryFolder()
    for end in ["", "-wal"] where FileManager.default.fileExists(atPath: path + end) {
      try FileManager.default.copyItem(atPath: path + end, toPath: copy.file("ledger.db" + end))
    }
    let file = try LedgerFileReader(copy)
    let keys = try file.keys()
    #expect(try file.check() == keys.count)
    return keys
  }

  private static func replaced(_ folder: TemporaryFolder) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.file("replaced")).sorted()
      .map { folder.file("replaced/\($0)/ledger.db") }
  }

  @Test func `a backup made while servers write holds what was acknowledged before, and is whole`() throws {
    let folder = try TemporaryFolder()
    let servers = try (0..<3).map { _ in try Self.server(folder) }
    for (index, server) in servers.enumerated() { Thread.detachNewThread { Self.recordForEver(server, index) } }
    for round in 0..<3 {
      var acknowledged: Set<String> = []
      for (index, server) in servers.enumerated() {
        acknowledged.formUnion(try server.replies(60).compactMap(\.id).map { "\(index)-\($0)" })
      }
      let answer = try Self.done("backup", folder.file("copy-\(round).db"), in: folder)
      let keys = try Self.keys(folder.file("copy-\(round).db"))
      #expect(keys.isSuperset(of: acknowledged) && answer["records"]?.integer == keys.count)
    }
    for server in servers { server.signal(9) }
  }

  /// Sends one record after another until nobody reads them.
  private static func recordForEver(_ server: ServerProcess, _ index: Int) {
    var id = 1
    while server.send((id..<id + 5).map { Wire.record($0, request: "\(index)-\($0)") }) { id += 5 }
  }

  @Test func `servers go on with the restored ledger, and what they acknowledge then is in it`() throws {
    let folder = try TemporaryFolder()
    let servers = try (0..<3).map { _ in try Self.server(folder) }
    try Self.record((1...10).map { "r\($0)" }, servers[0])
    try Self.done("backup", folder.file("copy.db"), in: folder)
    for (index, server) in servers.enumerated() { try Self.record(["late \(index)"], server) }
    #expect(try Self.requests(servers[2]) == 13)
    let answer = try Self.done("restore", folder.file("copy.db"), in: folder)
    #expect(answer["records"] == 10)
    let former = try #require(answer["replaced"]?.string)
    for server in servers { #expect(try Self.requests(server) == 10) }
    for (index, server) in servers.enumerated() { try Self.record(["new \(index)", "late 0"], server) }
    for server in servers { server.signal(9) }
    for server in servers { _ = try server.ending() }
    let here = Set((1...10).map { "r\($0)" } + ["new 0", "new 1", "new 2", "late 0"])
    #expect(try Self.requests(Self.server(folder)) == here.count)
    #expect(try Self.keys(folder.file("ledger.db")) == here)
    #expect(try Self.keys(former + "/ledger.db") == Set((1...10).map { "r\($0)" } + ["late 0", "late 1", "late 2"]))
  }

  @Test func `restores among servers that never rest lose nothing that was acknowledged`() throws {
    let folder = try TemporaryFolder()
    let servers = try (0..<3).map { _ in try Self.server(folder) }
    try Self.record(["first"], servers[0])
    try Self.done("backup", folder.file("copy.db"), in: folder)
    for (index, server) in servers.enumerated() { Thread.detachNewThread { Self.recordForEver(server, index) } }
    var acknowledged: Set<String> = ["first"]
    for _ in 0..<4 {
      for (index, server) in servers.enumerated() {
        let replies = try server.replies(40)
        #expect(replies.filter(\.isToolError).map(\.text) == [])
        acknowledged.formUnion(replies.compactMap(\.id).map { "\(index)-\($0)" })
      }
      try Self.done("restore", folder.file("copy.db"), in: folder)
    }
    for server in servers { server.signal(9) }
    for server in servers { _ = try server.ending() }
    var kept: Set<String> = []
    for path in try Self.replaced(folder) + [folder.file("ledger.db")] { kept.formUnion(try Self.keys(path)) }
    #expect(try Self.replaced(folder).count == 4 && kept.isSuperset(of: acknowledged))
  }

  @Test(.enabled(if: Trace.canKill, Trace.skipReason), arguments: ["rename", "fsync", "unlink", "mkdir", "rmdir"])
  func `a restore that is killed at any step leaves the former ledger or the copy, whole`(_ call: String) throws {
    let folder = try TemporaryFolder()
    let first = try Self.server(folder)
    try Self.record(["a", "b"], first)
    try Self.done("backup", folder.file("copy.db"), in: folder)
    try Self.record(["c"], first)
    first.signal(9)
    _ = try first.ending()
    var endings: Set<Int> = []
    for number in 1...40 {
      let work = try TemporaryFolder()
      for name in ["ledger.db", "ledger.db-wal", "ledger.db-shm", "ledger.lock", "copy.db"] {
        try FileManager.default.copyItem(atPath: folder.file(name), toPath: work.file(name))
      }
      let restoring = try Self.run(
        ["restore", work.file("copy.db")], work, launcher: Trace.killing(call, number: number))
      let isKilled = try restoring.ending() == .killed(signal: 9)
      let requests = try #require(try Self.requests(Self.server(work)), "\(call) \(number)")
      #expect(requests == 2 || (isKilled && requests == 3), "\(call) \(number)")
      endings.insert(requests)
      if requests == 2 { #expect(try Self.replaced(work).map(Self.keys) == [["a", "b", "c"]], "\(call) \(number)") }
      // It is done again, whatever was left of it.
      try Self.done("restore", work.file("copy.db"), in: work)
      #expect(try Self.requests(Self.server(work)) == 2)
      #expect(try !work.names().contains { $0.hasPrefix("restoring") })
      guard isKilled else { break }
      #expect(number < 40)
    }
    // Before the first call of most kinds nothing is decided yet.
    #expect(endings == (call == "rmdir" ? [2] : [2, 3]), "\(call)")
  }

  @Test func `a copy put in place by hand beside a killed server's log is told, and restored by the command`() throws {
    let folder = try TemporaryFolder()
    let server = try Self.server(folder)
    try Self.record(["a", "b"], server)
    try Self.done("backup", folder.file("copy.db"), in: folder)
    try Self.record((1...30).map { "r\($0)" }, server)
    server.signal(9)
    _ = try server.ending()
    try folder.write(folder.read("copy.db"), to: "ledger.db")
    let next = try Self.server(folder)
    for reply in [try next.ask(Wire.record(1)), try next.ask(Wire.call(2, "get_usage"))] {
      #expect(reply.isToolError)
      for part in [folder.file("ledger.db-wal"), "does not belong", "restore FILE", "Nothing was recorded"] {
        #expect(reply.text.contains(part), "\(reply.text)")
      }
    }
    try Self.done("restore", folder.file("ledger.db"), in: folder)
    #expect(try Self.requests(next) == 2)
  }
}

/// Killing a process at one of its system calls.
private enum Trace {
  static let canKill: Bool = {
    do {
      let probe = try ServerProcess(["version"], data: nil, launcher: killing("exit_group", number: 1))
      probe.closeInput()
      return try probe.ending() == .killed(signal: 9)
    } catch {
      return false
    }
  }()
  static let skipReason: Comment = "needs strace, and the right to trace"

  /// A script that has the program killed when it makes a system call for that time.
  static func killing(_ call: String, number: Int) -> String {
    """
    exec strace -qqq -o /dev/null -e trace=\(call) -e signal=none \
    -e inject=\(call):signal=SIGKILL:when=\(number) "$@"
    """
  }
}
