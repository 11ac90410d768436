/// A file as the system knows it.
package struct FileFacts: Sendable, Hashable {
  /// The numbers by which the system knows it, whatever it is called.
  package let device: Int64
  package let inode: Int64
  /// Its length in bytes.
  package let size: Int64
  /// When it was last written, in nanoseconds since 1970.
  package let modifiedNanoseconds: Int64

  init(_ status: stat) {
    device = Int64(truncatingIfNeeded: status.st_dev)
    inode = Int64(truncatingIfNeeded: status.st_ino)
    size = Int64(status.st_size)
    #if os(macOS)
      let time = status.st_mtimespec
    #else
      let time = status.st_mtim
    #endif
    modifiedNanoseconds = Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }

  /// Returns the facts of the file at a path, links followed; nil where there is no plain file.
  package static func of(_ path: String) -> FileFacts? {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    return FileFacts(status)
  }

  /// Returns the facts of an open file; nil where it is no plain file.
  package static func of(descriptor: Int32) -> FileFacts? {
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    return FileFacts(status)
  }
}

/// The files below a folder.
package enum FolderWalk {
  /// How deep folders may lie in each other.
  private static let deepest = 16

  /// Hands each plain file below `folder` to `body`, with the way to it from the folder.
  ///
  /// Links to files are followed, links to folders are not: a circle of them would have no end. A folder that cannot
  /// be read is handed to `fault`; where there is none, there is nothing.
  package static func files(
    below folder: String, wanted: (String) -> Bool, fault: (String, SystemError) -> Void,
    _ body: (String, FileFacts) -> Void
  ) {
    walk(folder, "", 0, wanted, fault, body)
  }

  private static func walk(
    _ folder: String, _ prefix: String, _ depth: Int, _ wanted: (String) -> Bool,
    _ fault: (String, SystemError) -> Void, _ body: (String, FileFacts) -> Void
  ) {
    guard let entries = opendir(folder) else {
      if errno != ENOENT, errno != ENOTDIR { fault(folder, .last) }
      return
    }
    defer { closedir(entries) }
    let descriptor = dirfd(entries)
    while let entry = readdir(entries) {
      let name = Self.name(of: entry)
      guard name != ".", name != ".." else { continue }
      var status = stat()
      let type = entry.pointee.d_type
      if type == UInt8(DT_DIR) || isFolder(name, in: descriptor, type) {
        if depth < deepest { walk("\(folder)/\(name)", "\(prefix)\(name)/", depth + 1, wanted, fault, body) }
      } else if wanted(prefix + name), fstatat(descriptor, name, &status, 0) == 0, status.st_mode & S_IFMT == S_IFREG {
        body(prefix + name, FileFacts(status))
      }
    }
  }

  /// Some file systems do not say of what type an entry is.
  private static func isFolder(_ name: String, in descriptor: Int32, _ type: UInt8) -> Bool {
    var status = stat()
    return type == UInt8(DT_UNKNOWN) && fstatat(descriptor, name, &status, AT_SYMLINK_NOFOLLOW) == 0
      && status.st_mode & S_IFMT == S_IFDIR
  }

  private static func name(of entry: UnsafeMutablePointer<dirent>) -> String {
    withUnsafePointer(to: &entry.pointee.d_name) { pointer in
      pointer.withMemoryRebound(to: CChar.self, capacity: 1) { String(cString: $0) }
    }
  }
}
