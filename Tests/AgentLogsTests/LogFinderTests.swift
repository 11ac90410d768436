import AgentLogs
import CivilTime
import Foundation
import TestSupport
import Testing

/// What the finder of logs sees when folders change, by the clock of the file system and by ours.
struct LogFinderTests {
  private let folder: TemporaryFolder
  private let finder: LogFinder
  private let start = Instant(milliseconds: 1_790_000_000_000)

  init() throws {
    folder = try TemporaryFolder()
    finder = LogFinder(ClaudeCode(), roots: [folder.path])
  }

  @Test func `a file that comes within one tick of the file system's clock is found, however far that is behind`()
    throws
  {
    for skew in [0, 1_000, 10_000, 1_800_000] as [Int64] {
      let name = "project-\(skew)"
      try write("\(name)/a.jsonl", at: -skew)
      #expect(look(at: 0).contains("\(name)/a.jsonl"))
      // The folder's time is that of before.
      try write("\(name)/b.jsonl", at: -skew)
      #expect(look(at: 500).contains("\(name)/b.jsonl"), "a clock \(skew) ms behind")
    }
  }

  @Test func `a folder that stayed the same for some seconds is not read again for a minute`() throws {
    try write("project/a.jsonl", at: 0)
    _ = look(at: 0)
    _ = look(at: 2_500)
    // Nobody can do this but a file system without such times.
    try write("project/b.jsonl", at: 0)
    #expect(look(at: 3_000) == ["project/a.jsonl"])
    #expect(look(at: 62_400) == ["project/a.jsonl"])
    #expect(look(at: 62_600) == ["project/a.jsonl", "project/b.jsonl"])
  }

  @Test func `a folder that was written long ago is believed at once`() throws {
    try write("project/a.jsonl", at: -86_400_000)
    _ = look(at: 0)
    try write("project/b.jsonl", at: -86_400_000)
    #expect(look(at: 100) == ["project/a.jsonl"])
  }

  @Test func `what grows, goes and comes again is seen in a folder that is believed`() throws {
    try write("project/a.jsonl", at: -86_400_000)
    _ = look(at: 0)
    let size = finder.files.first?.size
    try write("project/a.jsonl", holding: "more and more\n", at: -86_400_000)
    _ = look(at: 100)
    #expect(finder.files.first?.size != size)
    try FileManager.default.removeItem(atPath: folder.file("project/a.jsonl"))
    #expect(look(at: 200).isEmpty)
    try write("project/a.jsonl", at: 300)
    #expect(look(at: 300) == ["project/a.jsonl"])
  }

  @Test func `a clock that is set back makes it read folders again`() throws {
    try write("project/a.jsonl", at: -86_400_000)
    _ = look(at: 0)
    try write("project/b.jsonl", at: -86_400_000)
    #expect(look(at: -1).count == 2)
  }

  @Test func `of OpenCode only the folders that may hold logs are looked through`() throws {
    let data = LogHome(environment: ["OPENCODE_DATA_DIR": folder.path], folder: "/nowhere", isMac: false)
    for name in [
      "opencode.db", "storage/message/ses_1/msg_1.json", "storage/message/ses_1/deep/msg_2.json", "log/opencode.db",
    ] {
      try folder.write("{}", to: name)
    }
    #expect(LogFinder(OpenCodeDatabase(), data).files.map(\.relativePath) == ["opencode.db"])
    #expect(LogFinder(OpenCodeFiles(), data).files.map(\.relativePath) == ["ses_1/msg_1.json"])
    // What cannot be opened is no fault where nothing is looked for.
    try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: folder.file("log"))
    #expect(LogFinder(OpenCodeDatabase(), data).faults.isEmpty)
    try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: folder.file("log"))
  }

  /// Writes a file, after which its folder has changed so many milliseconds after the start.
  private func write(_ name: String, holding text: String = "{}\n", at milliseconds: Int64) throws {
    try folder.write(text, to: name)
    let time = Date(timeIntervalSince1970: Double(start.milliseconds + milliseconds) / 1_000)
    let parent = folder.file(name.split(separator: "/").dropLast().joined(separator: "/"))
    try FileManager.default.setAttributes([.modificationDate: time], ofItemAtPath: parent)
  }

  /// The files that are found so many milliseconds after the start.
  private func look(at milliseconds: Int64) -> [String] {
    finder.look(at: Instant(milliseconds: start.milliseconds + milliseconds))
    return finder.files.map(\.relativePath).sorted()
  }
}
