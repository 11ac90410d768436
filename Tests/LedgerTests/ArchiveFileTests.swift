import CivilTime
import Foundation
import TestSupport
import Testing

@testable import Ledger

/// Files of the archive that a ledger does not know: none is ever cut, written over or removed.
@Suite struct ArchiveFileTests {
  private static let end = Instant("2026-09-01T00:00:00Z")

  private static func record(_ count: Int, _ test: TestLedger, _ word: String, day: Int = 1) throws {
    for number in 0..<count { try test.add(.sample(at: "2026-08-0\(day)T10:03:00Z"), keys: ["\(word) \(number)"]) }
    try test.ledger.commit()
  }

  /// Each file of the archive.
  private static func files(_ folder: TemporaryFolder) throws -> [String: [UInt8]] {
    guard try folder.names().contains("archive") else { return [:] }
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.file("archive"))
    return try Dictionary(uniqueKeysWithValues: names.map { ($0, try folder.read("archive/" + $0)) })
  }

  @Test(arguments: ["records-2026-08.jsonl", "records-2026-08.jsonl.gz"])
  func `a new ledger beside an old archive takes the next part`(_ name: String) throws {
    let test = try TestLedger()
    try test.folder.write("records of another ledger\n", to: "archive/" + name)
    try Self.record(3, test, "own")
    #expect(try ArchiveTests.archiveAll(test.ledger, before: Self.end) == 3)
    #expect(try test.folder.read("archive/" + name) == Array("records of another ledger\n".utf8))
    #expect(try test.folder.read("archive/records-2026-08.2.jsonl").split(separator: 0x0A).count == 3)
    // And goes on with it.
    try Self.record(2, test, "late")
    try ArchiveTests.archiveAll(test.ledger, before: Self.end)
    #expect(try Self.files(test.folder).count == 2)
    #expect(try test.folder.read("archive/records-2026-08.2.jsonl").split(separator: 0x0A).count == 5)
  }

  @Test(arguments: [1, 2, 3, 4, 5, 6] as [UInt64])
  func `whatever is restored, lost or cut, no file loses a byte that it had`(_ seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    let test = try TestLedger()
    var backups: [String] = []
    for step in 0..<30 {
      let before = try Self.files(test.folder)
      switch Int.random(in: 0..<6, using: &generator) {
      case 0:
        backups.append(test.folder.file("backup-\(step).db"))
        if (try? test.ledger.backUp(to: backups[backups.count - 1])) == nil { backups.removeLast() }
      case 1: if let backup = backups.randomElement(using: &generator) { _ = try test.ledger.restore(from: backup) }
      case 2:
        test.ledger.close()
        for end in ["", "-wal", "-shm"] { unlink(test.ledger.folder.database + end) }
      default:
        try Self.record(Int.random(in: 1...70, using: &generator), test, "s\(step)", day: 1 + step % 9)
        try ArchiveTests.archiveAll(test.ledger, before: Self.end)
        try expectConsistent(test.ledger)
      }
      let after = try Self.files(test.folder)
      for (name, bytes) in before { #expect(after[name]?.starts(with: bytes) == true, "seed \(seed), \(name)") }
    }
  }

  @Test func `a link, a folder or a pipe in the place of a month's file is refused, and nothing is moved`() throws {
    let test = try TestLedger()
    try test.folder.write("", to: "archive/none")
    try Self.record(3, test, "own")
    let path = test.folder.file("archive/records-2026-08.jsonl")
    let target = try test.folder.write("a diary", to: "diary")
    let makers: [() -> Int32] = [
      { symlink(target, path) }, { symlink("/nowhere", path) }, { mkdir(path, 0o700) }, { mkfifo(path, 0o600) },
    ]
    for make in makers {
      #expect(make() == 0)
      #expect(throws: LedgerError.notPlainFile(path: path)) {
        try test.ledger.archive(before: Self.end, line: ArchiveTests.line)
      }
      #expect(try test.ledger.records(of: .all, filter: .none, limit: 9).count == 3)
      remove(path)
    }
    #expect(try test.folder.read("diary") == Array("a diary".utf8))
    #expect(try ArchiveTests.archiveAll(test.ledger, before: Self.end) == 3)
  }

  @Test(arguments: [0, 1, 40, 1_000, 100_000])
  func `what a killed process has left of these lines is gone on with, and nothing is there twice`(_ kept: Int) throws {
    let test = try TestLedger()
    try Self.record(2 * Int(Ledger.archivedAtOnce), test, "call")
    _ = try test.ledger.archive(before: Self.end, line: ArchiveTests.line)
    let name = "archive/records-2026-08.jsonl"
    let certain = try test.folder.read(name)
    let killed = try TemporaryFolder()
    for name in ["ledger.db", "ledger.db-wal"] { try killed.write(test.folder.read(name), to: name) }
    _ = try test.ledger.archive(before: Self.end, line: ArchiveTests.line)
    let whole = try test.folder.read(name)
    try killed.write(Array(whole.prefix(certain.count + kept)), to: name)
    let again = TestLedger.open(killed, test.clock)
    #expect(try ArchiveTests.archiveAll(again, before: Self.end) == Int(Ledger.archivedAtOnce))
    #expect(try Self.files(killed) == ["records-2026-08.jsonl": whole])
    try expectConsistent(again)
  }

  @Test func `behind anything else the month goes on in the next part`() throws {
    let test = try TestLedger()
    try Self.record(3, test, "call")
    try ArchiveTests.archiveAll(test.ledger, before: Self.end)
    let name = "archive/records-2026-08.jsonl"
    let certain = try test.folder.read(name)
    for (part, bytes) in [(2, certain + Array("half a li".utf8)), (3, Array(certain.dropLast())), (4, [])] {
      let current = part == 2 ? name : "archive/records-2026-08.\(part - 1).jsonl"
      let kept = part == 2 ? bytes : Array(try test.folder.read(current).dropLast(part == 3 ? 1 : 10))
      try test.folder.write(kept, to: current)
      try Self.record(1, test, "part \(part)")
      try ArchiveTests.archiveAll(test.ledger, before: Self.end)
      #expect(try test.folder.read(current) == kept)
      #expect(try test.folder.read("archive/records-2026-08.\(part).jsonl").split(separator: 0x0A).count == 1)
    }
    // One that was taken away is begun anew.
    unlink(test.folder.file("archive/records-2026-08.4.jsonl"))
    try Self.record(1, test, "last")
    try ArchiveTests.archiveAll(test.ledger, before: Self.end)
    #expect(try test.folder.read("archive/records-2026-08.4.jsonl").split(separator: 0x0A).count == 1)
  }

  @Test func `a file that holds more than the ledger knows is not compressed`() throws {
    let test = try TestLedger()
    try Self.record(1, test, "call")
    try ArchiveTests.archiveAll(test.ledger, before: Self.end)
    let name = "archive/records-2026-08.jsonl"
    try test.folder.write(test.folder.read(name) + Array("more\n".utf8), to: name)
    #expect(try test.ledger.filesToCompress(endedBy: Self.end).isEmpty)
  }
}
