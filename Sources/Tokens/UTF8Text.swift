/// A scalar in a text: what it is and how many bytes it takes.
struct ScannedScalar {
  var value: UInt32
  var kind: ScalarClass
  var length: Int
}

/// The bytes of a `String`, read scalar by scalar.
struct UTF8Text {
  let bytes: UnsafeBufferPointer<UInt8>

  init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  @inline(__always) var count: Int { bytes.count }

  /// Returns the scalar that begins at `index`, which a `String` guarantees to be complete.
  @inline(__always) func scalar(at index: Int) -> ScannedScalar {
    let first = bytes[index]
    if first < 0x80 { return ScannedScalar(value: UInt32(first), kind: .ascii(first), length: 1) }
    return wide(first, at: index)
  }

  private func wide(_ first: UInt8, at index: Int) -> ScannedScalar {
    let length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
    var value = UInt32(first) & (0x7F >> UInt32(length))
    for offset in 1..<length { value = value << 6 | UInt32(bytes[index + offset] & 0x3F) }
    return ScannedScalar(value: value, kind: .of(value), length: length)
  }
}
