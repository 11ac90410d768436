import Foundation
import JSON
import TestSupport
import Testing

@Suite struct GuardProcessTests {
  private static let secret = "zebra-xylophone-4711"
  private static let hook = """
    {"session_id":"s","cwd":"/w","hook_event_name":"UserPromptSubmit","prompt":"\(secret)"}
    """

  @Test func `what one process records stops the next prompt in another, and nothing of the prompt stays`() throws {
    let folder = try TemporaryFolder()
    let environment = ["TOKEN_DAILY_LIMIT": "1000", "HOME": "/nowhere"]
    #expect(try guardPrompt(folder, environment).status == .exited(0))
    let server = try ServerProcess(data: folder.path)
    server.send(Wire.initialize(), Wire.record(2, input: 900, output: 200))
    _ = try server.replies(2)
    let denied = try guardPrompt(folder, environment)
    #expect(denied.status == .exited(2))
    #expect(denied.notes.contains("TOKEN_DAILY_LIMIT (tokens per day): 1,100 of 1,000 used"))
    #expect(!denied.notes.contains(Self.secret))
    let files = FileManager.default.enumerator(atPath: folder.path)?.allObjects.compactMap { $0 as? String } ?? []
    #expect(files.contains("ledger.db"))
    for name in files where name != "logs" {
      #expect(!String(decoding: try folder.read(name), as: UTF8.self).contains(Self.secret), "\(name)")
    }
  }

  @Test func `a guard does not wait for a writer`() throws {
    let folder = try TemporaryFolder()
    let server = try ServerProcess(data: folder.path)
    server.send(Wire.initialize(), Wire.record(1))
    _ = try server.replies(2)
    let holder = try #require(fopen(folder.file("ledger.lock"), "r+"))
    defer { fclose(holder) }
    #expect(flock(fileno(holder), LOCK_EX) == 0)
    #expect(try guardPrompt(folder, ["TOKEN_DAILY_LIMIT": "1", "HOME": "/nowhere"]).status == .exited(2))
  }

  private func guardPrompt(
    _ folder: TemporaryFolder, _ environment: [String: String]
  ) throws -> (status: ServerProcess.Ending, notes: String) {
    let process = try ServerProcess(["guard", "claude-code"], data: folder.path, environment: environment)
    process.send(Self.hook.utf8)
    process.closeInput()
    let status = try process.ending()
    _ = try process.rest()
    return (status, process.notes)
  }
}
