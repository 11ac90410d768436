package import CivilTime

extension Instant {
  /// Reads a time as databases and tables write it: RFC 3339, or with a blank for the `T`, or without an offset, which
  /// then is UTC, or a day alone, which is its beginning in UTC.
  package init?(lenient text: String) {
    let text = text.trimmed
    if let instant = Instant(rfc3339: text) {
      self = instant
    } else if let day = CivilDate(text) {
      self.init(milliseconds: Int64(day.daysSinceEpoch) * Self.millisecondsPerDay)
    } else {
      self.init(rfc3339: Self.mended(text))
    }
  }

  private static func mended(_ text: String) -> String {
    var bytes = Array(text.utf8)
    guard bytes.count > 10 else { return text }
    if bytes[10] == 0x20 { bytes[10] = UInt8(ascii: "T") }
    for ending in [" UTC", " Z"] where bytes.suffix(ending.utf8.count).elementsEqual(ending.utf8) {
      bytes.removeLast(ending.utf8.count)
    }
    let sign = bytes[10...].lastIndex { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") }
    switch sign.map({ bytes.count - $0 }) {
    case nil where bytes.last != UInt8(ascii: "Z") && bytes.last != UInt8(ascii: "z"): bytes += "Z".utf8
    // An offset of hours alone, or without a colon.
    case 3: bytes += ":00".utf8
    case 5: bytes.insert(UInt8(ascii: ":"), at: bytes.count - 2)
    default: break
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
