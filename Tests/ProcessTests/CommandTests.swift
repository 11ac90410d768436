import TestSupport
import Testing

@Suite struct CommandTests {
  @Test(arguments: [
    ("exec \"$@\" >/dev/null", "version", 0), ("exec \"$@\"", "sumary", 64),
    ("exec \"$@\" >/dev/full", "help", 74),
    ("exec \"$@\" >&-", "help", 0), ("cd / && exec \"$@\"", "--help", 0),
  ])
  func `a command's exit status reaches the shell`(_ launcher: String, _ command: String, _ status: Int32)
    throws
  {
    #if os(macOS)
      if launcher.contains("/dev/full") { return }
    #endif
    let process = try ServerProcess([command], data: nil, launcher: launcher)
    #expect(try process.ending() == .exited(status))
  }

  @Test func `a reader who has seen enough is no failure`() throws {
    let process = try ServerProcess(["help"], data: nil, launcher: "sleep 0; exec \"$@\"", readsOutput: false)
    process.closeOutput()
    #expect(try process.ending() == .exited(0))
  }

  @Test func `a relative folder leads from where the program was started`() throws {
    let folder = try TemporaryFolder()
    let launcher = "cd '\(folder.path)' && exec \"$@\" >/dev/null"
    let process = try ServerProcess(["summary"], data: "here", launcher: launcher)
    #expect(try process.ending() == .exited(0))
    #expect(try folder.names() == ["here"])
  }
}
