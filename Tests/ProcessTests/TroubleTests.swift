import Foundation
import JSON
import SQLite
import TestSupport
import Testing

@Suite struct TroubleTests {
  @Test func `a file in the place of the data folder is named`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("x", to: "file")
    try expectTrouble(["data folder \(path)", "Not a directory", "--data-dir"], data: path)
  }

  @Test(.enabled(if: Privileges.canBeLeft, Privileges.skipReason))
  func `a data folder that may not be written is named`() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("locked")
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    chmod(path, 0o555)
    chmod(folder.path, 0o755)
    try expectTrouble([path, "ermission denied", "--data-dir"], data: path, launcher: Privileges.launcher)
  }

  @Test func `a file that is no ledger is named and left as it was`() throws {
    let folder = try TemporaryFolder()
    let text = String(repeating: "This is a diary. ", count: 500)
    let path = try folder.write(text, to: "ledger.db")
    try expectTrouble([path, "not a TokenLedger file", "--data-dir"], data: folder.path)
    #expect(try folder.read("ledger.db") == Array(text.utf8))
  }

  @Test func `a ledger of a newer program is refused with both numbers`() throws {
    let folder = try TemporaryFolder()
    let first = try ServerProcess(data: folder.path)
    first.send(Wire.initialize(), Wire.record(1))
    _ = try first.replies(2)
    first.closeInput()
    #expect(try first.ending() == .exited(0))
    let connection = try Connection(
      path: folder.file("ledger.db"), mode: .readWrite, busyTimeoutMilliseconds: 1_000)
    try connection.execute("PRAGMA user_version = 99")
    try expectTrouble([folder.file("ledger.db"), "format 99", "Update token-ledger"], data: folder.path)
  }

  @Test(arguments: [0, 40, 400])
  func `a file that may not grow is told like a full disk, and nothing half is kept`(_ blocks: Int) throws {
    let folder = try TemporaryFolder()
    let first = try ServerProcess(data: folder.path)
    first.send(Wire.initialize(), Wire.record(1, request: "before"))
    _ = try first.replies(2)
    first.closeInput()
    #expect(try first.ending() == .exited(0))
    // Blocks of 512 bytes.
    let server = try ServerProcess(data: folder.path, launcher: "ulimit -f \(blocks); exec \"$@\"")
    server.send([Wire.initialize()] + (1...2_000).map { Wire.record($0, request: "r\($0)") })
    let replies = try server.replies(2_001)
    #expect(
      try !server.ask(Wire.call(2_001, "estimate_cost", ["model": "gpt-4o", "input_tokens": 10])).isToolError)
    let refused = replies.filter(\.isToolError)
    #expect(!refused.isEmpty)
    let text = refused.first?.text ?? ""
    for part in [folder.path, "full", "Nothing was recorded", "free some space"] {
      #expect(text.contains(part), "\(text)")
    }
    server.closeInput()
    #expect(try server.ending() == .exited(0))
    // Exactly what was acknowledged is there, and the ledger goes on once there is room.
    let kept = replies.dropFirst().filter { !$0.isToolError }.compactMap(\.id)
    let file = try LedgerFileReader(folder)
    #expect(try file.check() == kept.count + 1)
    #expect(try file.keys() == Set(["before"] + kept.map { "r\($0)" }))
    let last = try ServerProcess(data: folder.path)
    last.send(Wire.initialize(), Wire.record(1, request: "after"))
    #expect(try !last.replies(2)[1].isToolError)
    #expect(try file.check() == kept.count + 2)
  }

  @Test func `a new ledger where no file may grow is told like a full disk`() throws {
    let folder = try TemporaryFolder()
    try expectTrouble(
      [folder.path, "full", "free some space"], data: folder.path, launcher: "ulimit -f 8; exec \"$@\"")
  }

  @Test(.enabled(if: SmallDisk.canBeMounted, SmallDisk.skipReason))
  func `a disk that is full is named`() throws {
    let folder = try TemporaryFolder()
    let server = try ServerProcess(data: folder.path, launcher: SmallDisk.launcher(folder.path))
    server.send([Wire.initialize()] + (1...600).map { Wire.record($0) })
    let text = try server.replies(601).first(where: \.isToolError)?.text ?? ""
    for part in [folder.path, "full", "Nothing was recorded", "free some space"] {
      #expect(text.contains(part), "\(text)")
    }
    #expect(
      try !server.ask(Wire.call(601, "estimate_cost", ["model": "gpt-4o", "input_tokens": 10])).isToolError)
  }

  @Test func `a folder that is mended is used without a restart`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("x", to: "file")
    let server = try ServerProcess(data: path)
    _ = try server.ask(Wire.initialize())
    #expect(try server.ask(Wire.record(1)).isToolError)
    try FileManager.default.removeItem(atPath: path)
    #expect(try !server.ask(Wire.record(2)).isToolError)
  }

  /// Expects that recording and asking fail with a text that has these parts, and that the rest goes on.
  private func expectTrouble(
    _ parts: [String], data: String, launcher: String? = nil, _ place: SourceLocation = #_sourceLocation
  ) throws {
    let server = try ServerProcess(data: data, launcher: launcher)
    server.send(
      Wire.initialize(), Wire.record(1), Wire.request(2, "tools/list"),
      Wire.call(3, "estimate_cost", ["model": "gpt-4o", "input_tokens": 10]), Wire.record(4),
      Wire.call(5, "get_usage"))
    let replies = try server.replies(6)
    #expect(replies.map(\.id) == Array(0...5), sourceLocation: place)
    for index in [1, 4] {
      #expect(replies[index].isToolError, sourceLocation: place)
      for part in parts {
        #expect(replies[index].text.contains(part), "\(replies[index].text)", sourceLocation: place)
      }
    }
    #expect(replies[2]["result"]?["tools"]?.array?.isEmpty == false, sourceLocation: place)
    #expect(!replies[3].isToolError, "\(replies[3].text)", sourceLocation: place)
    #expect(replies[5].isToolError, sourceLocation: place)
    server.closeInput()
    #expect(try server.ending() == .exited(0), sourceLocation: place)
  }
}

/// Permission bits mean nothing to root, so that the server is started as somebody else.
enum Privileges {
  /// The user and group as which programs are started.
  static let user: UInt32 = geteuid() == 0 ? 65_534 : geteuid()
  static let launcher =
    geteuid() == 0 ? "exec setpriv --reuid \(user) --regid \(user) --clear-groups \"$@\"" : "exec \"$@\""
  static let canBeLeft = starts(launcher)
  static let skipReason: Comment = "as root it needs setpriv, to start the program as another user"
}

/// A file system of its own, which is gone with the process.
enum SmallDisk {
  static let canBeMounted: Bool = {
    do {
      let folder = try TemporaryFolder()
      return withExtendedLifetime(folder) { starts(launcher(folder.path)) }
    } catch {
      return false
    }
  }()
  static let skipReason: Comment = "only root on Linux can mount a small file system"

  static func launcher(_ folder: String) -> String {
    "exec unshare -m sh -c 'mount -t tmpfs -o size=200k none \(folder) && exec \"$@\"' sh \"$@\""
  }
}

/// Whether the program can be started so.
private func starts(_ launcher: String) -> Bool {
  do {
    let probe = try ServerProcess(data: nil, launcher: launcher + " --help")
    probe.closeInput()
    return try probe.ending() == .exited(0)
  } catch {
    return false
  }
}
