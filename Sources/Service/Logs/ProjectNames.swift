import AgentLogs
import Posix

/// The names of the projects in which programs worked, found by their folders.
final class ProjectNames {
  private static let gitFileLength = 4_096
  private var names: [String: String] = [:]

  /// Returns the name of the root of the repository that a folder is in, or of the folder itself.
  func project(of folder: String) -> String {
    if let known = names[folder] { return known }
    let name = Self.lastPart(Self.root(of: folder) ?? folder)
    if names.count >= 1_000 { names = [:] }
    names[folder] = name
    return name
  }

  private static func root(of folder: String) -> String? {
    var path = folder
    while path.utf8.count > 1, path.hasPrefix("/") {
      if access(path + "/.git", F_OK) == 0 { return mainRoot(of: path) }
      guard let slash = path.lastIndex(of: "/") else { return nil }
      path = String(path[..<slash])
    }
    return nil
  }

  /// A further working tree of a repository has a file that names the place of the first.
  private static func mainRoot(of folder: String) -> String {
    guard let bytes = LogText.bytes(of: folder + "/.git", count: gitFileLength) else { return folder }
    let text = String(decoding: bytes, as: UTF8.self)
    guard text.hasPrefix("gitdir: "), let end = text.ranges(of: "/.git/worktrees/").first else { return folder }
    return String(text[..<end.lowerBound].dropFirst("gitdir: ".count))
  }

  private static func lastPart(_ path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }
}
