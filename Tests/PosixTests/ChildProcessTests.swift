import Posix
import TestSupport
import Testing

@Suite struct ChildProcessTests {
  @Test func `a program reads its input, writes its output again, and has its environment`() throws {
    let folder = try TemporaryFolder()
    try folder.write("word", to: "in")
    try folder.write("what was there before, and longer", to: "out")
    let script = "cat; printf %s \"$WORD\"; exit 3"
    let pid = try ChildProcess.start(
      ["/bin/sh", "-c", script], environment: ["WORD": "s", "PATH": "/usr/bin:/bin"], input: folder.file("in"),
      output: folder.file("out"))
    #expect(ChildProcess.wait(pid).map { $0 >> 8 } == 3)
    #expect(try folder.read("out") == Array("words".utf8))
  }

  @Test func `a program that is not there is told by the system's number`() throws {
    #expect(throws: SystemError(ENOENT)) {
      try ChildProcess.start(["/none/of/these"], input: "/dev/null", output: "/dev/null")
    }
    #expect(SystemError(ENOENT).text == "No such file or directory")
  }
}
