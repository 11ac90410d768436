/// A kind of thing that has limits of its own.
package enum LimitDimension: Int64, Sendable, CaseIterable {
  case user = 1
  case session = 2
  case project = 3
  case agent = 4
  /// The model as the catalog names it, or as the caller does where the catalog does not know it.
  case model = 5
  /// The catalog's id of the provider.
  case provider = 6

  /// The word for it in commands and answers, such as `user`.
  package var name: String {
    switch self {
    case .user: "user"
    case .session: "session"
    case .project: "project"
    case .agent: "agent"
    case .model: "model"
    case .provider: "provider"
    }
  }
}

/// What a limit holds for.
package enum LimitScope: Sendable, Hashable {
  /// All usage together.
  case all
  /// Each one of a kind by itself.
  case each(LimitDimension)
  /// One of a kind, by its name.
  case one(LimitDimension, String)

  /// Reads `all`, `user` or `user=NAME`; nil for any other text.
  package init?(_ text: String) {
    if text == "all" {
      self = .all
      return
    }
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    guard let dimension = LimitDimension.allCases.first(where: { $0.name == parts[0] }) else { return nil }
    if parts.count == 1 {
      self = .each(dimension)
    } else {
      guard !parts[1].isEmpty else { return nil }
      self = .one(dimension, parts[1])
    }
  }

  /// The scope as it is written: `all`, `user` or `user=NAME`.
  package var text: String {
    switch self {
    case .all: "all"
    case .each(let dimension): dimension.name
    case .one(let dimension, let name): dimension.name + "=" + name
    }
  }

  /// The kind of thing; nil for everything.
  package var dimension: LimitDimension? {
    switch self {
    case .all: nil
    case .each(let dimension), .one(let dimension, _): dimension
    }
  }

  /// The name of the one; nil for everything and for each.
  package var name: String? {
    if case .one(_, let name) = self { name } else { nil }
  }
}

/// Whose limits are asked for: the names of a call's own dimensions; without one, limits on it do not apply.
package struct LimitSubject: Sendable, Hashable {
  private var names: [LimitDimension: String] = [:]

  /// Nobody in particular: only limits on everything apply.
  package static let nobody = LimitSubject()

  /// Creates a subject without names.
  package init() {}

  /// The name in a dimension; an empty one counts as none.
  package subscript(_ dimension: LimitDimension) -> String? {
    get { names[dimension] }
    set { names[dimension] = newValue?.isEmpty == true ? nil : newValue }
  }

  /// The subject of a call that was recorded with that price.
  package init(_ facts: CallFacts, _ price: AppliedPrice) {
    self[.user] = facts.userID
    self[.session] = facts.sessionID
    self[.project] = facts.projectID
    self[.agent] = facts.agent
    self[.model] = price.pricedAs.isEmpty || price.kind == .fallback ? facts.model : price.pricedAs
    self[.provider] = price.provider
  }
}
