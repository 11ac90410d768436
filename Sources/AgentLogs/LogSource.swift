package import JSON
package import SQLite

/// A program whose logs tell of calls.
///
/// A program that writes files of several forms is several sources of one name.
package protocol LogSource: Sendable {
  /// The name of the program as records, options and settings have it, such as `claude-code`.
  var name: String { get }
  /// Returns the folders, or single files, in which its logs are, whether they are there or not.
  func roots(of home: LogHome) -> [String]
  /// Returns whether a file is one of its logs.
  ///
  /// - Parameter path: The way from a root to the file, without a slash at its front; empty where the root is a file.
  func isLog(_ path: String) -> Bool
  /// Returns whether there may be logs in a folder; what is in others is not looked at.
  ///
  /// - Parameter path: The way from a root to the folder, without a slash at its front or end.
  func mayHoldLogs(_ path: String) -> Bool
  /// The form of its logs.
  var form: LogForm { get }
}

extension LogSource {
  package func mayHoldLogs(_ path: String) -> Bool { true }
}

/// The form of a source's logs, and the source by what it does with them.
///
/// To ask a value for its protocol takes a tenth of a millisecond the first time, and there are many sources.
package enum LogForm {
  /// Files that grow by whole lines.
  case lines(any LineSource)
  /// Files that are written again as a whole.
  case document(any DocumentSource)
  /// Databases of SQLite.
  case database(any DatabaseSource)

  /// Whether the logs are databases.
  var isDatabase: Bool { if case .database = self { true } else { false } }
  /// Whether the logs are files of lines.
  var isLines: Bool { if case .lines = self { true } else { false } }
}

/// A source whose logs are files that grow by whole lines.
package protocol LineSource: LogSource {
  /// Reads one file.
  associatedtype Reader: LineReader
  /// Texts of which a line must hold one to matter at all; it is looked for before anything is parsed.
  var marks: [StaticString] { get }
  /// Returns the reader of a file, as it was after the lines that are read already.
  ///
  /// - Parameters:
  ///   - memory: What ``LineReader/memory`` was then; empty before the first line.
  ///   - others: All files of the source, this one among them.
  func reader(of file: LogFile, memory: JSONObject, among others: LogFiles) -> Reader
}

/// Reads the lines of one file, in their order.
package protocol LineReader {
  /// What must be known to go on with the lines that are written later, within some 4 KB.
  var memory: JSONObject { get }
  /// Reads a line, without its line feed, that holds one of the source's marks.
  mutating func read(_ line: UnsafeRawBufferPointer, into findings: inout LogFindings)
  /// Hands over what was kept back to be joined with lines that follow; called after the last line that there is, and
  /// again after others were read.
  mutating func finish(into findings: inout LogFindings)
}

extension LineSource {
  package var form: LogForm { .lines(self) }
}

extension LineReader {
  package mutating func finish(into findings: inout LogFindings) {}
}

/// A source whose logs are files that are written again as a whole.
package protocol DocumentSource: LogSource {
  /// Reads a whole file.
  func read(_ document: UnsafeRawBufferPointer, of file: LogFile, into findings: inout LogFindings)
}

extension DocumentSource {
  package var form: LogForm { .document(self) }
}

/// A source whose logs are databases of SQLite.
package protocol DatabaseSource: LogSource {
  /// Whether its calls are what has grown since the last time, so that they count only together with the memory.
  var tellsGrowth: Bool { get }
  /// Reads the rows that are new since the last time, or changed.
  ///
  /// - Parameters:
  ///   - database: Open for reading only, inside one transaction.
  ///   - memory: What was left here the last time; empty the first time.
  func read(
    _ database: Connection, of file: LogFile, memory: inout JSONObject, into findings: inout LogFindings
  ) throws(SQLiteError)
}

extension DatabaseSource {
  package var form: LogForm { .database(self) }
  package var tellsGrowth: Bool { false }
}
