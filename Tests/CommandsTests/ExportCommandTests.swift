import Foundation
import JSON
import TestSupport
import Testing

@testable import Commands

@Suite struct ExportCommandTests {
  private static let texts = ["plain", "=1+1", "@x", "a,b", "say \"hi\"", ",\u{301}\"\u{301}", "-", "+\u{301}1", "世界"]

  /// A ledger with a call of each text.
  private static func world(_ folder: TemporaryFolder) throws -> World {
    let world = World(environment: ["TOKEN_LEDGER_INGEST": "none"])
    world.randomBytes = { count in (0..<count).map { _ in UInt8.random(in: 0...255) } }
    for (number, text) in texts.enumerated() {
      let status = world.run(
        "record", "--model", "gpt-4o", "--input-tokens", "\(number + 1)", "--output-tokens", "3", "--agent", text,
        "--timestamp", "2026-11-\(10 + number)T09:00:00.5Z", "--request-id", text, "--data-dir", folder.path)
      #expect(status == .success, "\(world.notes)")
    }
    return world
  }

  private static func lines(_ world: World, _ folder: TemporaryFolder, _ words: String...) -> [String] {
    let before = world.printed.count
    #expect(CommandLineProgram.run(world.host(["export"] + words + ["--data-dir", folder.path])) == .success)
    return world.printed[before...].joined(separator: "\n").split(separator: "\n").map(String.init)
  }

  @Test func `comma-separated values are read back as they were, but for formulas`() throws {
    let folder = try TemporaryFolder()
    let world = try Self.world(folder)
    let rows = Self.lines(world, folder, "csv").map(Self.cells)
    #expect(rows.allSatisfy { $0.count == rows[0].count } && rows.count == Self.texts.count + 1)
    let agents = try rows.map { $0[try #require(rows[0].firstIndex(of: "agent"))] }
    #expect(
      agents.map { Array($0.unicodeScalars) }
        == ["agent", "plain", "'=1+1", "'@x", "a,b", "say \"hi\"", ",\u{301}\"\u{301}", "'-", "'+\u{301}1", "世界"]
        .map { Array($0.unicodeScalars) })
    let costs = try rows.dropFirst().map { $0[try #require(rows[0].firstIndex(of: "cost_usd"))] }
    #expect(costs.first == "0.0000325")
    #expect(rows[1][1] == "2026-11-10T09:00:00.500Z")
    withExtendedLifetime(folder) {}
  }

  @Test func `a period and filters leave out the others`() throws {
    let folder = try TemporaryFolder()
    let world = try Self.world(folder)
    #expect(Self.lines(world, folder, "jsonl").count == Self.texts.count)
    #expect(Self.lines(world, folder, "jsonl", "--since", "2026-11-11", "--until", "2026-11-12").count == 2)
    #expect(
      Self.lines(world, folder, "jsonl", "--since", "2026-11-11", "--until", "2026-11-11", "--timezone", "Asia/Seoul")
        .count == 1)
    #expect(Self.lines(world, folder, "jsonl", "--agent", "@x").count == 1)
    #expect(Self.lines(world, folder, "otlp-json", "--agent", "nobody").isEmpty)
    #expect(Self.lines(world, folder, "otlp-json").count == 1)
    world.environment["TOKEN_LEDGER_USER"] = "nobody"
    #expect(Self.lines(world, folder, "jsonl").isEmpty)
    #expect(world.run("export", "csv", "--user", "ada", "--data-dir", folder.path) == .usage)
    withExtendedLifetime(folder) {}
  }

  @Test func `what is no form and what is no plain file is refused`() throws {
    let folder = try TemporaryFolder()
    let world = try Self.world(folder)
    #expect(world.run("export", "xml", "--data-dir", folder.path) == .usage)
    #expect(world.notes.last == "token-ledger: FORMAT is one of csv, jsonl, otlp-json, not \"xml\"")
    world.files["/work/there"] = ""
    world.kinds["/work/pipe"] = .special
    for words in [["/work/there"], ["/work/pipe", "--replace"]] {
      let run = ["export", "csv", "--data-dir", folder.path, "--output"] + words
      #expect(CommandLineProgram.run(world.host(run)) == .inputOutput)
    }
    withExtendedLifetime(folder) {}
  }

  /// The cells of a line, read byte by byte as RFC 4180 says.
  private static func cells(_ line: String) -> [String] {
    let quote = UInt8(ascii: "\"")
    var (cells, isQuoted, wasQuote) = ([[UInt8]()], false, false)
    for byte in line.utf8 {
      if byte == UInt8(ascii: ","), !isQuoted {
        cells.append([])
      } else if byte == quote {
        // A second one within quotes is a quote itself.
        if !isQuoted, wasQuote { cells[cells.count - 1].append(quote) }
        isQuoted.toggle()
      } else {
        cells[cells.count - 1].append(byte)
      }
      wasQuote = byte == quote && !isQuoted
    }
    return cells.map { String(decoding: $0, as: UTF8.self) }
  }
}
