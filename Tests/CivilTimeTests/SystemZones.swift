import Foundation

@testable import CivilTime

/// The zones of this machine, for the tests that want real ones.
enum SystemZones {
  static let folders = ["/usr/share/zoneinfo", "/var/db/timezone/zoneinfo"]

  static let library = ZoneLibrary(folders: folders) { path in
    FileManager.default.contents(atPath: path).map { [UInt8]($0) }
  }

  static var areInstalled: Bool {
    let found = folders.contains { FileManager.default.fileExists(atPath: $0 + "/Asia/Seoul") }
    if !found { print("skipped: no time zone files in \(folders)") }
    return found
  }

  /// Zones with daylight saving, half and quarter hours, changes across the date line, gaps at midnight,
  /// negative daylight saving, and none of these.
  static let names = [
    "Africa/Abidjan", "Africa/Cairo", "Africa/Casablanca", "Africa/El_Aaiun", "Africa/Johannesburg",
    "Africa/Juba", "Africa/Monrovia", "Africa/Windhoek", "America/Anchorage", "America/Argentina/San_Luis",
    "America/Asuncion", "America/Caracas", "America/Chicago", "America/Godthab", "America/Goose_Bay",
    "America/Havana", "America/Metlakatla", "America/New_York", "America/Santiago", "America/Sao_Paulo",
    "America/Scoresbysund", "America/St_Johns", "Antarctica/Casey", "Antarctica/Troll", "Asia/Amman",
    "Asia/Beirut", "Asia/Calcutta", "Asia/Damascus", "Asia/Gaza", "Asia/Hong_Kong", "Asia/Jerusalem",
    "Asia/Kathmandu", "Asia/Pyongyang", "Asia/Seoul", "Asia/Tehran", "Asia/Tokyo", "Asia/Yangon",
    "Atlantic/Azores", "Australia/Adelaide", "Australia/Eucla", "Australia/Lord_Howe", "Australia/Sydney",
    "Etc/GMT+12", "Etc/GMT-14", "Europe/Berlin", "Europe/Dublin", "Europe/Istanbul", "Europe/Lisbon",
    "Europe/London", "Europe/Moscow", "Europe/Volgograd", "Indian/Maldives", "Pacific/Apia",
    "Pacific/Chatham",
    "Pacific/Easter", "Pacific/Enderbury", "Pacific/Fiji", "Pacific/Guam", "Pacific/Kiritimati",
    "Pacific/Kwajalein", "Pacific/Marquesas", "Pacific/Norfolk", "Pacific/Tongatapu",
  ]
}

extension Instant {
  /// The instant that a test writes down.
  init(_ text: StaticString) {
    guard let instant = Instant(rfc3339: "\(text)") else { preconditionFailure("not RFC 3339: \(text)") }
    self = instant
  }
}

extension CivilDate {
  /// The day that a test writes down.
  static func day(_ text: StaticString) -> CivilDate {
    guard let date = CivilDate("\(text)") else { preconditionFailure("not a date: \(text)") }
    return date
  }
}
