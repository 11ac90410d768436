extension Migration {
  /// To which log the file belongs: ``LogBond`` says how it is kept.
  ///
  /// The order of the columns is part of it, as their bytes are looked for at the end of a page. A file that has not been
  /// written to yet names a log by chance, so that it differs from every other new file.
  static let logBond = Migration(version: 16, name: "the bond of file and log") {
    """
    CREATE TABLE log_bond (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      header BLOB NOT NULL CHECK (length(header) = 100),
      base BLOB NOT NULL CHECK (length(base) = 8),
      log BLOB NOT NULL CHECK (length(log) = 8)
    ) STRICT;

    INSERT INTO log_bond (id, header, base, log) VALUES (1, zeroblob(100), zeroblob(8), randomblob(8));
    """
  }
}
