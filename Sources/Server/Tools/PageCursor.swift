import JSON
import Ledger
import MCP
import Service

/// Where a page ended, as the opaque text that a caller hands back with the same question.
enum PageCursor: Equatable {
  /// Behind that many groups.
  case groups(Int)
  /// Behind the record of that time and id; its place in the file would tell how much others have recorded.
  case records(milliseconds: Int64, RecordID)

  /// Returns the cursor's text for the question that `arguments` ask.
  func text(for arguments: Arguments) -> String {
    let digest = Self.digest(arguments)
    switch self {
    case .groups(let offset): return "g.\(offset).\(digest)"
    case .records(let milliseconds, let id): return "r.\(milliseconds).\(id).\(digest)"
    }
  }

  /// Returns the cursor that the arguments hold, or nil without one.
  ///
  /// - Throws: ``ToolFailure`` for a text that is none of ours, or belongs to another question.
  init?(_ arguments: Arguments) throws {
    guard let text = try arguments.text(.cursor, longest: 512) else { return nil }
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    let failure = ToolFailure(
      message:
        "Argument `cursor` does not belong to this question. Give the next_cursor of an answer together with the same arguments, or leave it out for the first page."
    )
    guard parts.last.map(String.init) == Self.digest(arguments) else { throw failure }
    switch (parts.first, parts.count) {
    case ("g", 3):
      guard let offset = Int(parts[1]), offset >= 0 else { throw failure }
      self = .groups(offset)
    case ("r", 4):
      guard let milliseconds = Int64(parts[1]), let id = RecordID(String(parts[2])) else { throw failure }
      self = .records(milliseconds: milliseconds, id)
    default: throw failure
    }
  }

  /// A short fingerprint of a question, the cursor aside.
  private static func digest(_ arguments: Arguments) -> String {
    var question = JSONObject()
    for (name, value) in arguments.object.sorted(by: { $0.0 < $1.0 }) where name != "cursor" {
      question.append(name, value)
    }
    return Fingerprint.text(of: JSONWriter.bytes(.object(question)))
  }
}
