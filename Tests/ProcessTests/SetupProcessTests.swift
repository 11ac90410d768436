import Foundation
import TestSupport
import Testing

/// The built program changes real files of hosts.
@Suite struct SetupProcessTests {
  private func run(_ words: [String], in home: TemporaryFolder) throws -> (ServerProcess.Ending, String, String) {
    let process = try ServerProcess(words, data: nil, environment: ["PATH": "/usr/bin:/bin", "HOME": home.path])
    process.closeInput()
    return (try process.ending(), try process.outputText(), process.notes)
  }

  @Test func `a link stays a link, and permissions stay as they are`() throws {
    let home = try TemporaryFolder()
    let old = "{\n  \"mcpServers\": {} // none\n}\n"
    let target = try home.write(old, to: "dotfiles/cursor.json")
    #expect(chmod(target, 0o644) == 0)
    try home.write("", to: ".cursor/other")
    let link = home.file(".cursor/mcp.json")
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "../dotfiles/cursor.json")
    let set = try run(["setup", "cursor", "--yes"], in: home)
    #expect(set.0 == .exited(0), "\(set.2)")
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == "../dotfiles/cursor.json")
    #expect(try home.permissions(of: "dotfiles/cursor.json") == 0o644)
    #expect(String(decoding: try home.read("dotfiles/cursor.json"), as: UTF8.self).contains("/token-ledger\""))
    #expect(try home.permissions(of: ".cursor/mcp.json.token-ledger-backup") == 0o600)
    let doctor = try run(["doctor"], in: home)
    #expect(doctor.1.contains("configured as \"token-ledger\" in \(link)"), "\(doctor.1)")
    #expect(try run(["setup", "cursor", "--remove", "--yes"], in: home).0 == .exited(0))
    #expect(String(decoding: try home.read("dotfiles/cursor.json"), as: UTF8.self) == old)
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == "../dotfiles/cursor.json")
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: home.file(".cursor")).sorted() == ["mcp.json", "other"])
    #expect(try FileManager.default.contentsOfDirectory(atPath: home.file("dotfiles")) == ["cursor.json"])
  }

  @Test func `a file in a folder that is not there is made for its owner alone`() throws {
    let home = try TemporaryFolder()
    #expect(try run(["setup", "codex", "--yes"], in: home).0 == .exited(0))
    #expect(try home.permissions(of: ".codex/config.toml") == 0o600)
    #expect(try home.permissions(of: ".codex") == 0o700)
  }

  @Test func `without a terminal nothing is written, and what is no file is refused`() throws {
    let home = try TemporaryFolder()
    try home.write("", to: ".codex/config.toml/x")
    let folder = try run(["setup", "codex", "--yes"], in: home)
    #expect(folder.0 == .exited(74))
    #expect(folder.2.contains("config.toml is a folder"))
    let silent = try run(["setup", "gemini-cli"], in: home)
    #expect(silent.0 == .exited(1))
    #expect(silent.2.contains("repeat with --yes"))
    #expect(try home.names() == [".codex"])
    try FileManager.default.createSymbolicLink(atPath: home.file(".gemini"), withDestinationPath: "nowhere")
    try home.write("", to: ".cursor/x")
    try FileManager.default.createSymbolicLink(
      atPath: home.file(".cursor/mcp.json"), withDestinationPath: home.file("nothing"))
    let dangling = try run(["setup", "cursor", "--yes"], in: home)
    #expect(dangling.0 == .exited(74))
    #expect(dangling.2.contains("leads nowhere"))
  }
}
