#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Reading small files.
enum Files {
  /// Returns the bytes of a file, or nil where there is none that can be read.
  @Sendable static func read(_ path: String) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = Descriptor.read(descriptor, into: &chunk)
      if count < 0 { return nil }
      if count == 0 { return bytes }
      bytes += chunk[..<count]
    }
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

  /// Returns where a symbolic link points, or nil when it is none.
  static func linkTarget(_ path: String) -> String? {
    var target = [CChar](repeating: 0, count: 4_096)
    let count = readlink(path, &target, target.count)
    guard count > 0 else { return nil }
    return String(decoding: target[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
