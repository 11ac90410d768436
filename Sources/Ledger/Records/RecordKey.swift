import JSON

/// One name under which a call is known to its user: a call with a known key is the same call.
package struct RecordKey: Sendable, Hashable {
  /// Who gave the id: a provider for response ids in its own form, otherwise the source of the record.
  package let namespace: String
  /// The id itself.
  package let id: String
  /// Which of several billed calls of one response, from 0.
  package let part: Int64

  /// Creates a key whose namespace follows from the form of the id.
  ///
  /// A response id has the same namespace whoever reports it, so that an agent's own report and a log
  /// that is imported later meet in one record.
  package init(id: String, source: String, part: Int64) {
    self.namespace = Self.provider(ofResponse: id) ?? source
    self.id = id
    self.part = part
  }

  /// Creates a key in a namespace.
  package init(namespace: String, id: String, part: Int64 = 0) {
    self.namespace = namespace
    self.id = id
    self.part = part
  }

  package static func == (left: RecordKey, right: RecordKey) -> Bool {
    left.part == right.part && ExactText(left.id) == ExactText(right.id)
      && ExactText(left.namespace) == ExactText(right.namespace)
  }

  package func hash(into hasher: inout Hasher) { hasher.combine(ExactText(id)) }

  /// Prefixes that providers give to the ids of their responses (their API references show them).
  private static let prefixes = [
    ("msg_", "anthropic"), ("resp_", "openai"), ("chatcmpl-", "openai"), ("gen-", "openrouter"),
  ]

  private static func provider(ofResponse id: String) -> String? {
    prefixes.first { id.utf8.starts(with: $0.0.utf8) }?.1
  }
}

extension RecordKey {
  /// True for an id in the form that a provider gives to its responses, which is unique by itself.
  package static func isResponseID(_ id: String) -> Bool { provider(ofResponse: id) != nil }
}
