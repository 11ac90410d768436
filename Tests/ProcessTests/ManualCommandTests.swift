import Foundation
import JSON
import TestSupport
import Testing

/// Every command of the README and the manual is run, and does what the page says.
@Suite struct ManualCommandTests {
  private static let pages = ManualPage.all.filter { $0.blocks.contains { $0.language == "sh" } }

  /// With RECORD=1 the output in the pages is rewritten to what the program says, and the run fails.
  @Test(arguments: pages)
  func `the commands of a page work, and print what the page shows`(_ page: ManualPage) throws {
    var page = page
    let shell = try ManualShell(for: page.name)
    for index in page.blocks.indices where page.blocks[index].language == "sh" {
      let block = page.blocks[index]
      let found = try shell.run(block.lines)
      #expect(found.ending == .exited(0), "\(page), line \(block.range.lowerBound): \(found.notes)")
      guard let kept = page.output(of: block) else { continue }
      let text = kept.lines.joined(separator: "\n")
      let difference = lineDifference(ManualShell.comparable(text), ManualShell.comparable(found.output))
      if difference != nil, ProcessInfo.processInfo.environment["RECORD"] == "1" {
        let lines = found.output.trimmingCharacters(in: .newlines).components(separatedBy: "\n")
        try page.replace(kept.range, by: lines)
        Issue.record("recorded \(page); read the difference before you commit it")
      } else {
        #expect(difference == nil, "\(page), line \(kept.range.lowerBound)")
      }
    }
  }

  @Test func `a line that is not run is there, and its reason with it`() {
    let lines = ManualPage.all.flatMap { $0.blocks.filter { $0.language == "sh" }.flatMap(\.lines) }
    for beginning in ManualShell.exceptions.keys {
      #expect(lines.contains { $0.hasPrefix(beginning) }, "no page has a line that begins with \(beginning)")
    }
  }

  /// The commands of prose, JSON and tables are read by the program itself, and not carried out.
  @Test(arguments: ManualPage.all)
  func `a command in a sentence is one that the program takes`(_ page: ManualPage) throws {
    let inBlocks = page.blocks.filter { $0.language == "json" }.flatMap(\.lines)
      .flatMap { $0.split(separator: "\"").map(String.init) }
    for text in page.codeSpans + inBlocks {
      guard let words = text.firstMatch(of: #/^(?:.*\/bin\/)?token-ledger ([^'{}]+)$/#)?.1 else { continue }
      let process = try ServerProcess(
        [], data: nil, launcher: "exec \"$@\" \(words.replacing("\\", with: "")) --help >/dev/null")
      #expect(try process.ending() == .exited(0), "\(page): \(text): \(process.notes)")
    }
  }

  @Test(arguments: [
    ("Limits.md", "config.json", "token-ledger limits list", "config:user-cost-day"),
    ("Currencies.md", "exchange.json", "token-ledger summary --period all --currency VND", "cost (VND)"),
  ])
  func `a file that a page shows is taken as it is`(
    _ file: String, _ name: String, _ command: String, _ wanted: String
  ) throws {
    let shell = try ManualShell(for: "Commands.md")
    let block = try #require(ManualPage.named(file)?.blocks.first { $0.language == "json" })
    try shell.folder.write(block.lines.joined(separator: "\n"), to: ".local/share/token-ledger/" + name)
    let found = try shell.run([command, "token-ledger doctor >&2"])
    #expect(found.ending == .exited(0), "\(found.notes)")
    #expect(found.output.contains(wanted), "\(found.output)")
  }

  @Test(arguments: [("Reservations.md", "check_limit"), ("Comparing.md", "compare_models")])
  func `arguments that a page shows are taken by the tool`(_ file: String, _ tool: String) throws {
    let shell = try ManualShell(for: "Commands.md")
    let block = try #require(ManualPage.named(file)?.blocks.first { $0.language == "json" })
    let arguments = try #require(JSONParser.parse(Array(block.lines.joined(separator: "\n").utf8)).object)
    let server = try ServerProcess(data: shell.folder.file(".local/share/token-ledger"))
    _ = try server.ask(Wire.initialize())
    let reply = try server.ask(Wire.call(1, tool, arguments))
    #expect(reply.errorCode == nil && !reply.isToolError, "\(reply)")
  }

  @Test(
    .enabled(
      if: FileManager.default.isExecutableFile(atPath: "/usr/bin/sqlite3"), "needs the program sqlite3"))
  func `a ledger that was backed up and restored as the manual says has what it had`() throws {
    let shell = try ManualShell(for: "Commands.md")
    let blocks = try #require(ManualPage.named("Backups.md")).blocks.filter { $0.language == "sh" }
    let data = shell.folder.file(".local/share/token-ledger")
    func requests() throws -> String {
      let headline = try shell.run(["token-ledger summary --period all"]).output.split(separator: "\n").dropFirst()
        .first
      return headline.map(String.init) ?? ""
    }
    let before = try requests()
    // A server is at work while the copy is made, and is killed after it: its log stays behind.
    let server = try ServerProcess(data: data)
    #expect(try server.ask(Wire.initialize()).errorCode == nil)
    #expect(try shell.run(blocks[0].lines).ending == .exited(0))
    #expect(try !server.ask(Wire.record(1)).isToolError)
    server.signal(SIGKILL)
    _ = try server.ending()
    #expect(try requests() != before)
    let restoring = try shell.run(blocks[1].lines)
    #expect(restoring.ending == .exited(0), "\(restoring.notes)")
    #expect(try requests() == before)
    let next = try ServerProcess(data: data)
    #expect(try next.ask(Wire.initialize()).errorCode == nil)
    #expect(try !next.ask(Wire.record(2)).isToolError)
    next.closeInput()
    #expect(try next.ending() == .exited(0))
    #expect(try requests() != before)
  }
}
