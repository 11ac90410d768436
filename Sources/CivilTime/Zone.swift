/// A time zone: its offsets from UTC in the past and, by rule, in the future.
package struct Zone: Sendable, Hashable {
  /// The name under which it was asked for, such as `Asia/Seoul`.
  package let identifier: String
  /// Whether the offset is zero at all times, so that times are written with `Z`.
  package let isUTC: Bool
  private let initialOffset: Int
  private let changes: [Int64]
  private let offsets: [Int32]
  private let rule: ZoneRule?

  /// Coordinated Universal Time.
  package static let utc = Zone(identifier: "UTC", content: TZifReader.Content())

  /// Reads a zone from the bytes of a TZif file of version 1 to 4.
  ///
  /// - Throws: ``ZoneError/malformed(name:reason:)``.
  package init(identifier: String, tzif: [UInt8]) throws(ZoneError) {
    do throws(TZifReader.Failure) {
      self.init(identifier: identifier, content: try TZifReader.content(of: tzif))
    } catch {
      throw .malformed(name: identifier, reason: error.reason)
    }
  }

  private init(identifier: String, content: TZifReader.Content) {
    self.identifier = identifier
    initialOffset = content.initialOffset
    changes = content.changes
    offsets = content.offsets
    rule = content.rule
    let restIsZero = content.rule.map { $0.offset == 0 && $0.daylight == nil } ?? true
    isUTC = content.initialOffset == 0 && content.changes.isEmpty && restIsZero
  }

  /// Returns the seconds that clocks are ahead of UTC at `instant`; negative in the west.
  package func offset(at instant: Instant) -> Int {
    isUTC ? 0 : span(containing: instant.seconds).offset
  }

  /// Returns the stretch of unchanged offset around `seconds` since the epoch.
  func span(containing seconds: Int64) -> ZoneSpan {
    let index = countOfChanges(notAfter: seconds)
    let start = index > 0 ? changes[index - 1] : .min
    if index == changes.count, let rule {
      let span = rule.span(containing: seconds)
      return ZoneSpan(start: max(start, span.start), end: span.end, offset: span.offset)
    }
    return ZoneSpan(
      start: start,
      end: index < changes.count ? changes[index] : .max,
      offset: index > 0 ? Int(offsets[index - 1]) : initialOffset)
  }

  private func countOfChanges(notAfter seconds: Int64) -> Int {
    var low = 0
    var high = changes.count
    while low < high {
      let middle = (low + high) / 2
      if changes[middle] <= seconds { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
