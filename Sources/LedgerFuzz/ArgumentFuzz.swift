import JSON
import MCP
import Server
import Service

/// The mending and checking of tools' arguments: what is mended once stays as it is.
struct ArgumentFuzz {
  private let tools: [ToolDeclaration]

  init() {
    do {
      tools = try EmbeddedFiles.paths.filter { $0.hasPrefix("tools/") }.map { path in
        guard let bytes = EmbeddedFiles.bytes(of: path), let object = try JSONParser.parse(bytes).object else {
          preconditionFailure("\(path) is no object")
        }
        return try ToolDeclaration(object)
      }
    } catch {
      preconditionFailure("a tool's declaration cannot be read: \(error)")
    }
  }

  func read(_ bytes: [UInt8]) {
    guard let value = JSONFuzz.parsed(bytes) else { return }
    for tool in tools {
      let mended = tool.mended(value)
      _ = tool.violations(in: mended)
      precondition(tool.mended(mended) == mended, "arguments are mended twice")
    }
  }
}
