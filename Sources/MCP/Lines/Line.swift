/// A line of the input stream that is not blank.
package enum Line: Sendable, Hashable {
  /// Its bytes, without the line's end and the blanks before it.
  case text([UInt8])
  /// Longer than allowed; its bytes were not kept.
  case tooLong

  /// How many bytes of it are kept.
  var size: Int {
    switch self {
    case .text(let bytes): bytes.count
    case .tooLong: 0
    }
  }
}
