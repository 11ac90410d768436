import Foundation

/// A folder of one test: made with mode 0700, removed with all it holds when the value is released.
///
/// Keep it alive for as long as its files are used: `withExtendedLifetime(folder) { … }` or ``with(_:)``.
package final class TemporaryFolder: Sendable {
  /// The absolute path, without a slash at the end and without symbolic links.
  package let path: String

  /// Creates a new folder below the system's folder for temporary files.
  ///
  /// - Throws: ``CreationFailure`` with the number of the system's error.
  package init() throws {
    var template = Array((Self.parent + "/token-ledger-test-XXXXXX").utf8CString)
    let made = template.withUnsafeMutableBufferPointer { unsafe in
      unsafe.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) }
    }
    guard let made else { throw CreationFailure(errorNumber: errno) }
    path = made  // mkdtemp(3) creates with 0700, whatever the umask.
  }

  deinit { Self.remove(path) }

  /// Runs `body` with a new folder, and removes the folder afterwards also when `body` throws.
  package static func with<Result>(_ body: (TemporaryFolder) throws -> Result) throws -> Result {
    let folder = try TemporaryFolder()
    return try withExtendedLifetime(folder) { try body(folder) }
  }

  /// Returns the path of `name` inside the folder; nothing is created.
  package func file(_ name: String) -> String { path + "/" + name }

  /// Writes a file, making the folders on its way, and returns its path.
  @discardableResult
  package func write(_ text: String, to name: String) throws -> String {
    try write(Array(text.utf8), to: name)
  }

  /// Writes a file of these bytes, making the folders on its way, and returns its path.
  @discardableResult
  package func write(_ bytes: [UInt8], to name: String) throws -> String {
    let url = URL(fileURLWithPath: file(name))
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true,
      attributes: [.posixPermissions: 0o700])
    try Data(bytes).write(to: url)
    return url.path
  }

  /// Returns the bytes of a file in the folder.
  package func read(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(fileURLWithPath: file(name))))
  }

  /// The names in the folder itself, sorted.
  package func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: path).sorted()
  }

  /// The system's refusal to create a folder.
  package struct CreationFailure: Error {
    /// The `errno` of mkdtemp(3).
    package let errorNumber: Int32
  }

  /// The folder that new ones are made in, with symbolic links resolved (/tmp is one on macOS).
  private static var parent: String {
    let folder = ProcessInfo.processInfo.environment["TMPDIR"] ?? "/tmp"
    guard let resolved = realpath(folder, nil) else { return "/tmp" }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  /// Removes a tree, also where a test took the write permission from one of its folders.
  private static func remove(_ path: String) {
    let files = FileManager.default
    if (try? files.removeItem(atPath: path)) != nil { return }
    for name in files.enumerator(atPath: path)?.compactMap({ $0 as? String }) ?? [] {
      var isFolder: ObjCBool = false
      let inner = path + "/" + name
      guard files.fileExists(atPath: inner, isDirectory: &isFolder), isFolder.boolValue else { continue }
      chmod(inner, 0o700)
    }
    chmod(path, 0o700)
    try? files.removeItem(atPath: path)
  }
}
