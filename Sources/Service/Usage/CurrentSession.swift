import AgentLogs
import CivilTime
package import Ledger

/// The session in which the asker is, and how that is known.
package struct CurrentSession: Sendable, Hashable {
  /// How it is known.
  package enum Proof: Sendable, Hashable {
    /// The host names it to the programs that it starts, by this variable.
    case variable(String)
    /// It is the newest, or the only one lately, of a program that works in the same project.
    case newest(source: String, project: String)
  }

  /// Its name.
  package let name: String
  /// How it is known.
  package let proof: Proof
}

/// Why it cannot be said which session is the asker's.
package struct CurrentSessionError: Error, Sendable, Hashable {
  /// The sessions that it may be, the newest first.
  package let candidates: [RecentSession]
  /// The project in which the asker works.
  package let project: String
}

/// Where the one who asks is, as far as the process knows.
package struct AskerPlace: Sendable, Hashable {
  /// What a filter by session says to mean the asker's own.
  package static let word = "current"
  /// The variables by which hosts name their session to the programs that they start.
  package static let variables = [
    "CLAUDE_CODE_SESSION_ID", "CLAUDE_SESSION_ID", "CODEX_THREAD_ID", "CODEX_SESSION_ID", "GEMINI_SESSION_ID",
    "OPENCODE_SESSION_ID", "TOKEN_LEDGER_SESSION",
  ]

  /// The variable that names a session, and the name.
  package var named: (variable: String, session: String)? {
    variable.flatMap { variable in session.map { (variable, $0) } }
  }
  /// The folder in which the process was started.
  package let folder: String
  private let variable: String?
  private let session: String?

  /// Creates the place of an asker.
  package init(environment: [String: String], folder: String) {
    self.folder = folder
    variable = Self.variables.first { environment[$0].map { !$0.allSatisfy(\.isWhitespace) } ?? false }
    session = variable.flatMap { environment[$0] }
  }
}

extension LedgerService {
  /// How long ago the newest call of a session may be that is taken for the asker's, in milliseconds: half a day.
  private static let currentMilliseconds: Int64 = 43_200_000
  /// By how much the newest session must be ahead of others to be taken for the asker's, in milliseconds: ten minutes.
  private static let leadMilliseconds: Int64 = 600_000

  /// Returns the asker's session.
  ///
  /// - Throws: ``CurrentSessionError`` where it cannot be known, ``LedgerError``.
  package func currentSession() throws -> CurrentSession {
    if let (variable, name) = settings.place.named { return CurrentSession(name: name, proof: .variable(variable)) }
    let project = ProjectNames().project(of: settings.place.folder)
    let lately = try ledger.recentSessions(
      ofUser: settings.userName, since: now().adding(milliseconds: 0 - Self.currentMilliseconds),
      sources: LogSources.names, limit: 200)
    let near = lately.filter { $0.project == project }
    guard let newest = near.first, near.dropFirst().allSatisfy({ isBehind($0, newest) }) else {
      throw CurrentSessionError(candidates: Array((near.isEmpty ? lately : near).prefix(5)), project: project)
    }
    return CurrentSession(name: newest.name, proof: .newest(source: newest.source, project: project))
  }

  private func isBehind(_ session: RecentSession, _ newest: RecentSession) -> Bool {
    session.last.adding(milliseconds: Self.leadMilliseconds) < newest.last
  }
}
