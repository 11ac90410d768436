internal import CPosix

/// The system's searches for bytes.
package enum ByteSearch {
  /// Returns the offset of a text, from an offset on.
  package static func first(_ mark: StaticString, in text: UnsafeRawBufferPointer, from start: Int) -> Int? {
    guard let base = text.baseAddress, start < text.count else { return nil }
    return cposix_search(base + start, text.count - start, mark.utf8Start, mark.utf8CodeUnitCount)
      .map { base.distance(to: $0) }
  }

  /// Returns the offset of a byte, from an offset on.
  package static func first(_ byte: UInt8, in text: UnsafeRawBufferPointer, from start: Int) -> Int? {
    guard let base = text.baseAddress, start < text.count else { return nil }
    return memchr(base + start, Int32(byte), text.count - start).map { base.distance(to: UnsafeRawPointer($0)) }
  }

  /// Returns the offset of the last such byte between two offsets.
  package static func last(
    _ byte: UInt8, in text: UnsafeRawBufferPointer, from start: Int = 0, to end: Int? = nil
  ) -> Int? {
    guard let base = text.baseAddress else { return nil }
    return cposix_last(base + start, max(0, (end ?? text.count) - start), byte).map { base.distance(to: $0) }
  }
}
