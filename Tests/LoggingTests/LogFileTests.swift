import Foundation
import TestSupport
import Testing

@testable import Logging

@Suite struct LogFileTests {
  private func contents(_ folder: TemporaryFolder, _ name: String) -> String {
    String(decoding: FileManager.default.contents(atPath: folder.file(name)) ?? Data(), as: UTF8.self)
  }

  private func names(_ folder: TemporaryFolder) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.file("logs")).sorted()
  }

  @Test func `nothing is made before the first line, then a folder and a file of the owner alone`() throws {
    let folder = try TemporaryFolder()
    let file = LogFile(folder: folder.file("logs"))
    #expect(!FileManager.default.fileExists(atPath: folder.file("logs")))
    file.append(Array("one\n".utf8))
    file.append(Array("two\n".utf8))
    #expect(contents(folder, "logs/token-ledger.log") == "one\ntwo\n")
    for (name, permissions) in [("logs", 0o700), ("logs/token-ledger.log", 0o600)] {
      let attributes = try FileManager.default.attributesOfItem(atPath: folder.file(name))
      #expect(attributes[.posixPermissions] as? Int == permissions)
    }
  }

  @Test func `lines of before the data folder is there are written after`() throws {
    let folder = try TemporaryFolder()
    let file = LogFile(folder: folder.file("data/logs"))
    file.append(Array("one\n".utf8))
    #expect(!FileManager.default.fileExists(atPath: folder.file("data")))
    try FileManager.default.createDirectory(atPath: folder.file("data"), withIntermediateDirectories: false)
    file.append(Array("two\n".utf8))
    #expect(contents(folder, "data/logs/token-ledger.log") == "one\ntwo\n")
  }

  @Test func `a file is set aside before it would grow too large, and the oldest is dropped`() throws {
    let folder = try TemporaryFolder()
    let file = LogFile(folder: folder.file("logs"), largestSize: 10, keptFiles: 2)
    for number in 1...9 { file.append(Array("line\(number)\n".utf8)) }
    // Lines of six bytes, so that each file holds one.
    #expect(try names(folder) == ["token-ledger.log", "token-ledger.log.1", "token-ledger.log.2"])
    #expect(contents(folder, "logs/token-ledger.log") == "line9\n")
    #expect(contents(folder, "logs/token-ledger.log.1") == "line8\n")
    #expect(contents(folder, "logs/token-ledger.log.2") == "line7\n")
  }

  @Test func `who comes second does not set the new file aside again`() throws {
    let folder = try TemporaryFolder()
    let files = (0..<2).map { _ in LogFile(folder: folder.file("logs"), largestSize: 20) }
    for file in files { file.append(Array("123456789\n".utf8)) }
    for file in files { file.append(Array("abc\n".utf8)) }
    #expect(try names(folder) == ["token-ledger.log", "token-ledger.log.1"])
    #expect(contents(folder, "logs/token-ledger.log") == "abc\nabc\n")
  }

  @Test func `writers that rotate at the same time lose no line, tear none and double none`() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("logs")
    let (writers, lines) = (8, 500)
    DispatchQueue.concurrentPerform(iterations: writers) { writer in
      let file = LogFile(folder: path, largestSize: 2_000, keptFiles: 1_000)
      for line in 0..<lines { file.append(Array("writer \(writer) line \(line)\n".utf8)) }
    }
    let names = try names(folder)
    #expect(names.count > 3)
    let found = names.flatMap { contents(folder, "logs/" + $0).split(separator: "\n") }.map(String.init)
    let wanted = (0..<writers).flatMap { writer in (0..<lines).map { "writer \(writer) line \($0)" } }
    #expect(found.count == wanted.count && Set(found) == Set(wanted))
  }

  @Test func `writers that begin at the same time make the folder once and lose no line`() throws {
    let folder = try TemporaryFolder()
    for round in 0..<400 {
      let path = folder.file("logs\(round)")
      DispatchQueue.concurrentPerform(iterations: 8) { LogFile(folder: path).append(Array("line \($0)\n".utf8)) }
      #expect(contents(folder, "logs\(round)/token-ledger.log").split(separator: "\n").count == 8, "round \(round)")
    }
  }

  @Test func `what cannot be written is left out, and a file taken away is made again`() throws {
    let folder = try TemporaryFolder()
    try folder.write("a file where a folder should be", to: "blocked")
    LogFile(folder: folder.file("blocked")).append(Array("lost\n".utf8))
    let file = LogFile(folder: folder.file("logs"))
    file.append(Array("one\n".utf8))
    try FileManager.default.removeItem(atPath: folder.file("logs"))
    file.append(Array("two\n".utf8))
    #expect(contents(folder, "logs/token-ledger.log") == "two\n")
    // Opening a pipe that nobody reads would wait for ever.
    try FileManager.default.removeItem(atPath: file.path)
    #expect(mkfifo(file.path, 0o600) == 0)
    file.append(Array("lost\n".utf8))
  }
}
