package import JSON
package import JSONSchema
import MCP
import Service

/// What is wrong with a tool's arguments, in words that say what to do.
package enum ViolationSentences {
  /// How many faults are told at once; more help nobody.
  private static let most = 3

  /// Returns the first faults of a call's arguments.
  static func message(_ violations: [Violation], _ arguments: JSONValue, _ tool: ToolDeclaration) -> String {
    violations.prefix(most).map { sentence($0, in: arguments) }.joined(separator: " ")
  }

  /// Returns a fault of a file of settings.
  package static func setting(_ violation: Violation, in settings: JSONValue) -> String {
    sentence(violation, in: settings, "Setting")
  }

  /// Returns what is wrong at the place of a violation, which is told apart.
  package static func complaint(_ violation: Violation) -> String {
    switch violation.rule {
    case .required(let name): "the member `\(name)` is missing"
    case .unknownProperty(let name, let known):
      "the member `\(name)` is unknown"
        + (Spelling.nearest(to: name, among: known).map { "; did you mean `\($0)`?" } ?? "")
    default: complaint(violation.rule)
    }
  }

  private static func sentence(
    _ violation: Violation, in whole: JSONValue, _ noun: String = "Argument"
  ) -> String {
    let place = violation.path.components.joined(separator: ".")
    switch violation.rule {
    case .unknownProperty(let name, let known): return unknown(name, known: known, in: place, noun)
    case .required(let name): return "\(noun) `\(joined(place, name))` is missing."
    default:
      let subject = place.isEmpty ? "The whole" : "\(noun) `\(place)`"
      return "\(subject) \(complaint(violation.rule))\(found(violation, in: whole))."
    }
  }

  /// The refused value, where it is a number or was to be one of a few words: other texts may be private.
  private static func found(_ violation: Violation, in whole: JSONValue) -> String {
    switch violation.rule {
    case .enumeration, .constant, .minimum, .maximum, .exclusiveMinimum, .exclusiveMaximum: break
    default: return ""
    }
    switch violation.path.value(in: whole) {
    case .number(let number): return ", not \(Arguments.shown(number))"
    case .string(let text): return ", not \"\(text.count <= 40 ? text : text.prefix(40) + "...")\""
    default: return ""
    }
  }

  private static func unknown(_ name: String, known: [String], in place: String, _ noun: String) -> String {
    let nearest = Spelling.nearest(to: name, among: known)
    let hint = nearest.map { "did you mean `\($0)`?" } ?? "known are \(known.joined(separator: ", "))."
    return "\(noun) `\(joined(place, name))` is unknown; \(hint)"
  }

  private static func complaint(_ rule: Violation.Rule) -> String {
    switch rule {
    case .type([.integer], .number): "must be a whole number, without a fraction"
    case .type(let expected, let found):
      "must be \(expected.map(article).joined(separator: " or ")), not \(article(found))"
    case .enumeration(let values): "must be one of \(values.map(text).joined(separator: ", "))"
    case .constant(let value): "must be \(text(value))"
    case .minimum(let bound): "must be at least \(bound.lexeme)"
    case .maximum(let bound): "must be at most \(bound.lexeme)"
    case .exclusiveMinimum(let bound): "must be above \(bound.lexeme)"
    case .exclusiveMaximum(let bound): "must be below \(bound.lexeme)"
    case .minLength(let bound, let found): "has \(Grouped.count(Int64(found), "character")) and needs at least \(bound)"
    case .maxLength(let bound, let found):
      "has \(Grouped.count(Int64(found), "character")) and may have at most \(bound)"
    case .pattern(let pattern): "must match \(pattern)"
    case .minItems(let bound, let found): "has \(Grouped.count(Int64(found), "item")) and needs at least \(bound)"
    case .maxItems(let bound, let found): "has \(Grouped.count(Int64(found), "item")) and may have at most \(bound)"
    case .uniqueItems: "holds the same item twice"
    case .minProperties(let bound, _): "needs at least \(Grouped.count(Int64(bound), "member"))"
    case .maxProperties(let bound, _): "may have at most \(Grouped.count(Int64(bound), "member"))"
    case .propertyName(let name, _): "may not have a member \"\(name)\""
    case .never, .not, .anyOf, .oneOf, .required, .unknownProperty: "does not fit"
    }
  }

  private static func article(_ type: JSONType) -> String {
    switch type {
    case .array: "a list"
    case .boolean: "true or false"
    case .integer: "a whole number"
    case .null: "null"
    case .number: "a number"
    case .object: "an object"
    case .string: "a text"
    }
  }

  private static func text(_ value: JSONValue) -> String { value.string ?? JSONWriter.string(value) }

  private static func joined(_ place: String, _ name: String) -> String {
    place.isEmpty ? name : "\(place).\(name)"
  }
}
