import Service

/// How hosts start the program that is running.
struct ProgramCommand: Sendable {
  /// The absolute path that hosts are given.
  ///
  /// A path of PATH that leads to the program goes before the program's own, which an upgrade may give another name.
  let path: String
  private let own: String
  private let realPath: @Sendable (String) -> String?
  private let folders: [String]

  /// Finds the program.
  ///
  /// - Throws: ``CommandFailure`` where the system does not say where it is, or it has another name.
  init(_ host: Host) throws(CommandFailure) {
    guard let own = host.programPath() else {
      throw CommandFailure(status: .failure, message: "the system does not say where this program is")
    }
    folders = (host.environment["PATH"] ?? "").split(separator: ":").map(String.init).filter { $0.hasPrefix("/") }
    realPath = host.realPath
    self.own = own
    path = folders.map { Self.path(in: $0) }.first { [realPath] in realPath($0) == own } ?? own
    guard path.split(separator: "/").last.map(String.init) == Product.name else {
      throw CommandFailure(
        status: .failure, message: "this program is \(own); give it back its name \(Product.name) before setting it up")
    }
  }

  /// Returns whether a command starts this program.
  func isThis(_ command: String) -> Bool {
    if command == path { return true }
    if command.hasPrefix("/") { return realPath(command) == own }
    let found = command.contains("/") ? nil : folders.compactMap { realPath(Self.path(in: $0)) }.first
    return found == own
  }

  private static func path(in folder: String) -> String {
    folder.hasSuffix("/") ? folder + Product.name : "\(folder)/\(Product.name)"
  }
}
