import Server
import Service

/// What `setup` is to do: which files change, and how.
struct SetupPlan {
  let program: HostProgram
  let files: [SetupFile]
  private let words: SetupWords
  private let outside: SetupFiles

  /// Looks at the host and at this program.
  ///
  /// - Throws: ``CommandFailure`` for a host that is not known or has no such part.
  init(_ options: Options, _ host: Host) throws(CommandFailure) {
    words = options.setup
    outside = SetupFiles(host: host)
    let program = try Self.program(options, host)
    self.program = program
    let command = try ProgramCommand(host)
    let extra = Self.extraWords(options, host)
    let server = ServerSetup(
      wanted: ServerEntry(name: Product.name, command: command.path, arguments: ["serve"] + extra),
      isOurs: command.isThis)
    let parts = words.parts(of: program)
    func file(_ path: String, _ parts: [SetupPart]) -> SetupFile {
      SetupFile(
        path: path, format: program.format, parts: parts, server: server,
        hook: [command.path, "guard", "claude-code"] + extra, statusLine: [command.path, "statusline"] + extra)
    }
    let isProject = words.scope == .project
    let main = isProject ? program.projectFile ?? program.userFile : program.userFile
    let settings = HostProgram.claudeSettings(of: host)[isProject ? 1 : 0]
    var other = file(settings, parts.filter { $0 != .server })
    // The hooks and the status line ask the same ledger as the server.
    if !words.isRemoving, program.word == HostProgram.claudeCodeWord { other.followed = [.hooks, .statusLine] }
    files = [file(main, parts.filter { $0 == .server }), other].filter { !$0.parts.isEmpty || !$0.followed.isEmpty }
  }

  private static func program(_ options: Options, _ host: Host) throws(CommandFailure) -> HostProgram {
    let all = HostProgram.all(of: host)
    let word = options.operands.first ?? ""
    guard let program = all.first(where: { $0.word == word }) else {
      let nearest = Spelling.nearest(to: word, among: all.map(\.word)).map { "; did you mean \"\($0)\"?" }
      let known = all.map(\.word).joined(separator: ", ")
      throw CommandFailure(
        status: .usage, message: "unknown host \"\(word)\"\(nearest ?? "; setup knows \(known)")")
    }
    if let part = options.setup.named.first, program.word != HostProgram.claudeCodeWord {
      let option = part == .hooks ? "--hooks" : "--statusline"
      throw CommandFailure(status: .usage, message: "\(option) is for claude-code; \(program.name) has nothing like it")
    }
    if options.setup.scope == .project, program.projectFile == nil {
      throw CommandFailure(
        status: .usage, message: "\(program.name) has no configuration of a project; leave out --scope project")
    }
    return program
  }

  /// What the program must be told besides, as hosts pass little of the environment.
  private static func extraWords(_ options: Options, _ host: Host) -> [String] {
    var bare = host
    bare.environment = [:]
    let chosen = options.dataFolder ?? host.environment[SettingList.dataFolder.name].flatMap { $0.isEmpty ? nil : $0 }
    let folder = DataFolder.path(chosen, host)
    let usual = DataFolder.path(nil, bare)
    return (folder == usual ? [] : ["--data-dir", folder])
      + (options.environmentFile.map { ["--env-file", DataFolder.path($0, host)] } ?? [])
  }

  /// Returns what changes; nothing where all is as it should be.
  ///
  /// - Throws: ``CommandFailure`` for a file that cannot be read or changed.
  func changes() throws(CommandFailure) -> [SetupChange] {
    var changes: [SetupChange] = []
    for file in files {
      guard let change = try change(of: file) else { continue }
      try outside.checkFolder(of: file.path)
      changes.append(change)
    }
    return changes
  }

  private func change(of file: SetupFile) throws(CommandFailure) -> SetupChange? {
    let old = try bytes(of: file)
    if old == nil, file.parts.isEmpty { return nil }
    do throws(HostFileError) {
      if words.isRemoving {
        guard let old else { return nil }
        return try removal(from: file, old)
      }
      let new = try file.set(old ?? [], only: file.parts)
      guard new != old else { return nil }
      // What was put there must be what is read from it.
      guard try file.found(in: new) == file.parts else {
        throw HostFileError.otherShape(name: "", wanted: "a configuration that setup knows how to change")
      }
      var change = SetupChange(path: file.path, old: old, new: new)
      if file.parts.contains(.statusLine), let old {
        change.replacedStatusLine = try ClaudeSettings(old).otherStatusLine
      }
      return change
    } catch {
      if file.parts.isEmpty { return nil }
      throw CommandFailure(
        status: .badData, message: "\(file.path) \(error.sentence); it stays as it is")
    }
  }

  private func removal(from file: SetupFile, _ old: [UInt8]) throws(HostFileError) -> SetupChange? {
    let backups = outside.backups(of: file.path).compactMap { path in
      outside.host.readFile(path).map { (path: path, bytes: $0) }
    }
    let new = try file.undone(old, backups: backups.map(\.bytes))
    guard new != old else { return nil }
    var change = SetupChange(path: file.path, old: old, new: new)
    change.needsBackup = !file.isMade(old, of: new ?? [])
    change.idleBackups = backups.filter { file.isMade($0.bytes, of: new ?? []) }.map(\.path)
    return change
  }

  /// A file that nobody has asked to change is no trouble, whatever it is.
  private func bytes(of file: SetupFile) throws(CommandFailure) -> [UInt8]? {
    if file.parts.isEmpty, outside.host.fileKind(file.path) != .file { return nil }
    return try outside.read(file.path)
  }

  /// What a person should know before answering.
  ///
  /// - Throws: ``CommandFailure`` for a file that cannot be read any more.
  func notes(on changes: [SetupChange]) throws(CommandFailure) -> [String] {
    let host = outside.host
    var notes: [String] = []
    for file in files { notes += try others(in: file) }
    notes += changes.compactMap(\.replacedStatusLine).map { "This replaces your present status line: \($0)" }
    if !changes.isEmpty, !words.isRemoving, words.scope == .user, host.permissions(program.folder) == nil {
      notes.append("\(program.name) seems not to be installed, as there is no folder \(program.folder).")
    }
    return notes
  }

  /// What starts the program too and is nobody's but the user's.
  private func others(in file: SetupFile) throws(CommandFailure) -> [String] {
    guard let bytes = try bytes(of: file) else { return [] }
    do throws(HostFileError) {
      return try file.others(in: bytes).map { "\($0) \(Product.name) too, and stays as it is." }
    } catch {
      return []
    }
  }
}
