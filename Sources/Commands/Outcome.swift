import Service

/// Why a command ends other than well.
struct CommandFailure: Error, Hashable {
  /// How the process ends.
  let status: ExitStatus
  /// What happened, where, and what to do.
  let message: String

  /// Returns a complaint and where to read on, as one line of standard error.
  static func sentences(_ complaint: String, see words: String, _ what: String) -> String {
    "\(complaint)\(complaint.hasSuffix("?") ? "" : ".") See \"\(Product.name) \(words)\" \(what)."
  }
}
