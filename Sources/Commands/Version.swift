import JSON
import Ledger
import MCP
import Service

extension Command {
  /// `version`: which build this is.
  static let version = Command(
    name: "version", summary: "Show the version and the newest format of the ledger's file that it reads",
    discussion: """
      It reads files of every earlier format too, and brings them to this one when it opens them. With --json it also
      shows the revisions of the Model Context Protocol that the server speaks.
      """,
    options: [.json]
  ) { options, host in
    guard options.isJSON else {
      host.print("\(Product.name) \(Product.version), file format \(FileFormat.newest)")
      return .success
    }
    let revisions = ProtocolVersion.allCases.map { JSONValue.string($0.rawValue) }
    host.print(
      JSONWriter.string([
        "name": .string(Product.name), "version": .string(Product.version),
        "file_format": .number(JSONNumber(FileFormat.newest)), "mcp": .array(revisions),
      ]))
    return .success
  }
}
