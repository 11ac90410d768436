import Service

/// The files of hosts' configurations in the outside world.
struct SetupFiles {
  let host: Host

  /// Returns what a file holds, or nil where there is none.
  ///
  /// - Throws: ``CommandFailure`` for what cannot be changed, before anything is.
  func read(_ path: String) throws(CommandFailure) -> [UInt8]? {
    switch host.fileKind(path) {
    case .nothing:
      guard !host.isLink(path) else { throw fault("\(path) is a symbolic link that leads nowhere; make or remove it") }
      return nil
    case .folder: throw fault("\(path) is a folder, where a file should be; move it away")
    case .special: throw fault("\(path) is no plain file")
    case .fileOfAnother: throw fault("\(path) belongs to another user; run this command as that user")
    case .file:
      guard let bytes = host.readFile(path) else { throw fault("\(path) cannot be read; look at its permissions") }
      return bytes
    }
  }

  /// Refuses where the folder of a file cannot be written.
  func checkFolder(of path: String) throws(CommandFailure) {
    let folder = folder(of: host.realPath(path) ?? path)
    guard host.canWrite(folder) else {
      throw fault("\(folder) cannot be written, so \(path) stays as it is; look at the folder's permissions")
    }
  }

  /// Returns the backups of a file, the newest first.
  func backups(of path: String) -> [String] {
    let folder = folder(of: path)
    let start = path.dropFirst(folder.count + 1) + Self.ending
    let numbers = (host.listFolder(folder) ?? []).filter { $0.hasPrefix(start) }.compactMap { name in
      name.count == start.count ? 1 : Int(name.dropFirst(start.count + 1))
    }
    return numbers.sorted(by: >).map { backup(of: path, $0) }
  }

  private static let ending = ".token-ledger-backup"

  private func backup(of path: String, _ number: Int) -> String {
    path + Self.ending + (number == 1 ? "" : "-\(number)")
  }

  /// Writes a change, and keeps what was there unless a backup has all that is left of it.
  ///
  /// - Returns: What to tell of it, in lines.
  func write(_ change: SetupChange) throws(CommandFailure) -> [String] {
    guard try read(change.path) == change.old else {
      throw fault("\(change.path) was changed meanwhile by another program and stays as it is; run this again")
    }
    do throws(OutsideFault) {
      let kept = backups(of: change.path).filter { change.new != nil && host.readFile($0) == change.new }
      var lines: [String] = []
      if let old = change.old, change.needsBackup ?? kept.isEmpty {
        let backup = backup(of: change.path, number(of: backups(of: change.path).first, of: change.path) + 1)
        // A new file is its owner's alone, whoever may read the one that it is a copy of.
        try host.replaceFile(backup, old)
        lines.append("Kept the former file as \(backup).")
      }
      guard let new = change.new else {
        try host.removeFile(change.path)
        for backup in change.idleBackups { try host.removeFile(backup) }
        return lines + ["Removed \(change.path), in which nothing else was."]
      }
      try host.replaceFile(change.path, new)
      for backup in kept + change.idleBackups { try host.removeFile(backup) }
      return lines + ["Wrote \(change.path)\(kept.isEmpty ? "" : ", which is as it was before")."]
    } catch {
      throw fault("\(change.path) cannot be written: \(error.reason)")
    }
  }

  private func number(of backup: String?, of path: String) -> Int {
    guard let backup else { return 0 }
    return Int(backup.dropFirst((path + Self.ending).count + 1)) ?? 1
  }

  private func folder(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
  }

  private func fault(_ message: String) -> CommandFailure { CommandFailure(status: .inputOutput, message: message) }
}

/// A file before and after.
struct SetupChange {
  let path: String
  /// What it holds; nil where there is none.
  let old: [UInt8]?
  /// What it is to hold; nil where it goes.
  let new: [UInt8]?
  /// Whether what it holds would be lost; nil where that is for the backups to say.
  var needsBackup: Bool?
  /// Backups that differ from what it is to hold by nothing but what setup makes.
  var idleBackups: [String] = []
  /// Somebody else's status line that ours replaces, as it is written.
  var replacedStatusLine: String?

  /// The path and what changes, as `diff -u` shows it.
  var lines: [String] {
    ["--- " + (old == nil ? "/dev/null" : path), "+++ " + (new == nil ? "/dev/null" : path)]
      + UnifiedDiff.lines(from: old ?? [], to: new ?? [])
  }
}
