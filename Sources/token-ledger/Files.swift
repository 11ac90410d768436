import Posix
import Service

/// Reading and writing small files.
enum Files {
  /// The longest file that is read as a whole, in bytes.
  private static let longest = 256 << 20

  /// Returns the bytes of a file, or nil where there is none that can be read; a pipe is no file.
  @Sendable static func read(_ path: String) -> [UInt8]? {
    // Non-blocking: a pipe that nobody writes would be waited for.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, [S_IFREG, S_IFCHR].contains(status.st_mode & S_IFMT) else { return nil }
    return Descriptor.readAll(descriptor, limit: longest)
  }

  /// Returns whether a folder, or the nearest above it that exists, can be written.
  @Sendable static func canWrite(_ path: String) -> Bool {
    var path = path[...]
    while !path.isEmpty {
      if access(String(path), F_OK) == 0 { return access(String(path), W_OK | X_OK) == 0 }
      path = path[..<(path.lastIndex(of: "/") ?? path.startIndex)]
    }
    return access("/", W_OK) == 0
  }

  /// Returns the permission bits of a file or folder, or nil where there is nothing.
  @Sendable static func permissions(_ path: String) -> UInt16? {
    var status = stat()
    return stat(path, &status) == 0 ? UInt16(truncatingIfNeeded: status.st_mode) & 0o7777 : nil
  }

  /// Returns the names in a folder in order, or nil where there is none that can be read.
  @Sendable static func list(_ path: String) -> [String]? {
    guard let folder = opendir(path) else { return nil }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { tuple in
        tuple.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: tuple.pointee)) {
          String(cString: $0)
        }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// Writes a whole file next to its place and moves it there, so that a reader sees the old or the new one.
  @Sendable static func write(_ path: String, _ bytes: [UInt8]) throws(OutsideFault) {
    makeFolders(above: path)
    let draft = "\(path).\(getpid()).tmp"
    unlink(draft)
    let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw OutsideFault(SystemError.last.text) }
    do { try DurableFile.write(bytes, to: descriptor) } catch {
      close(descriptor)
      unlink(draft)
      throw OutsideFault(error.text)
    }
    close(descriptor)
    guard rename(draft, path) == 0 else { throw OutsideFault(SystemError.last.text) }
  }

  /// Moves a file to another path, in the place of what is there.
  @Sendable static func move(_ path: String, _ target: String) throws(OutsideFault) {
    guard rename(path, target) == 0 else { throw OutsideFault(SystemError.last.text) }
  }

  /// Removes a file.
  @Sendable static func remove(_ path: String) throws(OutsideFault) {
    guard unlink(path) == 0 else { throw OutsideFault(SystemError.last.text) }
  }

  /// Makes the folders in which a file is to be, for their owner alone.
  static func makeFolders(above path: String) {
    var end = path.startIndex
    while let slash = path[end...].dropFirst().firstIndex(of: "/") {
      mkdir(String(path[..<slash]), 0o700)
      end = slash
    }
  }

  /// Returns whether there is a symbolic link.
  @Sendable static func isLink(_ path: String) -> Bool { linkTarget(path) != nil }

  /// Returns where a symbolic link points, or nil when it is none.
  static func linkTarget(_ path: String) -> String? {
    var target = [CChar](repeating: 0, count: 4_096)
    let count = readlink(path, &target, target.count)
    guard count > 0 else { return nil }
    return String(decoding: target[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
