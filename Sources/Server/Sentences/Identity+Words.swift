import JSON
import Ledger
import MCP
import Service

extension Identity {
  /// Refuses arguments that name another user, known to the ledger or not.
  ///
  /// An empty `user_id` names nobody, and neither does the word for an absent one.
  /// - Throws: ``ToolFailure``.
  func check(_ arguments: JSONObject) throws(ToolFailure) {
    guard let onlyUser, let named = arguments["user_id"]?.string, !named.isEmpty, named != Arguments.absent
    else { return }
    guard !named.hasSameScalars(as: onlyUser) else { return }
    throw ToolFailure(message: Self.refusal(onlyUser))
  }

  /// What a model should know of it; nil for an administrator.
  var instruction: String? {
    onlyUser.map { " This server sees and records only the usage of \"\($0)\", whatever the arguments say." }
  }

  /// What a caller is told who names another user.
  static func refusal(_ onlyUser: String) -> String {
    "Argument `user_id`: this server sees and records only the usage of \"\(onlyUser)\". Leave `user_id` out."
  }
}
