import Foundation
import JSON
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
    #expect(first["reports"]?.array?.count == 2)
    let second = try monitor(folder, environment)
    #expect(second["alerts"]?.array?.isEmpty == true && second["reports"]?.array?.isEmpty == true)
    let reports = folder.file("reports")
    for name in try FileManager.default.contentsOfDirectory(atPath: reports) {
      let attributes = try FileManager.default.attributesOfItem(atPath: "\(reports)/\(name)")
      #expect(attributes[.posixPermissions] as? Int == 0o600, "\(name)")
    }
  }

  private func monitor(_ folder: TemporaryFolder, _ environment: [String: String]) throws -> JSONValue {
    let process = try ServerProcess(["monitor", "--once", "--json"], data: folder.path, environment: environment)
    let answer = try process.reply()
    #expect(try process.ending() == .exited(0))
    return answer
  }
}
