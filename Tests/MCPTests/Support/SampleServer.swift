import JSON
import JSONSchema

@testable import MCP

/// A server with a tool for each way a call can go, over a store that counts.
final class SampleServer {
  /// A store whose commits can be made to fail.
  final class Store: BatchTransaction {
    private(set) var committed = 0
    private(set) var begins = 0
    private(set) var commits = 0
    /// Whether each batch was said to have questions.
    private(set) var questions: [Bool] = []
    private var pending = 0
    private(set) var hasWritten = false
    var failure: ToolFailure?
    private var isAnswering = false
    /// A clock in milliseconds, and how far each look and write takes it.
    var now: Int64 = 0
    var millisecondsEach: Int64 = 0
    /// Whether each look at the store came from within an answer.
    private(set) var looks: [Bool] = []

    func look() {
      looks.append(isAnswering)
      now += millisecondsEach
    }

    var count: Int { committed + pending }

    func write() {
      hasWritten = true
      pending += 1
      now += millisecondsEach
    }

    func begin(hasQuestions: Bool) {
      begins += 1
      questions.append(hasQuestions)
    }

    func answering<T, E: Error>(_ body: () throws(E) -> T) throws(E) -> T {
      isAnswering = true
      defer { isAnswering = false }
      return try body()
    }

    func commit() throws(ToolFailure) {
      defer {
        pending = 0
        hasWritten = false
      }
      commits += 1
      if hasWritten, let failure { throw failure }
      committed += pending
    }
  }

  struct Fault: Error {}

  /// Work that is as far as a test says.
  final class Work: Backlog {
    var progress: BacklogProgress?
    func concerns(tool: String) -> Bool { tool == "search_items" }
    func concerns(resource uri: String) -> Bool { uri == "demo://count" }
  }

  let store = Store()
  let backlog = Work()
  private(set) var notes: [String] = []
  private(set) var calls: [JSONObject] = []
  private(set) var completions: [CompletionRequest] = []

  static let instructions = "Search first, then read items by id."

  var server: Server {
    var server = Server(
      info: ServerInfo(
        name: "swiftdemo", title: "Swift Demo", version: "1.0.0", instructions: Self.instructions))
    server.tools = [search, write, refuse, fail, lie]
    server.resources = [
      Resource(uri: "demo://table", name: "table", title: "Table", description: "Everything"),
      Resource(uri: "demo://count", name: "count", title: "Count", description: "How many writes"),
    ]
    server.templates = [
      ResourceTemplate(
        uriTemplate: "demo://item/{id}{?days}", name: "item", title: "Item", description: "One item by id")
    ]
    server.readResource = { [self] in try read($0) }
    server.prompts = [review]
    server.complete = { [self] in
      completions.append($0)
      store.look()
      return (0..<($0.value == "many" ? 101 : 2)).map { "a\($0)" }
    }
    server.describe = { violations, _, tool in "\(tool.name): \(violations.count) wrong, \(violations[0].path)" }
    server.transaction = store
    server.backlog = backlog
    server.note = { [self] in notes.append($0) }
    return server
  }

  private var search: Tool {
    tool(
      "search_items", input: ["query": ["type": "string"], "limit": ["type": "integer", "maximum": 50]],
      required: ["query"], output: ["hits": ["type": "array", "items": ["type": "string"]]]
    ) { [self] arguments in
      calls.append(arguments)
      store.look()
      return .finished(["hits": [arguments["query"] ?? .null]])
    }
  }

  private var write: Tool {
    tool("write_item", input: [:]) { [self] _ in
      store.write()
      return .finished(["count": .number(JSONNumber(Int64(store.count)))])
    }
  }

  private var refuse: Tool {
    tool("refuse", input: [:]) { _ in throw ToolFailure(message: "no item \"x\"; did you mean \"y\"?") }
  }

  private var fail: Tool { tool("fail", input: [:]) { _ in throw Fault() } }

  /// Answers what its schema does not allow.
  private var lie: Tool {
    tool("lie", input: [:], output: ["n": ["type": "integer"]]) { _ in .finished(["n": "text"]) }
  }

  private var review: Prompt {
    Prompt(
      name: "review", title: "Review", description: "Review an item",
      arguments: [
        PromptArgument(name: "id", description: "which item", isRequired: true),
        PromptArgument(name: "style", description: "how"),
      ]
    ) { [store] arguments in
      store.look()
      guard arguments["id"] != "fault" else { throw Fault() }
      guard arguments["id"] != "refused" else { throw ToolFailure(message: "no such item") }
      return [PromptMessage(role: .user, text: "Review item \(arguments["id"] ?? "").")]
    }
  }

  private func read(_ uri: String) throws -> ResourceContents? {
    store.look()
    switch uri {
    case "demo://table": return ResourceContents(uri: uri, text: "{}", freshness: .fixed)
    case "demo://count": return ResourceContents(uri: uri, text: "\(store.count)", freshness: .volatile)
    case "demo://item/fault": throw Fault()
    case "demo://item/refused": throw ToolFailure(message: "`days` must be a number")
    case "demo://item/a1": return ResourceContents(uri: uri, text: "{\"id\":\"a1\"}", freshness: .volatile)
    default: return nil
    }
  }

  private func tool(
    _ name: String, input: JSONObject, required: [JSONValue] = [], output: JSONObject? = nil,
    call: @escaping (JSONObject) throws -> ToolOutcome
  ) -> Tool {
    var json: JSONObject = [
      "name": .string(name), "title": .string(name), "description": "A tool of the tests.",
      "inputSchema": [
        "type": "object", "properties": .object(input), "required": .array(required),
        "additionalProperties": false,
      ],
    ]
    if let output {
      json.append(
        "outputSchema",
        [
          "type": "object", "properties": .object(output),
          "required": .array(output.keys.map(JSONValue.string)),
        ])
    }
    json.append(
      "annotations",
      ["readOnlyHint": true, "destructiveHint": false, "idempotentHint": true, "openWorldHint": false])
    do {
      return Tool(declaration: try ToolDeclaration(json), call: call)
    } catch {
      preconditionFailure("the sample tool \(name) does not compile: \(error)")
    }
  }
}
