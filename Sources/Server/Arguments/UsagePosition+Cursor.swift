import JSON
import Ledger
import Service

// The position as the opaque text that a caller hands back with the same question.
extension UsagePosition {
  /// Returns the cursor's text for the question that `arguments` ask.
  func cursor(for arguments: Arguments) -> String {
    let digest = Self.digest(arguments)
    switch self {
    case .groups(let count): return "g.\(count).\(digest)"
    case .records(let milliseconds, let id): return "r.\(milliseconds).\(id).\(digest)"
    }
  }

  /// Reads the cursor that the arguments hold; nil without one.
  ///
  /// - Throws: ``ArgumentError/foreignCursor``.
  init?(_ arguments: Arguments) throws {
    guard let text = try arguments.text(.cursor, longest: 512) else { return nil }
    let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard parts.last == Self.digest(arguments), let position = Self(parts) else {
      throw ArgumentError.foreignCursor
    }
    self = position
  }

  private init?(_ parts: [String]) {
    switch (parts.first, parts.count) {
    case ("g", 3):
      guard let count = Int(parts[1]), count >= 0 else { return nil }
      self = .groups(count)
    case ("r", 4):
      guard let milliseconds = Int64(parts[1]), let id = RecordID(parts[2]) else { return nil }
      self = .records(milliseconds: milliseconds, id)
    default: return nil
    }
  }

  /// A short fingerprint of a question, the cursor aside.
  private static func digest(_ arguments: Arguments) -> String {
    var question = JSONObject()
    for (name, value) in arguments.object.sorted(by: { $0.0 < $1.0 }) where name != ArgumentName.cursor.rawValue {
      question.append(name, value)
    }
    return Fingerprint.text(of: JSONWriter.bytes(.object(question)))
  }
}
