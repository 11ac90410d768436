import JSON
import JSONSchema
import MCP
import Service

/// The calls that the argument `calls` lists, each as arguments of its own.
struct CallList {
  /// The calls in order.
  let calls: [Arguments]

  /// Reads the list; nil when there is none.
  ///
  /// - Throws: ``ToolFailure`` for the first call that its schema refuses, or for a member next to the list.
  init?(_ arguments: Arguments, _ service: LedgerService) throws {
    guard let list = arguments[.calls]?.array else { return nil }
    let shared = try Self.shared(arguments.object)
    calls = try list.enumerated().map { index, call in
      try Self.naming(index) { try Self.read(call, shared, service) }
    }
  }

  /// Runs `body`, whose failure then says which call it is about.
  static func naming<Result>(_ index: Int, _ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch let failure as any Worded {
      throw ToolFailure(message: "`calls.\(index)`: \(failure.sentence) Nothing was recorded.")
    }
  }

  private static let dimensions = ["user_id", "session_id", "project_id", "agent", "mode", "operation"]
  /// What says nothing of a single call.
  private static let besides: Set<String> = ["calls", "include"]

  /// The dimensions that hold for each call that names none of its own. False and zero say nothing.
  private static func shared(_ object: JSONObject) throws -> JSONObject {
    var shared = JSONObject()
    for (name, value) in object where !besides.contains(name) && !isImplied(name, value) {
      guard dimensions.contains(name) else {
        throw ToolFailure(
          message:
            "`\(name)` cannot be given together with `calls`; only dimensions such as session_id can. Put it into each call."
        )
      }
      shared.append(name, value)
    }
    return shared
  }

  /// Whether a member says of all calls what holds for them anyway: the words of an enumeration cannot be left blank.
  private static func isImplied(_ name: String, _ value: JSONValue) -> Bool {
    value == false || value == 0 || name == "status" && value == "complete"
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

extension UsageEntry {
  /// What was entered of each call of a list, all of which are read and checked before the first is entered.
  ///
  /// - Throws: ``ToolFailure``.
  static func enter(_ list: CallList, service: LedgerService) throws -> [Entered] {
    let entries = try list.calls.enumerated().map { index, call in
      try CallList.naming(index) { try UsageEntry(call, service: service) }
    }
    return try service.enteringAll(entries) { try $0.enter() }
  }
}
