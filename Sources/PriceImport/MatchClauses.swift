import JSON

/// The clauses by which genai-prices recognises a model, as far as the catalog's names and rules can say them.
struct MatchClauses {
  /// Exact names, in lower case.
  private(set) var names: [String] = []
  /// Rules of the catalog.
  private(set) var rules: [JSONValue] = []
  /// Patterns that no rule can say.
  private(set) var unsaid: [String] = []

  /// Reads a clause; nil for something else.
  init?(_ clause: JSONValue) {
    guard let object = clause.object else { return nil }
    for alternative in object["or"]?.array ?? [clause] { add(alternative) }
    var seen: Set<String> = []
    names = names.filter { seen.insert($0).inserted }
  }

  /// The rules with exact names among them, as hints that show a provider.
  var hints: [JSONValue] {
    rules + names.map { ["prefix": .string($0), "suffix": .string($0)] }
  }

  private mutating func add(_ clause: JSONValue) {
    guard let object = clause.object else { return }
    if let alternatives = object["or"]?.array {
      for alternative in alternatives { add(alternative) }
    } else if let name = object["equals"]?.string?.lowercased() {
      names.append(name)
    } else if let parts = object["and"]?.array {
      if let rule = Self.joined(parts) {
        rules.append(rule)
      } else {
        unsaid.append(JSONWriter.string(clause))
      }
    } else if let rule = Self.rule(object) {
      rules.append(.object(rule))
    } else {
      unsaid.append(object["regex"]?.string ?? JSONWriter.string(clause))
    }
  }

  /// A rule in which everything holds; nil when two parts say the same kind of thing.
  private static func joined(_ parts: [JSONValue]) -> JSONValue? {
    var rule = JSONObject()
    for part in parts {
      guard let object = part.object, let members = Self.rule(object) else { return nil }
      for (key, value) in members {
        guard rule[key] == nil else { return nil }
        rule[key] = value
      }
    }
    return .object(rule)
  }

  private static func rule(_ clause: JSONObject) -> JSONObject? {
    for (key, name) in [("starts_with", "prefix"), ("ends_with", "suffix"), ("contains", "contains")] {
      if let text = clause[key]?.string { return [name: .string(text.lowercased())] }
    }
    return clause["regex"]?.string.flatMap(pattern)
  }

  /// The few patterns in use that mean what a rule means.
  private static func pattern(_ regex: String) -> JSONObject? {
    if regex == #"^(?!.*-[tT][tT][sS](?:$|-))"# { return ["without": "-tts"] }
    guard regex.hasPrefix("^") else { return nil }
    let body = regex.dropFirst()
    let dates = [#"-\d{8}$"#, #"[-@]\d{8}$"#, #"-\d{4}-\d{2}-\d{2}$"#]
    for date in dates where body.hasSuffix(date) {
      return literal(body.dropLast(date.count)).map { ["dated": .string($0)] }
    }
    if body.hasSuffix(#"\d"#) { return literal(body.dropLast(2)).map { ["prefix_digit": .string($0)] } }
    if body.hasSuffix("$") {
      return literal(body.dropLast()).map { ["prefix": .string($0), "suffix": .string($0)] }
    }
    return literal(body).map { ["prefix": .string($0)] }
  }

  /// The text that a pattern without any choice stands for.
  private static func literal(_ pattern: Substring) -> String? {
    var text = ""
    var isEscaped = false
    for character in pattern {
      if isEscaped {
        guard !character.isLetter, !character.isNumber else { return nil }
        text.append(character)
        isEscaped = false
      } else if character == "\\" {
        isEscaped = true
      } else {
        guard !"^$.|?*+()[]{}".contains(character) else { return nil }
        text.append(character)
      }
    }
    return text.isEmpty || isEscaped ? nil : text.lowercased()
  }
}
