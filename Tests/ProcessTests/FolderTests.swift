import Foundation
import JSON
import TestSupport
import Testing

/// What others may have put into the data folder, or may do to it.
@Suite struct FolderTests {
  private let folder: TemporaryFolder
  private var data: String { folder.file("data") }

  init() throws {
    folder = try TemporaryFolder()
    try FileManager.default.createDirectory(
      atPath: folder.file("data"), withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
  }

  @Test func `a link that leads nowhere makes no ledger at its other end`() throws {
    try link("data/ledger.db", to: "elsewhere.db")
    let server = try ServerProcess(data: data)
    server.send(Wire.initialize(), Wire.record(1))
    let reply = try server.replies(2)[1]
    #expect(reply.isToolError && reply.text.contains("symbolic link"), "\(reply.text)")
    #expect(try folder.names() == ["data"])
  }

  @Test(arguments: ["config.json", ".env", "prices", "exchange.json"])
  func `a pipe in the place of a file of settings is refused at once`(_ name: String) throws {
    #expect(mkfifo(data + "/" + name, 0o600) == 0)
    let process = try ServerProcess(["doctor"], data: data)
    #expect(try process.ending() == .exited(1))
    let text = try process.outputText()
    #expect(text.contains(name), "\(text)")
  }

  @Test func `nothing is written through links in the place of log and reports`() throws {
    let names = ["logs", "reports"]
    for name in names {
      try FileManager.default.createDirectory(atPath: folder.file(name), withIntermediateDirectories: false)
      try link("data/\(name)", to: name)
    }
    let server = try ServerProcess(data: data)
    server.send(Wire.initialize(), Wire.record(1))
    _ = try server.replies(2)
    server.closeInput()
    #expect(try server.ending() == .exited(0))
    let notes = try server.notesOfAll()
    for name in names { #expect(notes.contains("\(data)/\(name) is a symbolic link"), "\(notes)") }
    let limits = try ServerProcess(
      ["limits", "set", "--metric", "requests", "--window", "day", "--limit", "1"], data: data)
    #expect(try limits.ending() == .exited(0))
    let monitor = try ServerProcess(["monitor", "--once"], data: data)
    _ = try monitor.ending()
    for name in names {
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.file(name)).isEmpty, "\(name)")
    }
  }

  @Test func `a link in the place of the archive is refused, and all records stay`() throws {
    try FileManager.default.createDirectory(atPath: folder.file("elsewhere"), withIntermediateDirectories: false)
    try link("data/archive", to: "elsewhere")
    let server = try ServerProcess(data: data)
    server.send(
      Wire.initialize(),
      Wire.call(1, "record_usage", ["model": "gpt-4o", "input_tokens": 10, "timestamp": "2026-05-04T10:07:00Z"]))
    _ = try server.replies(2)
    let archiving = try ServerProcess(["archive", "--before", "2026-06-01"], data: data)
    #expect(try archiving.ending() != .exited(0))
    #expect(try archiving.notesOfAll().contains("symbolic link"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.file("elsewhere")).isEmpty)
    let totals = try server.ask(Wire.call(2, "get_usage", ["period": "all"])).content["totals"]
    #expect(totals?["requests"] == 1)
  }

  @Test func `a link in the place of the log's file is not followed`() throws {
    try FileManager.default.createDirectory(atPath: data + "/logs", withIntermediateDirectories: false)
    try folder.write("mine\n", to: "diary")
    try link("data/logs/token-ledger.log", to: "diary")
    let server = try ServerProcess(data: data)
    server.send(Wire.initialize(), Wire.record(1))
    _ = try server.replies(2)
    server.closeInput()
    #expect(try server.ending() == .exited(0))
    #expect(try folder.read("diary") == Array("mine\n".utf8))
  }

  @Test(arguments: [(0o755, "can be read by other users"), (0o770, "can be changed by other users")])
  func `a folder that is open to others is told`(_ mode: mode_t, _ said: String) throws {
    chmod(data, mode)
    let server = try ServerProcess(data: data)
    _ = try server.ask(Wire.initialize())
    server.closeInput()
    #expect(try server.ending() == .exited(0))
    #expect(try server.notesOfAll().contains(said))
    let doctor = try ServerProcess(["doctor"], data: data)
    #expect(try doctor.ending() == .exited(1))
    #expect(try doctor.outputText().contains(said))
    chmod(data, 0o700)
    #expect(try ServerProcess(["doctor"], data: data).ending() == .exited(0))
  }

  @Test func `a compression that is killed leaves nothing behind`() throws {
    let server = try ServerProcess(data: data)
    server.send(
      Wire.initialize(),
      Wire.call(1, "record_usage", ["model": "gpt-4o", "input_tokens": 10, "timestamp": "2026-05-04T10:07:00Z"]))
    _ = try server.replies(2)
    server.closeInput()
    #expect(try server.ending() == .exited(0))
    // A gzip that kills whoever has started it once half of the file is written.
    let gzip = try folder.write("#!/bin/sh\nprintf half\nkill -9 $PPID\nsleep 0.2\nprintf more\n", to: "bin/gzip")
    chmod(gzip, 0o700)
    let archiving = try ServerProcess(
      ["archive", "--before", "2026-06-01"], data: data,
      environment: ["PATH": folder.file("bin") + ":/usr/bin:/bin", "TOKEN_ENABLE_COMPRESSION": "true"])
    #expect(try archiving.ending() == .killed(signal: 9))
    #expect(try FileManager.default.contentsOfDirectory(atPath: data + "/archive") == ["records-2026-05.jsonl"])
  }

  private func link(_ name: String, to target: String) throws {
    try FileManager.default.createSymbolicLink(
      atPath: folder.file(name), withDestinationPath: folder.file(target))
  }
}
