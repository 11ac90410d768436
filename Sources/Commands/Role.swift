/// Whose usage a program that a host starts may see and record.
enum Role {
  /// The longest name of a user, in characters, as in `user_id`.
  static let longestName = 256

  /// Returns whether a text can be a user's name.
  static func isName(_ text: String) -> Bool { text.contains { !$0.isWhitespace } && text.count <= longestName }

  /// Returns the only user whose usage may be seen, or nil where all may.
  ///
  /// `--user` and `--admin` win over the setting.
  /// - Throws: ``CommandFailure`` when both are given, or for a name that can be none.
  static func onlyUser(_ options: Options, _ sources: SettingSources) throws -> String? {
    switch (options.onlyUser, options.isAdmin) {
    case (.some, true):
      throw CommandFailure(status: .usage, message: "--user and --admin exclude each other; give one of them")
    case (let user?, false): return user
    case (nil, true): return nil
    case (nil, false): return try onlyUser(sources)
    }
  }

  /// Returns the only user that the setting names, or nil where it is not made.
  ///
  /// - Throws: ``CommandFailure`` for a name that can be none, a blank one too: a variable that was not filled in must
  ///   not show a user the usage of all.
  static func onlyUser(_ sources: SettingSources) throws -> String? {
    guard let made = sources.named(SettingList.user) else { return nil }
    guard isName(made.text) else { throw made.fault(wanted: "a name of at most \(longestName) characters") }
    return made.text
  }
}
