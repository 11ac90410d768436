/// A prompt that people choose by name.
package struct Prompt {
  /// Its name on the wire.
  package let name: String
  /// Its name for people.
  package let title: String
  /// What it is for.
  package let description: String
  /// What it takes.
  package let arguments: [PromptArgument]
  /// Returns its messages; required arguments are there.
  package let get: ([String: String]) throws -> [PromptMessage]

  /// Creates a prompt.
  package init(
    name: String, title: String, description: String, arguments: [PromptArgument],
    get: @escaping ([String: String]) throws -> [PromptMessage]
  ) {
    self.name = name
    self.title = title
    self.description = description
    self.arguments = arguments
    self.get = get
  }
}

/// An argument of a prompt; always a text.
package struct PromptArgument: Sendable, Hashable {
  /// Its name.
  package let name: String
  /// What it means.
  package let description: String
  /// Whether the prompt needs it.
  package let isRequired: Bool

  /// Creates an argument.
  package init(name: String, description: String, isRequired: Bool = false) {
    self.name = name
    self.description = description
    self.isRequired = isRequired
  }
}

/// A message of a prompt, as text.
package struct PromptMessage: Sendable, Hashable {
  /// Who speaks.
  package enum Role: String, Sendable {
    case user
    case assistant
  }

  /// Who speaks.
  package let role: Role
  /// What is said.
  package let text: String

  /// Creates a message.
  package init(role: Role, text: String) {
    self.role = role
    self.text = text
  }
}
