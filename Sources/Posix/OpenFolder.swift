/// A folder that is open for reading.
package struct OpenFolder: ~Copyable {
  private let descriptor: Int32

  /// Opens the folder at a path.
  package init(_ path: String) throws(SystemError) {
    descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .last }
  }

  deinit { close(descriptor) }

  /// The folder itself, whose time is that of its newest or last removed entry; nil where the system does not say.
  package var facts: FileFacts? {
    var status = stat()
    return fstat(descriptor, &status) == 0 ? FileFacts(status) : nil
  }

  /// Returns the facts of a file in it, links followed; nil where there is no plain file of that name.
  package func facts(of name: String) -> FileFacts? {
    var status = stat()
    guard fstatat(descriptor, name, &status, 0) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    return FileFacts(status)
  }

  /// Hands each entry to `body`, with whether it is a folder; links are none: a circle of them would have no end.
  package func forEach(_ body: (String, Bool) -> Void) throws(SystemError) {
    let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
    guard copy >= 0 else { throw .last }
    guard let entries = fdopendir(copy) else {
      let error = SystemError.last
      close(copy)
      throw error
    }
    // With it goes the copy.
    defer { closedir(entries) }
    while let entry = readdir(entries) {
      let name = Self.name(of: entry)
      let type = entry.pointee.d_type
      if name != ".", name != ".." { body(name, type == UInt8(DT_DIR) || isFolder(name, type)) }
    }
  }

  /// Some file systems do not say of what type an entry is.
  private func isFolder(_ name: String, _ type: UInt8) -> Bool {
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
