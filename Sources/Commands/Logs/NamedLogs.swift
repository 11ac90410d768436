import AgentLogs

/// Logs that a person names.
enum NamedLogs {
  /// Returns the file at a path, or those below a folder, each with the form of a source that reads it.
  static func files(at path: String, of sources: [any LogSource]) -> [(any LogSource, [LogFile])] {
    if let source = sources.first(where: { $0.isLog(path) }) ?? sources.first,
      let file = LogFinder.file(at: path, of: source)
    {
      return [(source, [file])]
    }
    return sources.compactMap { source in
      let files = LogFinder(source, below: path).files
      return files.isEmpty ? nil : (source, files)
    }
  }
}
