import JSON
import JSONSchema
import MCP
import Service

/// The calls that the argument `calls` lists.
struct CallList {
  /// The calls in order.
  let drafts: [UsageDraft]

  /// Reads the list; nil when there is none.
  ///
  /// - Throws: ``ToolFailure`` for the first call that its schema refuses, or for a member next to the list.
  init?(_ arguments: Arguments, _ service: LedgerService) throws {
    guard let list = arguments[.calls]?.array else { return nil }
    let shared = try Self.shared(arguments.object)
    drafts = try list.enumerated().map { index, call in
      do {
        return try UsageDraft(try Self.read(call, shared, service), service)
      } catch let error as any Worded {
        throw RecordArgumentError.call(index: index, reason: error)
      }
    }
  }

  private static let dimensions = names(.userID, .sessionID, .projectID, .agent, .mode, .operation)
  /// What says nothing of a single call.
  private static let besides = names(.calls, .include)

  private static func names(_ names: ArgumentName...) -> Set<String> { Set(names.map(\.rawValue)) }

  /// The dimensions that hold for each call that names none of its own. False and zero say nothing.
  private static func shared(_ object: JSONObject) throws -> JSONObject {
    var shared = JSONObject()
    for (name, value) in object where !besides.contains(name) && !isImplied(name, value) {
      guard dimensions.contains(name) else { throw RecordArgumentError.memberOfEachCall(name) }
      shared.append(name, value)
    }
    return shared
  }

  /// Whether a member says of all calls what holds for them anyway: the words of an enumeration cannot be left blank.
  private static func isImplied(_ name: String, _ value: JSONValue) -> Bool {
    value == false || value == 0 || name == ArgumentName.status.rawValue && value == "complete"
  }

  private static func read(_ call: JSONValue, _ shared: JSONObject, _ service: LedgerService) throws -> Arguments {
    let mended = declaration.mended(call)
    let violations = declaration.violations(in: mended)
    guard violations.isEmpty, var object = mended.object else {
      throw ToolFailure(message: ViolationSentences.message(violations, mended, declaration))
    }
    for (name, value) in shared where object[name] == nil { object.append(name, value) }
    return try Arguments(object, of: service.identity)
  }

  /// The tool's declaration without what a call of a list cannot have.
  private static let declaration: ToolDeclaration = {
    let whole = LedgerServer.declaration(of: RecordUsage.name)
    var json = whole.json
    (json["bounds"], json["zeros"]) = (.object(whole.bounds), .object(whole.zeros))
    var input = json["inputSchema"]?.object ?? JSONObject()
    var members = input["properties"]?.object ?? JSONObject()
    for name in besides { members[name] = nil }
    input["properties"] = .object(members)
    json["inputSchema"] = .object(input)
    do {
      return try ToolDeclaration(json)
    } catch {
      preconditionFailure("the schema of one call is faulty: \(error)")
    }
  }()
}
