import CivilTime
import Ledger
import Service

extension CurrentSession {
  /// How it is known that this is the asker's session.
  var sentence: String {
    switch proof {
    case .variable(let variable): "The session is the one that \(variable) names."
    case .newest(let source, let project):
      "The session is the newest of \(source) in the project \(project); name another by its id."
    }
  }
}

extension CurrentSessionError: Worded {
  package var sentence: String {
    guard !candidates.isEmpty else {
      return """
        Which session is the current one cannot be known: no agent has logged a call in the last 12 hours, and no \
        variable of the host names the session. Pass its id as `session_id`, or ask with group_by session_id.
        """
    }
    let list = candidates.map { "\($0.name) (\($0.source), \(place($0)), last call \($0.last.rfc3339(in: .utc)))" }
    return "Which session is the current one cannot be known. Pass one of these as `session_id`: "
      + list.joined(separator: "; ") + "."
  }

  private func place(_ session: RecentSession) -> String {
    session.project.isEmpty ? "no project" : "project \(session.project)"
  }
}
