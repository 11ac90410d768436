package import CivilTime
import Service

/// Why a time zone cannot be used, in words.
package enum ZoneSentences {
  /// Returns what is wrong with a zone's name and what to give instead.
  package static func message(_ error: ZoneError) -> String {
    switch error {
    case .invalidName(let name):
      "Time zone \"\(name)\" is no IANA name. Give one such as Europe/Berlin, Asia/Seoul or UTC."
    case .notFound(let name, let folders):
      "Time zone \"\(name)\" is not known on this machine (looked in \(folders.joined(separator: ", "))). Give an IANA name such as Europe/Berlin or UTC; if that one is right, install the package tzdata."
    case .malformed(let name, _):
      "The time zone file of \"\(name)\" on this machine cannot be read. Reinstall the package tzdata, or use UTC."
    }
  }
}
