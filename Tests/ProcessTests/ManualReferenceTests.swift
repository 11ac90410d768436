import Foundation
import JSON
import TestSupport
import Testing

/// The tables of the manual are what the program says of itself, and what it names is there.
@Suite struct ManualReferenceTests {
  /// A part of a page that is made from the program's own answers.
  private static let regions = [
    ("Settings.md", "settings"), ("Commands.md", "commands"), ("Tools.md", "tools"), ("Resources.md", "resources"),
  ]

  /// With RECORD=1 the part is rewritten to what the program says, and the run fails.
  @Test(arguments: regions)
  func `a reference page says what the program says`(_ file: String, _ name: String) throws {
    var page = try #require(ManualPage.named(file))
    let range = try #require(page.region(name))
    let found = [""] + (try lines(of: name)) + [""]
    let kept = page.lines[range].joined(separator: "\n")
    guard kept != found.joined(separator: "\n"), ProcessInfo.processInfo.environment["RECORD"] == "1" else {
      #expect(lineDifference(kept, found.joined(separator: "\n")) == nil)
      return
    }
    try page.replace(range, by: found)
    Issue.record("recorded \(file); read the difference before you commit it")
  }

  private func lines(of region: String) throws -> [String] {
    switch region {
    case "settings":
      return table(["Name", "Meaning"], try ProgramReference.settings().map { ["`\($0.name)`", $0.text] })
    case "commands": return try commands()
    case "tools": return try ProgramReference.list("tools").flatMap(tool)
    default: return try resources()
    }
  }

  private func commands() throws -> [String] {
    let commands = try ProgramReference.commands()
    return table(["Command", "What it does"], commands.map { ["`\($0.name)`", $0.text] })
      + (try commands.flatMap { command in
        let help = try ProgramReference.output(["help"] + command.name.split(separator: " ").map(String.init))
        return ["", "## \(command.name)", "", "```text"] + help.components(separatedBy: "\n") + ["```"]
      })
  }

  private func tool(_ tool: JSONObject) -> [String] {
    let properties = tool["inputSchema"]?["properties"]?.object ?? JSONObject()
    let rows = properties.map { name, schema in
      ["`\(name)`", schema["type"]?.string ?? "any", meaning(schema)]
    }
    return ["## \(tool["name"]?.string ?? "")", "", tool["description"]?.string ?? "", ""]
      + table(["Argument", "Type", "Meaning"], rows) + [""]
  }

  private func meaning(_ schema: JSONValue) -> String {
    let values = (schema["enum"] ?? schema["items"]?["enum"])?.array?.compactMap(\.string).map { "`\($0)`" } ?? []
    let parts = [schema["description"]?.string ?? "", values.joined(separator: ", ")]
    return parts.filter { !$0.isEmpty }.joined(separator: "; one of ")
  }

  private func resources() throws -> [String] {
    func rows(_ list: String, _ key: String) throws -> [[String]] {
      try ProgramReference.list(list).map { each in
        ["`\(each[key]?.string ?? "")`", each["description"]?.string ?? each["title"]?.string ?? ""]
      }
    }
    let resources = try rows("resources", "uri") + rows("resources/templates", "uriTemplate")
    return table(["Resource", "What it has"], resources) + [""]
      + table(["Prompt", "What it is for"], try rows("prompts", "name"))
  }

  private func table(_ header: [String], _ rows: [[String]]) -> [String] {
    ([header, header.map { _ in "---" }] + rows).map { row in
      "| " + row.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |"
    }
  }

  @Test(arguments: ManualPage.all)
  func `a setting or an option that a page names is one of the program`(_ page: ManualPage) throws {
    let settings = Set(try ProgramReference.settings().map(\.name))
    let known = try ProgramReference.options()
    for text in page.codeSpans {
      for setting in text.matches(of: #/\b(TOKEN_[A-Z_]+|REQUESTS_[A-Z_]+)\b/#) {
        #expect(settings.contains(String(setting.output.1)), "\(page): \(text)")
      }
      for option in text.matches(of: #/(?:^|[ \[])(--[a-z][a-z0-9-]*)/#) {
        #expect(known.contains(String(option.output.1)), "\(page): \(text)")
      }
    }
  }

  @Test(arguments: ManualPage.all)
  func `a link of a page leads to a file, and its JSON can be read`(_ page: ManualPage) throws {
    for link in page.prose.flatMap({ $0.matches(of: #/\]\(([^)#]+)(#[^)]*)?\)/#).map { String($0.output.1) } })
    where !link.contains("://") {
      #expect(FileManager.default.fileExists(atPath: page.target(of: link).path), "\(page): \(link)")
    }
    for block in page.blocks where block.language == "json" {
      #expect(throws: Never.self) { try JSONParser.parse(Array(block.lines.joined(separator: "\n").utf8)) }
    }
  }

  @Test func `the first page of the manual leads to every other`() throws {
    let first = try #require(ManualPage.named("TokenLedger.md"))
    let text = first.lines.joined(separator: "\n")
    for page in ManualPage.all where page.name != "README.md" && page.name != first.name {
      let title = try #require(page.lines.first).dropFirst(2)
      #expect(text.contains("- [\(title)](\(page.name))"), "\(page)")
    }
  }

  @Test func `the README is short, counts the catalog's models and names every tool`() throws {
    let readme = try #require(ManualPage.named("README.md"))
    #expect(readme.lines.count <= 151)  // 150, and what follows the last line end
    let prices = try #require(ProgramReference.output(["doctor"]).firstMatch(of: #/ ([0-9,]+) models of /#))
    #expect(readme.lines.contains { $0.contains("catalog of \(prices.output.1) models") })
    for tool in try ProgramReference.list("tools") {
      #expect(readme.lines.contains { $0.hasPrefix("| `\(tool["name"]?.string ?? "")` |") })
    }
  }
}
