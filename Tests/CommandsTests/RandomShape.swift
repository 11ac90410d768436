import TestSupport

@testable import Commands

/// Configurations as nobody would write them, all that their languages allow by chance.
struct RandomShape {
  private var chance: SplitMix64
  private var newline = "\n"
  private var allowsComments = true

  /// Returns a text of JSON with comments, with the servers under `mcpServers` or without any.
  static func json(_ chance: inout SplitMix64) -> String {
    var shape = RandomShape(chance: chance)
    defer { chance = shape.chance }
    shape.newline = ["\n", "\r\n"].randomElement(using: &shape.chance) ?? "\n"
    shape.allowsComments = Bool.random(using: &shape.chance)
    let mark = shape.once(in: 8) ? "\u{FEFF}" : ""
    return mark + shape.space() + shape.object(depth: 0, keys: ["mcpServers", "a", "é \\\" }", "//"]) + shape.space()
  }

  private mutating func once(in count: Int) -> Bool { Int.random(in: 0..<count, using: &chance) == 0 }

  private mutating func space() -> String {
    var text = ""
    while !once(in: 2) {
      let blank = [" ", "\t", newline, newline + "  "].randomElement(using: &chance) ?? " "
      text += blank
      if allowsComments, once(in: 4) { text += once(in: 2) ? "// { \"x\": ," + newline : "/* } " + newline + "\" */" }
    }
    return text
  }

  private mutating func object(depth: Int, keys: [String]) -> String {
    let count = Int.random(in: 0...keys.count, using: &chance)
    let members = keys.shuffled(using: &chance).prefix(count).map { key in
      let value = key == "mcpServers" ? servers() : value(depth: depth + 1)
      return space() + "\"\(key)\"" + space() + ":" + space() + value + space()
    }
    return "{" + joined(members) + "}"
  }

  private mutating func servers() -> String {
    let members = ["a", "b", "c"].prefix(Int.random(in: 0...3, using: &chance)).map { name in
      space() + "\"\(name)\":" + space() + "{\"command\":" + space() + "\"x\"}" + space()
    }
    return "{" + joined(members) + "}"
  }

  private mutating func joined(_ items: [String]) -> String {
    guard !items.isEmpty else { return space() }
    return items.joined(separator: ",") + (allowsComments && once(in: 3) ? "," + space() : "")
  }

  private mutating func value(depth: Int) -> String {
    switch Int.random(in: 0..<(depth > 3 ? 3 : 5), using: &chance) {
    case 0: return "-1.50E+3"
    case 1: return "\"text \\\\\\\" // [\""
    case 2: return "null"
    case 3: return object(depth: depth, keys: ["b", "c", "mcp"])
    default:
      let elements = (0..<Int.random(in: 0...3, using: &chance)).map { _ in space() + value(depth: depth + 1) + space()
      }
      return "[" + joined(elements) + "]"
    }
  }

  /// Returns a text of TOML, with servers of any form or without any.
  static func toml(_ chance: inout SplitMix64) -> String {
    var shape = RandomShape(chance: chance)
    defer { chance = shape.chance }
    shape.newline = ["\n", "\r\n"].randomElement(using: &shape.chance) ?? "\n"
    let servers = shape.tomlServers()
    let statements = [
      ["a = 1"], ["# [mcp_servers.x]", ""], ["\"b c\".d = '#'"], ["e = [ 1, # one", "  [2], ]"],
      ["  f = \"\"\"", "[x]", "\"\"\""],
    ]
    var lines = statements.prefix(Int.random(in: 0...5, using: &shape.chance)).flatMap(\.self)
    lines = servers.isSection ? lines + ["[t]", "g = {h = {}}", ""] + servers.lines : servers.lines + lines
    if shape.once(in: 2) { lines += ["", "[[l]]", "  m = 1979-05-27", "", "# end"] }
    let end = shape.once(in: 3) ? "" : shape.newline
    return (shape.once(in: 8) ? "\u{FEFF}" : "") + lines.joined(separator: shape.newline) + end
  }

  private mutating func tomlServers() -> (lines: [String], isSection: Bool) {
    switch Int.random(in: 0..<6, using: &chance) {
    case 0: ([], true)
    case 1: (["[mcp_servers.b] # c", "command = \"x\"", "", "[mcp_servers.b.env]", "A = \"[y]\""], true)
    case 2: (["[ mcp_servers ]", "b = {command = \"x\"}", "c.command = 'y'"], true)
    case 3: (["mcp_servers.b.command = \"x\""], false)
    case 4: (["mcp_servers = { b = { command = \"x\" } , c.command = 'y' } # c"], false)
    default: (["mcp_servers = {" + (once(in: 2) ? " " : "") + "}"], false)
    }
  }
}
