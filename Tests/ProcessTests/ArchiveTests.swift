import Foundation
import JSON
import TestSupport
import Testing

@Suite struct ArchiveTests {
  private static func old(_ id: Int) -> JSONValue {
    Wire.call(
      id, "record_usage",
      [
        "model": "gpt-4o", "input_tokens": 10, "output_tokens": 1, "timestamp": "2026-05-04T10:07:00Z",
        "request_id": .string("old-\(id)"),
      ])
  }

  private static func archive(_ folder: TemporaryFolder, _ environment: [String: String] = [:]) throws -> ServerProcess
  {
    try ServerProcess(
      ["archive", "--before", "2026-06-01", "--json"], data: folder.path,
      environment: ["PATH": "/usr/bin:/bin"].merging(environment) { $1 })
  }

  @Test func `archiving that is killed loses and doubles nothing, and a server goes on meanwhile`() throws {
    let folder = try TemporaryFolder()
    let server = try ServerProcess(data: folder.path)
    server.send([Wire.initialize()] + (1...600).map(Self.old))
    _ = try server.replies(601)
    for round in 0..<6 {
      let archiving = try Self.archive(folder)
      // At another place each time: after so many answers of the server that works next to it.
      for id in 0..<(round * 3) { #expect(try !server.ask(Wire.record(1_000 + round * 100 + id)).isToolError) }
      archiving.signal(9)
      _ = try archiving.ending()
    }
    let last = try Self.archive(folder)
    _ = try last.reply()
    #expect(try last.ending() == .exited(0))
    let lines = try folder.read("archive/records-2026-05.jsonl").split(separator: 0x0A).map {
      try JSONParser.parse(Array($0))
    }
    let keys = lines.compactMap { $0["keys"]?.array?.first?["id"]?.string }
    #expect(keys.count == 600 && Set(keys) == Set((1...600).map { "old-\($0)" }))
    let again = try server.ask(Self.old(7)).content
    #expect(again["created"] == false && again["warnings"]?.array?.count == 1)
    let totals = try server.ask(Wire.call(9, "get_usage", ["period": "all"])).content["totals"]
    #expect(totals?["requests"] == 645)
  }

  @Test func `a month that has passed is compressed, and unpacks to what it was`() throws {
    let folder = try TemporaryFolder()
    let server = try ServerProcess(data: folder.path)
    server.send([Wire.initialize()] + (1...20).map(Self.old))
    _ = try server.replies(21)
    let archiving = try Self.archive(folder, ["TOKEN_ENABLE_COMPRESSION": "true"])
    #expect(try archiving.reply()["compressed"] == ["records-2026-05.jsonl.gz"])
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.file("archive")) == ["records-2026-05.jsonl.gz"])
    let unpacking = Process()
    unpacking.executableURL = URL(fileURLWithPath: "/bin/sh")
    unpacking.arguments = ["-c", "gzip -d \"$0\"", folder.file("archive/records-2026-05.jsonl.gz")]
    try unpacking.run()
    unpacking.waitUntilExit()
    #expect(try folder.read("archive/records-2026-05.jsonl").split(separator: 0x0A).count == 20)
  }

  @Test(.enabled(if: SmallDisk.canBeMounted, SmallDisk.skipReason), arguments: ["archive", "."])
  func `archiving that a full disk interrupts ends well when it is run again, with each record once`(
    _ place: String
  ) throws {
    let (folder, kept) = (try TemporaryFolder(), try TemporaryFolder())
    let server = try ServerProcess(data: kept.path)
    server.send([Wire.initialize()] + (1...300).map(Self.old))
    _ = try server.replies(301)
    server.closeInput()
    #expect(try server.ending() == .exited(0))
    try FileManager.default.createDirectory(atPath: kept.file("archive"), withIntermediateDirectories: false)
    // The disk grows by a page each time it was full.
    let script = """
      set -e; size=$(($(du -sk "$KEPT" | cut -f1) + 8)); [ "$PLACE" = . ] || size=4
      mkdir -p "$DISK/$PLACE"
      [ "$PLACE" = . ] || cp "$KEPT"/ledger.* "$DISK/"
      mount -t tmpfs -o size=${size}k none "$DISK/$PLACE"
      [ "$PLACE" != . ] || cp -r "$KEPT"/. "$DISK/"
      while ! "$@" > "$KEPT/answer" 2>> "$KEPT/errors"; do
        size=$((size + 4)); mount -o remount,size=${size}k none "$DISK/$PLACE"; echo full
      done
      rm "$KEPT"/ledger.*; cp -r "$DISK"/. "$KEPT/"
      """
    let archiving = try ServerProcess(
      ["archive", "--before", "2026-06-01", "--json"], data: folder.path,
      launcher: "exec unshare -m sh -c '\(script.replacing("'", with: "'\\''"))' sh \"$@\"",
      environment: ["PATH": "/usr/bin:/bin:/usr/sbin:/sbin", "DISK": folder.path, "KEPT": kept.path, "PLACE": place])
    archiving.closeInput()
    let rounds = try archiving.outputText().split(separator: "\n").count
    #expect(try archiving.ending() == .exited(0), "\(archiving.notes)")
    #expect(rounds > 3)
    let errors = String(decoding: try kept.read("errors"), as: UTF8.self).split(separator: "\n")
    #expect(errors.count == rounds && errors.allSatisfy { $0.contains("is full") }, "\(errors)")
    let lines = try kept.read("archive/records-2026-05.jsonl").split(separator: 0x0A).map {
      try JSONParser.parse(Array($0))
    }
    let keys = lines.compactMap { $0["keys"]?.array?.first?["id"]?.string }
    #expect(keys.count == 300 && Set(keys).count == 300)
    #expect(try FileManager.default.contentsOfDirectory(atPath: kept.file("archive")).count == 1)
    let next = try ServerProcess(data: kept.path)
    _ = try next.ask(Wire.initialize())
    #expect(
      try next.ask(Wire.call(9, "get_usage", ["period": "all"])).content["totals"]?["requests"] == 300)
  }
}
