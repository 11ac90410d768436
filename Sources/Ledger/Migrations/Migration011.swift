extension Migration {
  /// What several reports of one call said, kept with their record.
  ///
  /// `reports` is a JSON array of the reports that still matter, the best first; nil where the record's own columns
  /// are the only one.
  static let reports = Migration(version: 11, name: "reports of one call") {
    "ALTER TABLE record ADD COLUMN reports TEXT;"
  }
}
