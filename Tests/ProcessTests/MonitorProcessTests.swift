import Foundation
import JSON
import Posix
import SQLite
import TestSupport
import Testing

@Suite struct MonitorProcessTests {
  @Test func `a timer's monitor reports what a server has recorded, once, in files of the owner alone`() throws {
    let folder = try TemporaryFolder()
    let environment = ["TOKEN_DAILY_LIMIT": "1000", "HOME": "/nowhere"]
    let server = try ServerProcess(data: folder.path, environment: ["HOME": "/nowhere"])
    server.send(Wire.initialize(), Wire.record(2, input: 900, output: 20))
    _ = try server.replies(2)
    let first = try monitor(folder, environment)
    #expect(first["alerts"]?.array?.count == 1)
    #expect(first["reports"]?.array?.count == 1)
    let second = try monitor(folder, environment)
    #expect(second["alerts"]?.array?.isEmpty == true && second["reports"]?.array?.isEmpty == true)
    let reports = folder.file("reports")
    for name in try FileManager.default.contentsOfDirectory(atPath: reports) {
      let attributes = try FileManager.default.attributesOfItem(atPath: "\(reports)/\(name)")
      #expect(attributes[.posixPermissions] as? Int == 0o600, "\(name)")
    }
  }

  @Test func `a monitor that finds the ledger held notes it and goes on`() throws {
    let folder = try TemporaryFolder()
    let server = try ServerProcess(data: folder.path)
    server.send(Wire.initialize(), Wire.record(2, input: 900, output: 20))
    _ = try server.replies(2)
    let lock = try FileLock(
      path: folder.file("ledger.lock"), monotonicMilliseconds: { 0 }, sleepMilliseconds: { _ in })
    try lock.lock(waitingMilliseconds: 0)
    let environment = ["TOKEN_DAILY_LIMIT": "1000", "TOKEN_MONITOR_INTERVAL": "1", "HOME": "/nowhere"]
    let monitor = try ServerProcess(["monitor", "--json"], data: folder.path, environment: environment)
    #expect(try monitor.note().contains("Another process"))
    lock.unlock()
    #expect(try monitor.reply().object?["alerts"]?.array?.count == 1)
    monitor.signal(SIGKILL)
    _ = try monitor.ending()
    #expect(monitor.notes.split(separator: "\n").count == 1)
  }

  private func monitor(_ folder: TemporaryFolder, _ environment: [String: String]) throws -> JSONValue {
    let process = try ServerProcess(["monitor", "--once", "--json"], data: folder.path, environment: environment)
    let answer = try process.reply()
    #expect(try process.ending() == .exited(0))
    return answer
  }
}
