import Commands
import Posix
import Service

extension Files {
  /// Replaces what a file holds at once and durably, with its permissions and the links to it as they are.
  ///
  /// A file that is not there is made with its folders, for its owner alone.
  @Sendable static func replace(_ path: String, _ bytes: [UInt8]) throws(OutsideFault) {
    let target = realPath(path) ?? path
    makeFolders(above: target)
    let draft = "\(target).\(getpid()).tmp"
    unlink(draft)
    let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw OutsideFault(SystemError.last.text) }
    do throws(SystemError) {
      defer { close(descriptor) }
      var status = stat()
      if stat(target, &status) == 0 {
        // A group that the user is not in stays away; its permissions then are the user's own group's.
        _ = fchown(descriptor, uid_t.max, status.st_gid)
        guard fchmod(descriptor, status.st_mode & 0o7777) == 0 else { throw .last }
      }
      try DurableFile.write(bytes, to: descriptor)
      try DurableFile.move(draft, to: target)
    } catch {
      unlink(draft)
      throw OutsideFault(error.text)
    }
  }

  /// Returns what is at a path, links followed.
  @Sendable static func kind(_ path: String) -> FileKind {
    var status = stat()
    guard stat(path, &status) == 0 else { return .nothing }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return status.st_uid == geteuid() ? .file : .fileOfAnother
    case S_IFDIR: return .folder
    default: return .special
    }
  }

  /// Returns the absolute path without links of something that is there, or nil where nothing is.
  @Sendable static func realPath(_ path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }
}
