import TestSupport
import Testing

@testable import Commands

/// Where the configurations of hosts are.
@Suite struct HostProgramTests {
  private func files(_ name: String, _ value: String?) -> [String] {
    let world = World()
    world.environment[name] = value
    let host = world.host()
    return HostProgram.all(of: host).flatMap { [$0.userFile, $0.folder] } + HostProgram.claudeSettings(of: host)
  }

  @Test(arguments: ["CODEX_HOME", "CLAUDE_CONFIG_DIR", "XDG_CONFIG_HOME"])
  func `an empty name of a folder is none`(_ name: String) {
    #expect(files(name, "") == files(name, nil))
    #expect(files(name, "/chosen") != files(name, nil))
  }

  @Test(arguments: [
    ("CODEX_HOME", "c", "/work/c/config.toml"), ("CODEX_HOME", "~/c/", "/home/ada/c/config.toml"),
    ("CLAUDE_CONFIG_DIR", "c", "/work/c/.claude.json"), ("CLAUDE_CONFIG_DIR", "c", "/work/c/settings.json"),
    ("CLAUDE_CONFIG_DIR", "/c/", "/c/.claude.json"),
  ])
  func `a relative folder is below the one in which we are`(_ name: String, _ value: String, _ file: String) {
    #expect(files(name, value).contains(file))
  }
}
