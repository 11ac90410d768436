import JSON

/// What a server offers, as it is listed: rendered once, when first asked for, the same for every client.
final class Catalog {
  /// The members of the result of `tools/list`.
  private(set) lazy var tools = Self.member("tools", server.tools.map(\.declaration.json))
  /// The members of the result of `resources/list`.
  private(set) lazy var resources = Self.member("resources", server.resources.map(\.json))
  /// The members of the result of `resources/templates/list`.
  private(set) lazy var templates = Self.member("resourceTemplates", server.templates.map(\.json))
  /// The members of the result of `prompts/list`.
  private(set) lazy var prompts = Self.member("prompts", server.prompts.map(\.json))
  /// What the server can do, as `initialize` and `server/discover` tell it.
  let capabilities: JSONObject
  private let server: Server

  /// Creates the catalog of a server.
  init(_ server: Server) {
    self.server = server
    var capabilities: JSONObject = [:]
    if server.offersTools { capabilities.append("tools", [:]) }
    if server.offersResources { capabilities.append("resources", ["subscribe": true]) }
    if server.offersPrompts { capabilities.append("prompts", [:]) }
    if server.offersCompletions { capabilities.append("completions", [:]) }
    self.capabilities = capabilities
  }

  private static func member(_ name: String, _ objects: [JSONObject]) -> [UInt8] {
    var writer = JSONWriter()
    writer.write(string: name)
    writer.raw(":")
    writer.write(.array(objects.map(JSONValue.object)))
    return writer.bytes
  }
}

extension Server {
  /// True when there are tools.
  var offersTools: Bool { !tools.isEmpty }
  /// True when there is something to read.
  var offersResources: Bool { !resources.isEmpty || !templates.isEmpty }
  /// True when there are prompts.
  var offersPrompts: Bool { !prompts.isEmpty }
  /// True when there are arguments whose values can be asked for.
  var offersCompletions: Bool { offersPrompts || !templates.isEmpty }

  /// Returns true when a request of this kind can be answered.
  func offers(_ method: Method) -> Bool {
    switch method {
    case .initialize, .ping, .discover: true
    case .listTools, .callTool: offersTools
    case .listResources, .listTemplates, .readResource, .subscribe, .unsubscribe, .listen: offersResources
    case .listPrompts, .getPrompt: offersPrompts
    case .complete: offersCompletions
    }
  }

  /// Returns true when something may be under `uri`.
  func knows(_ uri: String) -> Bool {
    resources.contains { $0.uri == uri }
      || templates.contains { URITemplate($0.uriTemplate).match(uri) != nil }
  }
}

extension Resource {
  /// The resource as it is listed.
  fileprivate var json: JSONObject {
    [
      "uri": .string(uri), "name": .string(name), "title": .string(title),
      "description": .string(description), "mimeType": .string(mimeType),
    ]
  }
}

extension ResourceTemplate {
  /// The template as it is listed.
  fileprivate var json: JSONObject {
    [
      "uriTemplate": .string(uriTemplate), "name": .string(name), "title": .string(title),
      "description": .string(description), "mimeType": .string(mimeType),
    ]
  }
}

extension Prompt {
  /// The prompt as it is listed.
  fileprivate var json: JSONObject {
    let arguments = arguments.map { argument -> JSONValue in
      [
        "name": .string(argument.name), "description": .string(argument.description),
        "required": .bool(argument.isRequired),
      ]
    }
    return [
      "name": .string(name), "title": .string(title), "description": .string(description),
      "arguments": .array(arguments),
    ]
  }
}
