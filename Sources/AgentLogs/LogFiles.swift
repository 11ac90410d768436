import Synchronization

/// All files of one source that were found in one run.
package final class LogFiles: Sendable {
  /// The files.
  package let files: [LogFile]
  private let paths = Mutex<[String: [String]]?>(nil)
  private let knowledge = Mutex<(any AnyObject & Sendable)?>(nil)

  /// Creates the set of `files`.
  package init(_ files: [LogFile]) { self.files = files }

  /// Returns the paths of the files of a session.
  ///
  /// - Parameter session: Returns the session whose file this is; asked once for each file, when it is first needed.
  package func paths(ofSession id: String, by session: (LogFile) -> String?) -> [String] {
    paths.withLock { paths in
      if let paths { return paths[id] ?? [] }
      var found: [String: [String]] = [:]
      for file in files { if let id = session(file) { found[id, default: []].append(file.path) } }
      paths = found
      return found[id] ?? []
    }
  }

  /// Returns what the source has learned of all files, which begins to be learned when it is first asked for in a run.
  package func learned<Knowledge: AnyObject & Sendable>(_ learn: () -> Knowledge) -> Knowledge {
    knowledge.withLock { knowledge in
      if let known = knowledge as? Knowledge { return known }
      let learned = learn()
      knowledge = learned
      return learned
    }
  }
}
