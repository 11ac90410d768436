import Foundation
import TestSupport
import Testing

/// The map of the code names what is there.
@Suite struct MapTests {
  private static let sources = ManualPage.packageFolder.appendingPathComponent("Sources")

  @Test(arguments: [".github/ARCHITECTURE.md", ".github/DECISIONS.md"])
  func `a file or type that is named is there`(_ path: String) throws {
    let names = try Self.names()
    let page = ManualPage(path)
    #expect(page.codeSpans.count > 5)
    for span in page.codeSpans {
      if span.contains("/") || span.hasSuffix(".swift") {
        guard span.wholeMatch(of: #/[A-Za-z0-9_.+\/-]+/#) != nil, !span.contains("NNN") else { continue }
        let file = span.split(separator: "/").last.map(String.init) ?? span
        let places = [ManualPage.packageFolder, Self.sources].map { $0.appendingPathComponent(span).path }
        let isThere = places.contains { FileManager.default.fileExists(atPath: $0) }
        #expect(isThere || (file == span && names.files.contains(file)), "\(path): \(span)")
      } else if let type = span.wholeMatch(of: #/([A-Z][A-Za-z]*[a-z][A-Za-z]*)(\.([a-z][A-Za-z]*))?/#) {
        #expect(names.declared.contains(String(type.output.1)), "\(path): \(span)")
        guard let member = type.output.3 else { continue }
        #expect(names.declared.contains(String(member)), "\(path): \(span)")
      }
    }
  }

  @Test func `the map has every target`() throws {
    let manifest = try String(
      contentsOf: ManualPage.packageFolder.appendingPathComponent("Package.swift"), encoding: .utf8)
    let map = ManualPage(".github/ARCHITECTURE.md")
    let targets = manifest.matches(of: #/\.(?:executableTarget|target)\(\s*name: "([A-Za-z-]+)"/#).map { $0.output.1 }
    #expect(targets.count > 15)
    for target in targets where !["TestSupport", "ledger-benchmark", "ledger-fuzz"].contains(target) {
      #expect(map.lines.contains { $0.hasPrefix("| `\(target)` |") }, "\(target)")
    }
  }

  @Test func `the top level holds what it may and nothing else`() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: ManualPage.packageFolder.path)
    let allowed = ["Examples", "Package.resolved", "Package.swift", "README.md", "Sources", "Tests", "schemas"]
    #expect(names.filter { !$0.hasPrefix(".") && !allowed.contains($0) } == [])
  }

  /// The names of the files in Sources, and everything that they declare; targets count as declared.
  private static func names() throws -> (files: Set<String>, declared: Set<String>) {
    var files: Set<String> = []
    var declared = Set(try FileManager.default.contentsOfDirectory(atPath: sources.path))
    for path in try FileManager.default.subpathsOfDirectory(atPath: sources.path) {
      declared.insert(String(path.split(separator: "/").last ?? ""))
      guard path.hasSuffix(".swift") else { continue }
      files.insert(String(path.split(separator: "/").last ?? ""))
      let text = try String(contentsOf: sources.appendingPathComponent(path), encoding: .utf8)
      let words = text.matches(of: #/\b(?:struct|enum|class|protocol|typealias|func|case|let|var) `?([A-Za-z]+)/#)
      declared.formUnion(words.map { String($0.output.1) })
    }
    return (files, declared)
  }
}
