import Service

extension Identity {
  /// What a model should know of it; nil for an administrator.
  var instruction: String? {
    onlyUser.map { " This server sees and records only the usage of \"\($0)\", whatever the arguments say." }
  }

  /// What a caller is told who names another user.
  static func refusal(_ onlyUser: String) -> String {
    "Argument `user_id`: this server sees and records only the usage of \"\(onlyUser)\". Leave `user_id` out."
  }
}
