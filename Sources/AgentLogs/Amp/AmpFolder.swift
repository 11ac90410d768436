import JSON

/// The folder in which a thread of Amp began, and its branch.
struct AmpFolder {
  /// The folder's path; nil where the thread does not say.
  let path: String?
  /// The name of its branch; nil where the thread does not say.
  let branch: String?

  /// Takes them from a thread.
  init(_ document: JSONObject) {
    let tree = document.object("env")?.object("initial")?["trees"]?.array?.first?.object
    path = tree?.text("uri").flatMap(Self.path)
    let heads = "refs/heads/"
    let ref = tree?.object("repository")?.text("ref")
    branch = ref.flatMap { $0.hasPrefix(heads) ? String($0.dropFirst(heads.count)) : nil }
  }

  /// Returns the path that the URI of a file means; a percent sign escapes a byte.
  private static func path(of uri: String) -> String? {
    guard uri.hasPrefix("file:///") else { return nil }
    var bytes: [UInt8] = []
    var rest = uri.utf8.dropFirst("file://".utf8.count)
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%"), let text = String(rest.prefix(2)), let escaped = UInt8(text, radix: 16) {
        bytes.append(escaped)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(validating: bytes, as: UTF8.self)
  }
}
