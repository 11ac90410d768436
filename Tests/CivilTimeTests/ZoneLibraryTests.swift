import TestSupport
import Testing

@testable import CivilTime

@Suite struct ZoneLibraryTests {
  static let files: [String: [UInt8]] = [
    "/a/Asia/Seoul": TZifBuilder(offsets: [32_400]).bytes,
    "/b/Asia/Seoul": TZifBuilder(offsets: [1]).bytes,
    "/b/EST5EDT": TZifBuilder(offsets: [-18_000], footer: "EST5EDT,M3.2.0,M11.1.0").bytes,
    "/b/Etc/GMT+5": TZifBuilder(offsets: [-18_000]).bytes,
    "/b/zone": Array("# a table".utf8),
    "/secret": TZifBuilder().bytes,
  ]
  let library = ZoneLibrary(folders: ["/a", "/b"]) { path in ZoneLibraryTests.files[path] }

  @Test func `the first folder that has a zone gives it`() throws {
    let zone = try library.zone(named: "Asia/Seoul")
    #expect(zone.identifier == "Asia/Seoul")
    #expect(zone.offset(at: Instant(seconds: 0)) == 32_400)
    #expect(try library.zone(named: "Etc/GMT+5").offset(at: Instant(seconds: 0)) == -18_000)
    #expect(try library.zone(named: "EST5EDT").offset(at: Instant("2026-07-01T00:00:00Z")) == -14_400)
  }

  @Test(arguments: ["UTC", "Etc/UTC", "Z"])
  func `UTC needs no file`(_ name: String) throws {
    let empty = ZoneLibrary(folders: []) { _ in nil }
    #expect(try empty.zone(named: name) == .utc)
  }

  @Test func `a zone that is nowhere is reported with the folders`() {
    #expect(throws: ZoneError.notFound(name: "Mars/Olympus", folders: ["/a", "/b"])) {
      try library.zone(named: "Mars/Olympus")
    }
  }

  @Test(arguments: [
    "", "/secret", "../secret", "Asia/../../secret", "Asia/..", "..", ".", "Asia//Seoul", "Asia/",
    "Asia\\Seoul",
    "Asia/Seoul\0", "Asia/Seoul\n", "서울", "Asia Seoul", ":Asia/Seoul", String(repeating: "a", count: 129),
  ])
  func `a name that is no plain path is refused unread`(_ name: String) {
    let untouched = ZoneLibrary(folders: ["/a"]) { path in
      Issue.record("read \(path)")
      return nil
    }
    #expect(throws: ZoneError.invalidName(name)) { try untouched.zone(named: name) }
  }

  @Test func `a file that is no zone says so`() {
    #expect(throws: ZoneError.malformed(name: "zone", reason: .notTZif)) { try library.zone(named: "zone") }
  }
}
