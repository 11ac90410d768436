import JSON
import SQLite

/// What a database of OpenCode says of its sessions.
struct OpenCodeSessions {
  /// A session.
  struct Session {
    let parent: String?
    let folder: String?
    let forkedFrom: String?
    fileprivate let boundary: JSONObject?
  }

  private static let columns = ["id", "parent_id", "directory", "fork_session_id", "fork_boundary"]
  private var sessions: [String: Session] = [:]
  /// The place in its parent up to which each fork was copied, and whether that place was too.
  private var ends: [String: (seq: Int64, isCopied: Bool)] = [:]

  /// Reads the sessions, and where forks begin.
  init(_ database: Connection) throws(SQLiteError) {
    for name in ["session_v2", "session"] {
      guard let table = try LogTable(name, in: database, with: ["id"]) else { continue }
      try table.forEach(in: database, Self.columns) { row throws(SQLiteError) in
        guard let id = row.text("id"), sessions[id] == nil else { return }
        sessions[id] = Session(
          parent: row.text("parent_id"), folder: row.text("directory"), forkedFrom: row.text("fork_session_id"),
          boundary: row.object("fork_boundary", keeping: JSONProjection("type", "messageID")))
      }
    }
    try findEnds(in: database)
  }

  private mutating func findEnds(in database: Connection) throws(SQLiteError) {
    let needed = ["id", "session_id", "seq"]
    guard let messages = try LogTable("session_message", in: database, with: needed) else { return }
    for (id, session) in sessions {
      guard let parent = session.forkedFrom, sessions[parent] != nil, let message = session.boundary?.text("messageID")
      else { continue }
      try messages.forEach(in: database, ["seq"], where: "id = ? AND session_id = ?", [.text(message), .text(parent)]) {
        row throws(SQLiteError) in
        if let seq = row.integer("seq") { ends[id] = (seq, session.boundary?.text("type") == "through") }
      }
    }
  }

  /// The session, where the database has it.
  subscript(_ id: String) -> Session? { sessions[id] }

  /// Returns the session that started the one that started this one, and so on up.
  func root(of id: String) -> String {
    var id = id
    // A circle would have no end.
    for _ in 0..<32 {
      guard let parent = sessions[id]?.parent else { return id }
      id = parent
    }
    return id
  }

  /// Returns whether a row of a session was copied from the one that it was forked from.
  ///
  /// A fork's own rows follow the last one that was copied, so that its first one may have the boundary's place.
  func isCopied(seq: Int64?, of id: String) -> Bool {
    guard let seq, let end = ends[id] else { return false }
    return seq < end.seq || seq == end.seq && end.isCopied
  }
}
