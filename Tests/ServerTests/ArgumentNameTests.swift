import JSON
import MCP
import Testing

@testable import Server

@Suite struct ArgumentNameTests {
  @Test func `the arguments of the declarations are those that are read, and no others`() {
    var declared: Set<String> = []
    for tool in ToolList.all {
      let declaration = LedgerServer.declaration(of: tool.name)
      let input = declaration.json["inputSchema"]?.object?["properties"]?.object ?? JSONObject()
      declared.formUnion(input.keys)
      declared.formUnion(declaration.zeros.compactMap { $1.string })
    }
    #expect(declared == Set(ArgumentName.allCases.map(\.rawValue)))
  }
}
