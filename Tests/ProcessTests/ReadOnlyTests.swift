import Foundation
import JSON
import SQLite
import TestSupport
import Testing

/// A ledger that can be read and not written: by another user, or on a file system that is mounted so.
@Suite(.enabled(if: Privileges.canBeLeft, Privileges.skipReason)) struct ReadOnlyTests {
  /// What keeps it from being written.
  enum Hindrance: CaseIterable {
    case permissions, mount
  }

  /// What lies beside `ledger.db`.
  enum Beside: CaseIterable {
    case nothing, logAndIndex, liveServer
  }

  /// Makes a ledger of two calls in a folder that nobody may write, and returns it and whoever still has it open.
  private static func make(_ beside: Beside, in parent: TemporaryFolder) throws -> (path: String, ServerProcess) {
    let path = parent.file("data")
    let server = try ServerProcess(data: path)
    server.send(Wire.initialize(), Wire.record(1, request: "a"), Wire.record(2, request: "b"))
    #expect(try server.replies(3).filter(\.isToolError).isEmpty)
    switch beside {
    case .nothing:
      server.closeInput()
      #expect(try server.ending() == .exited(0))
    case .logAndIndex:
      server.signal(9)
      _ = try server.ending()
    case .liveServer: break
    }
    try protect(path, parent)
    return (path, server)
  }

  private static func protect(_ path: String, _ parent: TemporaryFolder) throws {
    for name in try FileManager.default.contentsOfDirectory(atPath: path) {
      chmod(path + "/" + name, 0o400)
      chown(path + "/" + name, Privileges.user, Privileges.user)
    }
    chmod(path, 0o500)
    chown(path, Privileges.user, Privileges.user)
    chmod(parent.path, 0o755)
  }

  private static func launcher(_ hindrance: Hindrance, _ path: String) -> String {
    switch hindrance {
    case .permissions: Privileges.launcher
    case .mount:
      "exec unshare -m sh -c 'mount --bind \(path) \(path) && mount -o remount,bind,ro \(path) && exec \"$@\"' sh \"$@\""
    }
  }

  private static func run(_ words: [String], _ hindrance: Hindrance, _ path: String) throws -> ServerProcess {
    let process = try ServerProcess(words, data: path, launcher: launcher(hindrance, path))
    process.closeInput()
    return process
  }

  @Test(arguments: Hindrance.allCases, Beside.allCases)
  func `a ledger that cannot be written answers, and says so`(_ hindrance: Hindrance, _ beside: Beside) throws {
    if hindrance == .mount, !SmallDisk.canBeMounted { return }
    let folder = try TemporaryFolder()
    let (path, owner) = try Self.make(beside, in: folder)
    let server = try ServerProcess(data: path, launcher: Self.launcher(hindrance, path))
    _ = try server.ask(Wire.initialize())
    #expect(try server.ask(Wire.call(1, "get_usage", ["period": "all"])).content["totals"]?["requests"] == 2)
    let refused = try server.ask(Wire.record(2))
    #expect(refused.isToolError)
    for part in [path, "cannot be written", "Nothing was recorded", "--data-dir"] {
      #expect(refused.text.contains(part), "\(refused.text)")
    }
    #expect(try !server.ask(Wire.call(3, "check_limit", ["model": "gpt-4o", "input_tokens": 10])).isToolError)
    if beside == .liveServer {
      #expect(try !owner.ask(Wire.record(3, request: "c")).isToolError)
      #expect(try server.ask(Wire.call(4, "get_usage", ["period": "all"])).content["totals"]?["requests"] == 3)
    }
    server.closeInput()
    #expect(try server.ending() == .exited(0))
    let notes = try server.notesOfAll()
    #expect(notes.contains("the ledger is only read"), "\(notes)")
    withExtendedLifetime(owner) {}
  }

  @Test(arguments: Hindrance.allCases)
  func `commands read it, and doctor says that it is only read`(_ hindrance: Hindrance) throws {
    if hindrance == .mount, !SmallDisk.canBeMounted { return }
    let folder = try TemporaryFolder()
    let (path, _) = try Self.make(.nothing, in: folder)
    for (words, part) in [
      (["summary", "--period", "all"], "2 requests"), (["check"], "allow"), (["limits", "list"], "No limits"),
      (["doctor"], "can only be read"), (["doctor", "--verify"], "give every total"),
    ] {
      let command = try Self.run(words, hindrance, path)
      let text = try command.outputText()
      #expect(text.contains(part), "\(words): \(text) \(command.notes)")
      let ending = try command.ending()
      // That the folder cannot be written is trouble for doctor.
      #expect(words[0] == "doctor" || ending == .exited(0), "\(words): \(text) \(command.notes)")
    }
    for words in [
      ["limits", "set", "--metric", "cost", "--window", "day", "--limit", "5"], ["settings", "set", "week-start", "1"],
    ] {
      let command = try Self.run(words, hindrance, path)
      let notes = try command.notesOfAll()
      #expect(try command.ending() == .exited(74), "\(words): \(notes)")
      #expect(notes.contains("Nothing was recorded"), "\(words): \(notes)")
    }
  }

  @Test(arguments: Hindrance.allCases)
  func `a ledger beside an empty log is copied from where nothing can be written`(_ hindrance: Hindrance) throws {
    if hindrance == .mount, !SmallDisk.canBeMounted { return }
    let folder = try TemporaryFolder()
    let (path, _) = try Self.make(.nothing, in: folder)
    chmod(path, 0o700)
    try Data().write(to: URL(fileURLWithPath: path + "/ledger.db-wal"))
    try Self.protect(path, folder)
    let open = folder.file("open")
    mkdir(open, 0o777)
    chmod(open, 0o777)
    let command = try Self.run(["backup", open + "/copy.db"], hindrance, path)
    let text = try command.outputText()
    #expect(try command.ending() == .exited(0), "\(text) \(command.notes)")
    #expect(text.contains("2 records") || text.contains("2 requests"), "\(text)")
  }

  @Test func `a log that cannot be read without an index is told, and never left out`() throws {
    let folder = try TemporaryFolder()
    let (path, _) = try Self.make(.logAndIndex, in: folder)
    chmod(path, 0o700)
    unlink(path + "/ledger.db-shm")
    chmod(path, 0o500)
    let command = try Self.run(["summary", "--period", "all"], .permissions, path)
    let notes = try command.notesOfAll()
    #expect(try command.ending() == .exited(74))
    for part in ["ledger.db-wal holds", "where it can be written"] { #expect(notes.contains(part), "\(notes)") }
  }

  @Test func `an older format that cannot be migrated is told`() throws {
    let folder = try TemporaryFolder()
    let (path, _) = try Self.make(.nothing, in: folder)
    chmod(path, 0o700)
    chmod(path + "/ledger.db", 0o600)
    do {
      let file = try Connection(path: path + "/ledger.db", mode: .readWrite, busyTimeoutMilliseconds: 0)
      try file.execute("PRAGMA user_version = 3")
      try file.removeLogOnClose()
    }
    try Self.protect(path, folder)
    let command = try Self.run(["summary"], .permissions, path)
    let notes = try command.notesOfAll()
    #expect(try command.ending() == .exited(74))
    for part in ["format 3", "Open it once where it can be"] { #expect(notes.contains(part), "\(notes)") }
  }
}
