import AgentLogs
import Foundation
import Ledger
import Posix
import Service
import TestSupport
import Testing

/// How files that grow, shrink, go and come again are read.
@Suite struct LogIntakeGrowthTests {
  let desk: LogIntakeDesk
  private let file = "-home-u-app/s1.jsonl"
  private let group = LogGroup(session: "s1", model: "claude-sonnet-4-5")

  init() throws { desk = try LogIntakeDesk() }

  private func line(_ number: Int, output: Int = 100) -> String {
    var line = ClaudeLine()
    (line.id, line.request) = ("msg_\(number)", "req_\(number)")
    line.tokens[4] = output
    return line.text
  }

  private func lines(_ numbers: ClosedRange<Int>) -> String { numbers.map { line($0) + "\n" }.joined() }

  private func progress() throws -> LogProgress {
    try #require(try desk.service().ledger.logProgress().first { $0.path.hasSuffix(file) })
  }

  @Test func `a file that grows is read from where it was read to`() throws {
    try desk.write(lines(1...3), to: file)
    let intake = try desk.takeIn()
    let length = try progress().readTo
    #expect(length == Int64(lines(1...3).utf8.count))
    // What was read is not looked at again: were it, the middle call would be another.
    let start = try #require(FileHandle(forUpdatingAtPath: desk.logs.file("projects/\(file)")))
    let changed = line(1) + "\n" + line(2).replacing("msg_2", with: "msg_9") + "\n"
    try start.write(contentsOf: Data(changed.utf8))
    try start.close()
    try desk.append(lines(4...4).utf8, to: file)
    try desk.takeIn(intake)
    #expect(try desk.totals()[group]?.requests == 4)
    #expect(intake.report.total.added == 4 && intake.report.total.repeated == 0)
    try desk.takeIn()
    #expect(try desk.requests() == 4)
  }

  @Test func `half a line waits until it is whole`() throws {
    let whole = Array((line(1) + "\n" + line(2) + "\n").utf8)
    let intake = desk.intake()
    for cut in [0, 10, 200, whole.count / 2 - 2, whole.count / 2 + 3, whole.count - 20] {
      let held = try desk.logs.read("projects/\(file)", orNone: true).count
      try desk.append(whole[held..<max(held, cut)], to: file)
      try desk.takeIn(intake)
      #expect(try desk.requests() == (cut > whole.count / 2 ? 1 : 0))
    }
    try desk.append(whole[(whole.count - 20)...], to: file)
    try desk.takeIn(intake)
    #expect(try desk.totals()[group]?.output == 200)
    #expect(intake.report.total.skipped.isEmpty)
  }

  @Test func `a last line counts without its line feed, and once`() throws {
    try desk.write(line(1) + "\r\n\r\n\n" + line(2), to: file)
    let intake = try desk.takeIn()
    #expect(try desk.requests() == 2)
    try desk.append(("\n" + line(3) + "\n").utf8, to: file)
    try desk.takeIn(intake)
    try desk.takeIn()
    #expect(try desk.requests() == 3)
    #expect(intake.report.total.repeated == 0)
  }

  @Test func `a file that became shorter is read from its start`() throws {
    try desk.write(lines(1...5), to: file)
    let intake = try desk.takeIn()
    try desk.rewrite(lines(6...7), to: file)
    try desk.takeIn(intake)
    #expect(try desk.requests() == 7)
    #expect(try progress().readTo == Int64(lines(6...7).utf8.count))
  }

  @Test(arguments: [1, 2, 9])
  func `a file that was written again, as long or longer, is read from its start`(count: Int) throws {
    try desk.write(lines(1...2), to: file)
    let intake = try desk.takeIn()
    let device = try progress()
    try desk.rewrite(lines(3...(3 + count)), to: file)
    try desk.takeIn(intake)
    #expect(try progress().inode == device.inode, "the test means the same file")
    #expect(try desk.requests() == Int64(3 + count))
  }

  @Test func `another file in its place is read from its start, and nothing doubles`() throws {
    try desk.write(lines(1...3), to: file)
    let intake = try desk.takeIn()
    let inode = try progress().inode
    let other = try desk.write(lines(1...6), to: "other.txt")
    try FileManager.default.removeItem(atPath: desk.logs.file("projects/\(file)"))
    try FileManager.default.moveItem(atPath: other, toPath: desk.logs.file("projects/\(file)"))
    try desk.takeIn(intake)
    #expect(try progress().inode != inode)
    #expect(try desk.requests() == 6)
    #expect(intake.report.total.repeated == 3)
  }

  @Test func `a file under another name doubles nothing, and one that is gone keeps its calls`() throws {
    let path = try desk.write(lines(1...3), to: file)
    let intake = try desk.takeIn()
    try FileManager.default.moveItem(atPath: path, toPath: path.replacing("s1", with: "s2"))
    try desk.takeIn(intake)
    #expect(try desk.requests() == 3)
    try FileManager.default.removeItem(atPath: desk.logs.file("projects"))
    try desk.takeIn(intake)
    #expect(try desk.requests() == 3)
    #expect(intake.report.faults.isEmpty && !intake.hasWork)
  }

  @Test func `how many calls a file was the first to tell of is known, however often it is read`() throws {
    try desk.write(lines(1...3), to: file)
    let intake = try desk.takeIn()
    try desk.rewrite(lines(1...2) + "{\"usage\"\n", to: file)
    try desk.takeIn(intake)
    try desk.rewrite(lines(1...4) + "{\"usage\"\n", to: file)
    try desk.takeIn(intake)
    #expect(try progress().calls == 4)
    #expect(try progress().skippedCounts == [.malformed: 1])
    let shelf = try #require(try LogShelf.all(of: desk.service(), desk.home).first { $0.name == "claude-code" })
    #expect(shelf.calls == 4 && shelf.files == 1 && shelf.filesRead == 1)
  }
}

extension LogIntakeDesk {
  /// Writes a file again in its place, as the same file.
  func rewrite(_ text: String, to name: String) throws {
    let file = try #require(FileHandle(forWritingAtPath: logs.file("projects/\(name)")))
    try file.truncate(atOffset: 0)
    try file.write(contentsOf: Data(text.utf8))
    try file.close()
  }
}

extension TemporaryFolder {
  /// Returns the bytes of a file; none where there is none.
  func read(_ name: String, orNone: Bool) throws -> [UInt8] {
    FileManager.default.fileExists(atPath: file(name)) ? try read(name) : []
  }
}
