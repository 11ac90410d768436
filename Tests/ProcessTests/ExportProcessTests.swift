import Foundation
import JSON
import TestSupport
import Testing

@Suite struct ExportProcessTests {
  /// A ledger with twenty calls of May in a compressed file, and one of now.
  private static func ledger() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    let server = try ServerProcess(data: folder.path)
    server.send(
      [Wire.initialize()]
        + (1...20).map { number in
          Wire.call(
            number, "record_usage",
            [
              "model": "gpt-4o", "input_tokens": 10, "output_tokens": 1, "timestamp": "2026-05-04T10:07:00Z",
              "request_id": .string("old-\(number)"),
            ])
        } + [Wire.record(99)])
    _ = try server.replies(22)
    server.closeInput()
    _ = try server.ending()
    let archiving = try ServerProcess(
      ["archive", "--before", "2026-06-01", "--json"], data: folder.path,
      environment: ["PATH": "/usr/bin:/bin", "TOKEN_ENABLE_COMPRESSION": "true"])
    #expect(try archiving.reply()["compressed"] == ["records-2026-05.jsonl.gz"])
    #expect(try archiving.ending() == .exited(0))
    return folder
  }

  private static func export(_ folder: TemporaryFolder, _ words: String...) throws -> ServerProcess {
    let process = try ServerProcess(
      ["export", "jsonl"] + words, data: folder.path, environment: ["PATH": "/usr/bin:/bin"])
    process.closeInput()
    return process
  }

  @Test func `compressed months are exported too, to standard output or to a file of the user's alone`() throws {
    let folder = try Self.ledger()
    let printing = try Self.export(folder)
    let printed = try printing.outputText()
    #expect(try printing.ending() == .exited(0))
    #expect(printed.split(separator: "\n").count == 21)
    let path = folder.file("calls.jsonl")
    #expect(try Self.export(folder, "--output", path).ending() == .exited(0))
    #expect(try String(decoding: folder.read("calls.jsonl"), as: UTF8.self) == printed)
    #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.file("archive")).count == 1)
  }

  @Test func `a file that is there stays unless it is to be replaced, and a failed export writes none`() throws {
    let folder = try Self.ledger()
    try folder.write("mine", to: "calls.jsonl")
    let path = folder.file("calls.jsonl")
    #expect(try Self.export(folder, "--output", path).ending() == .exited(74))
    #expect(try folder.read("calls.jsonl") == Array("mine".utf8))
    try folder.write("no gzip", to: "archive/records-2026-05.jsonl.gz")
    let failing = try Self.export(folder, "--output", path, "--replace")
    #expect(try failing.ending() == .exited(65))
    #expect(try folder.read("calls.jsonl") == Array("mine".utf8))
    #expect(try !folder.names().contains { $0.hasPrefix("calls.jsonl.") })
    #expect(try Self.export(folder, "--since", "2026-06-01", "--output", path, "--replace").ending() == .exited(0))
    #expect(try folder.read("calls.jsonl").split(separator: 0x0A).count == 1)
  }
}
