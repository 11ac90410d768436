/// How long a client may keep what it has read.
package enum Freshness: Sendable, Hashable {
  /// The same for everyone until the program changes.
  case fixed
  /// The user's own, and changing at any time.
  case volatile
}

/// Something to read under one URI.
package struct Resource: Sendable, Hashable {
  /// Where it is read.
  package let uri: String
  /// Its name for programs.
  package let name: String
  /// Its name for people.
  package let title: String
  /// What it holds.
  package let description: String
  /// The type of its contents.
  package let mimeType: String

  /// Creates a resource.
  package init(
    uri: String, name: String, title: String, description: String, mimeType: String = "application/json"
  ) {
    self.uri = uri
    self.name = name
    self.title = title
    self.description = description
    self.mimeType = mimeType
  }
}

/// A family of resources whose URIs follow a template (RFC 6570: `{name}` and `{?a,b}`).
package struct ResourceTemplate: Sendable, Hashable {
  /// The template.
  package let uriTemplate: String
  /// Its name for programs.
  package let name: String
  /// Its name for people.
  package let title: String
  /// What its members hold.
  package let description: String
  /// The type of their contents.
  package let mimeType: String

  /// Creates a template.
  package init(
    uriTemplate: String, name: String, title: String, description: String,
    mimeType: String = "application/json"
  ) {
    self.uriTemplate = uriTemplate
    self.name = name
    self.title = title
    self.description = description
    self.mimeType = mimeType
  }
}

/// What was read under a URI.
package struct ResourceContents: Sendable, Hashable {
  /// Where it was read.
  package let uri: String
  /// The type of the text.
  package let mimeType: String
  /// The contents.
  package let text: String
  /// How long it may be kept.
  package let freshness: Freshness

  /// Creates contents.
  package init(uri: String, mimeType: String = "application/json", text: String, freshness: Freshness) {
    self.uri = uri
    self.mimeType = mimeType
    self.text = text
    self.freshness = freshness
  }
}
