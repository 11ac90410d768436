import Foundation
import TestSupport
import Testing

@testable import Commands

@Suite struct HelpTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Fixtures/help")

  /// With RECORD=1 the texts are rewritten to what the program says, and the run fails.
  @Test(arguments: ["overview"] + CommandList.all.map(\.name))
  func `help reads as it is kept`(_ name: String) throws {
    let world = World()
    #expect((name == "overview" ? world.run("help") : world.run("help", name)) == .success)
    let found = try #require(world.printed.first) + "\n"
    let file = Self.folder.appendingPathComponent(name + ".txt")
    guard ProcessInfo.processInfo.environment["RECORD"] != "1" else {
      try FileManager.default.createDirectory(at: Self.folder, withIntermediateDirectories: true)
      try found.write(to: file, atomically: true, encoding: .utf8)
      Issue.record("recorded \(file.path); read the difference before you commit it")
      return
    }
    let kept = try String(contentsOf: file, encoding: .utf8)
    #expect(lineDifference(kept, found) == nil)
  }

  @Test func `every kept help belongs to a command`() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path).sorted()
    #expect(names == (["overview"] + CommandList.all.map(\.name)).map { $0 + ".txt" }.sorted())
  }

  @Test func `help fits a terminal of 120 columns`() {
    for text in [Help.overview] + CommandList.all.map(Help.text) {
      for line in text.split(separator: "\n") { #expect(line.count <= 120, "\(line)") }
    }
  }
}
