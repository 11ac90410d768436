package import Foundation

/// A page of the manual, or the README: Markdown, of which tests run the commands and check the tables.
package struct ManualPage: Sendable, CustomStringConvertible {
  /// The file's name, such as `Backups.md`.
  package let name: String
  /// The whole file, line by line.
  package private(set) var lines: [String]
  private let url: URL

  /// The README and every page of the manual.
  package static let all: [ManualPage] = pages()

  /// The package's own folder.
  package static var packageFolder: URL {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
  }

  /// The folder of the manual.
  package static var folder: URL { packageFolder.appendingPathComponent("Sources/token-ledger/TokenLedger.docc") }

  package var description: String { name }

  /// Reads a page of Markdown by its path in the package.
  package init(_ path: String) { self.init(Self.packageFolder.appendingPathComponent(path)) }

  private init(_ url: URL) {
    self.url = url
    name = url.lastPathComponent
    let text = (try? String(contentsOf: url, encoding: .utf8)) ?? ""
    lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  private static func pages() -> [ManualPage] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    let pages = names.filter { $0.hasSuffix(".md") }.sorted().map { folder.appendingPathComponent($0) }
    return ([packageFolder.appendingPathComponent("README.md")] + pages).map(ManualPage.init)
  }

  /// Returns the page of a name.
  package static func named(_ name: String) -> ManualPage? { all.first { $0.name == name } }

  /// Returns where a relative link of this page leads.
  package func target(of link: String) -> URL { url.deletingLastPathComponent().appendingPathComponent(link) }

  /// Puts other lines in the place of these, and writes the file.
  package mutating func replace(_ range: Range<Int>, by lines: [String]) throws {
    self.lines.replaceSubrange(range, with: lines)
    try self.lines.joined(separator: "\n").write(to: url, atomically: true, encoding: .utf8)
  }
}

extension ManualPage {
  /// A fenced block of code.
  package struct Block: Sendable {
    /// What the fence names, such as `sh`.
    package let language: String
    /// The lines between the fences, as places in the page.
    package let range: Range<Int>
    /// Those lines.
    package let lines: [String]
  }

  /// The fenced blocks in order.
  package var blocks: [Block] {
    var found: [Block] = []
    var start: Int?
    for (index, line) in lines.enumerated() where line.hasPrefix("```") {
      guard let first = start else {
        start = index + 1
        continue
      }
      let language = String(lines[first - 1].dropFirst(3))
      found.append(Block(language: language, range: first..<index, lines: Array(lines[first..<index])))
      start = nil
    }
    return found
  }

  /// The block of output that follows a block of commands, if one does.
  package func output(of block: Block) -> Block? {
    guard let next = blocks.first(where: { $0.range.lowerBound > block.range.upperBound }), next.language == "text"
    else { return nil }
    let between = lines[(block.range.upperBound + 1)..<(next.range.lowerBound - 1)]
    return between.allSatisfy(\.isEmpty) ? next : nil
  }

  /// The lines outside of fenced blocks.
  package var prose: [String] {
    let inBlocks = Set(blocks.flatMap { Array($0.range) })
    return lines.enumerated().filter { !inBlocks.contains($0.offset) }.map(\.element)
  }

  /// The spans of code in the prose, which stand between backticks on one line.
  package var codeSpans: [String] {
    prose.flatMap { line in
      line.split(separator: "`", omittingEmptySubsequences: false).enumerated()
        .filter { $0.offset % 2 == 1 }.map { String($0.element) }
    }
  }

  /// The lines between `<!-- NAME -->` and `<!-- end of NAME -->`, which are made from the program's own answers.
  package func region(_ name: String) -> Range<Int>? {
    guard let first = lines.firstIndex(of: "<!-- \(name) -->"),
      let end = lines.firstIndex(of: "<!-- end of \(name) -->"), first < end
    else { return nil }
    return (first + 1)..<end
  }
}
