/// Files and folders that are on the disk before anyone is told so.
package enum DurableFile {
  /// Brings what was written to a file onto the disk.
  package static func synchronize(_ descriptor: Int32) throws(SystemError) {
    #if os(macOS)
      // fsync leaves it in the drive's cache there; file systems without the command have only fsync (fsync(2)).
      if fcntl(descriptor, F_FULLFSYNC) == 0 { return }
    #endif
    guard fsync(descriptor) == 0 else { throw .last }
  }

  /// Brings the names in a folder onto the disk.
  package static func synchronizeNames(in folder: String) throws(SystemError) {
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .last }
    defer { close(descriptor) }
    try synchronize(descriptor)
  }

  /// Writes all of the bytes to an open file and brings them onto the disk.
  package static func write(_ bytes: [UInt8], to descriptor: Int32) throws(SystemError) {
    switch Descriptor.write(bytes, to: descriptor) {
    case .wrote: try synchronize(descriptor)
    case .readerGone: throw SystemError(EPIPE)
    case .failed(let error): throw error
    }
  }

  /// Brings all that was written to the file at a path onto the disk.
  package static func synchronize(path: String) throws(SystemError) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .last }
    defer { close(descriptor) }
    try synchronize(descriptor)
  }

  /// What happens to a file that is at the target already.
  package enum Placing: Sendable, Hashable {
    /// It is replaced.
    case replacing
    /// It stays, and `EEXIST` is thrown.
    case onlyWhereNothingIs
  }

  /// Moves a file to another name on the same disk, durable when it returns.
  package static func move(_ path: String, to target: String, _ placing: Placing = .replacing) throws(SystemError) {
    let isPlaced = placing == .replacing ? false : try linked(path, target)
    guard isPlaced || rename(path, target) == 0 else { throw .last }
    for folder in Set([path, target].map(folder(of:))) { try synchronizeNames(in: folder) }
  }

  /// Gives the file its new name in the place of the old one, unless something is there; false where the disk has no
  /// links, and nothing is there.
  private static func linked(_ path: String, _ target: String) throws(SystemError) -> Bool {
    if link(path, target) == 0 {
      unlink(path)
      return true
    }
    let error = SystemError.last
    guard [EPERM, ENOTSUP, ENOSYS].contains(error.number) else { throw error }
    guard access(target, F_OK) != 0 else { throw SystemError(EEXIST) }
    return false
  }

  /// The folder in which a file lies.
  package static func folder(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// Makes a durable copy of a file that its owner alone may read; a file that is there already is refused.
  package static func copy(_ source: String, to target: String) throws(SystemError) {
    let input = open(source, O_RDONLY | O_CLOEXEC)
    guard input >= 0 else { throw .last }
    defer { close(input) }
    let output = open(target, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard output >= 0 else { throw .last }
    defer { close(output) }
    var chunk = [UInt8](repeating: 0, count: 1 << 18)
    while true {
      let count = Descriptor.read(input, into: &chunk)
      guard count >= 0 else { throw .last }
      guard count > 0 else { break }
      if case .failed(let error) = Descriptor.write(Array(chunk[..<count]), to: output) { throw error }
    }
    try synchronize(output)
  }
}
