import JSON
import MCP
import Service

extension Command {
  /// `version`: which build this is.
  static let version = Command(
    name: "version", summary: "Show the version",
    discussion: "With --json also the revisions of the Model Context Protocol that the server speaks.",
    options: [.json]
  ) { options, host in
    guard options.isJSON else {
      host.print("\(Product.name) \(Product.version)")
      return .success
    }
    let revisions = ProtocolVersion.allCases.map { JSONValue.string($0.rawValue) }
    host.print(
      JSONWriter.string([
        "name": .string(Product.name), "version": .string(Product.version), "mcp": .array(revisions),
      ]))
    return .success
  }
}
