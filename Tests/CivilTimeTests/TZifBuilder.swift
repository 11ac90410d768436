@testable import CivilTime

/// Writes TZif files for tests.
struct TZifBuilder {
  var version: UInt8 = 0x32
  var changes: [(time: Int64, type: UInt8)] = []
  var offsets: [Int32] = [0]
  var leapSeconds = 0
  var footer: String? = ""

  var bytes: [UInt8] {
    guard version >= 0x32 else { return part(timeSize: 4) }
    var bytes = TZifBuilder(version: version).part(timeSize: 4) + part(timeSize: 8)
    if let footer { bytes += Array("\n\(footer)\n".utf8) }
    return bytes
  }

  private func part(timeSize: Int) -> [UInt8] {
    var bytes = Array("TZif".utf8) + [version] + [UInt8](repeating: 0, count: 15)
    for count in [0, 0, leapSeconds, changes.count, offsets.count, 4] { bytes += bigEndian(Int64(count), 4) }
    for change in changes { bytes += bigEndian(change.time, timeSize) }
    bytes += changes.map(\.type)
    for offset in offsets { bytes += bigEndian(Int64(offset), 4) + [0, 0] }
    bytes += Array("ABC\0".utf8)
    return bytes + [UInt8](repeating: 0, count: leapSeconds * (timeSize + 4))
  }

  private func bigEndian(_ value: Int64, _ size: Int) -> [UInt8] {
    (0..<size).reversed().map { UInt8(truncatingIfNeeded: value >> (8 * Int64($0))) }
  }
}

extension Zone {
  /// A zone without changes.
  static func fixed(offset: Int32) -> Zone {
    made(TZifBuilder(offsets: [offset]))
  }

  /// The zone of a file that is known to be right.
  static func made(_ builder: TZifBuilder) -> Zone {
    do {
      return try Zone(identifier: "Test/Made", tzif: builder.bytes)
    } catch {
      preconditionFailure("\(error)")
    }
  }
}
