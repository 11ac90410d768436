extension Migration {
  /// How often the usage of each user has changed, by which a server of one user tells their changes from others'.
  ///
  /// Users without a row have no change since this format.
  static let changesOfUsers = Migration(version: 3, name: "changes of users") {
    """
    CREATE TABLE user_change (
      user_id INTEGER PRIMARY KEY,
      changes INTEGER NOT NULL
    ) STRICT;
    """
  }
}
