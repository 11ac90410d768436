package import JSON
package import JSONSchema

/// What a server calls itself.
package struct ServerInfo: Sendable, Hashable {
  /// Its name for programs.
  package let name: String
  /// Its name for people.
  package let title: String
  /// Its version.
  package let version: String
  /// What a model should know before it uses the server.
  package let instructions: String

  /// Creates the description of a server.
  package init(name: String, title: String, version: String, instructions: String) {
    self.name = name
    self.title = title
    self.version = version
    self.instructions = instructions
  }
}

/// Everything that a server offers, and how it answers.
package struct Server {
  /// What it calls itself.
  package var info: ServerInfo
  /// Its tools, in the order in which they are listed.
  package var tools: [Tool] = []
  /// What can be read, in order.
  package var resources: [Resource] = []
  /// Families of what can be read, in order.
  package var templates: [ResourceTemplate] = []
  /// Returns what a URI names, or nil when it names nothing.
  package var readResource: (String) throws -> ResourceContents? = { _ in nil }
  /// The prompts, in order.
  package var prompts: [Prompt] = []
  /// Returns the values that an argument might take, the likeliest first.
  package var complete: (CompletionRequest) throws -> [String] = { _ in [] }
  /// Returns what is wrong with the arguments of a tool, in words that say what to do.
  package var describe: ([Violation], JSONValue, ToolDeclaration) -> String = { violations, _, tool in
    "Invalid arguments for \(tool.name): \(violations.count) violations."
  }
  /// The transaction around each batch of messages.
  package var transaction: (any BatchTransaction)?
  /// What questions may wait for; nil where there is no such thing.
  package var backlog: (any Backlog)?
  /// Takes a line for standard error.
  package var note: (String) -> Void = { _ in }
  /// Takes what is worth a line in a log.
  package var observe: (SessionEvent) -> Void = { _ in }

  /// Creates a server that offers nothing yet.
  package init(info: ServerInfo) { self.info = info }
}
