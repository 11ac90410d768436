import JSON
import Testing

@testable import MCP

@Suite struct WireExampleTests {
  /// A line from a client that speaks the newest revision.
  private func modern(_ id: String, _ method: String, _ params: String = "") -> String {
    #"{"jsonrpc":"2.0","id":\#(id),"method":"\#(method)","params":{\#(params)"_meta":{"#
      + #""io.modelcontextprotocol/protocolVersion":"2026-07-28","#
      + #""io.modelcontextprotocol/clientInfo":{"name":"host","version":"1.0"},"#
      + #""io.modelcontextprotocol/clientCapabilities":{"elicitation":{}}}}}"#
  }

  private let serverInfo =
    #""_meta":{"io.modelcontextprotocol/serverInfo":{"name":"swiftdemo","title":"Swift Demo","version":"1.0.0"}}"#

  @Test func `the newest revision looks as its specification shows it`() {
    let conversation = Conversation()
    #expect(
      conversation.send(modern("1", "server/discover")) == [
        #"{"jsonrpc":"2.0","id":1,"result":{"resultType":"complete","supportedVersions":["2026-07-28"],"#
          + #""capabilities":{"tools":{},"resources":{"subscribe":true},"prompts":{},"completions":{}},"#
          + #""instructions":"Search first, then read items by id.","ttlMs":3600000,"cacheScope":"public","#
          + serverInfo + "}}"
      ])
    #expect(
      conversation.send(
        modern(#""c-3""#, "tools/call", #""name":"search_items","arguments":{"query":"red"},"#)) == [
          #"{"jsonrpc":"2.0","id":"c-3","result":{"resultType":"complete","content":[{"type":"text","#
            + #""text":"{\"hits\":[\"red\"]}"}],"structuredContent":{"hits":["red"]},"isError":false,"#
            + serverInfo + "}}"
        ])
    #expect(
      conversation.send(modern("6", "resources/read", #""uri":"demo://none","#)) == [
        #"{"jsonrpc":"2.0","id":6,"error":{"code":-32602,"message":"Resource not found","#
          + #""data":{"uri":"demo://none"}}}"#
      ])
    #expect(
      conversation.send(modern("7", "tools/list").replacing("2026-07-28", with: "1900-01-01")) == [
        #"{"jsonrpc":"2.0","id":7,"error":{"code":-32022,"message":"Unsupported protocol version","#
          + #""data":{"supported":["2026-07-28"],"requested":"1900-01-01"}}}"#
      ])
  }

  @Test func `an older revision may follow on the same pipe`() {
    let conversation = Conversation()
    conversation.send(modern("1", "server/discover"))
    #expect(
      conversation.send(
        #"{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-06-18","#
          + #""capabilities":{"roots":{"listChanged":true},"experimental":{"x/y":{}}},"#
          + #""clientInfo":{"name":"host","version":"1.0"}}}"#,
        #"{"jsonrpc":"2.0","method":"notifications/initialized"}"#,
        #"{"jsonrpc":"2.0","id":2,"method":"resources/read","params":{"uri":"demo://none"}}"#,
        #"{"jsonrpc":"2.0","id":3,"method":"ping"}"#,
        #"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":99}}"#) == [
          #"{"jsonrpc":"2.0","id":0,"result":{"protocolVersion":"2025-06-18","#
            + #""capabilities":{"tools":{},"resources":{"subscribe":true},"prompts":{},"completions":{}},"#
            + #""serverInfo":{"name":"swiftdemo","title":"Swift Demo","version":"1.0.0"},"#
            + #""instructions":"Search first, then read items by id."}}"#,
          #"{"jsonrpc":"2.0","id":2,"error":{"code":-32002,"message":"Resource not found","#
            + #""data":{"uri":"demo://none"}}}"#,
          #"{"jsonrpc":"2.0","id":3,"result":{}}"#,
        ])
  }
}
