/// Which members of an object are wanted, and which of the objects inside it.
package struct JSONProjection: Sendable {
  /// A wanted member.
  struct Member: Sendable {
    let name: String
    let bytes: [UInt8]
    /// What is wanted of its object, or of each object in its list; nil for all of it.
    let inner: JSONProjection?
  }

  /// The wanted members.
  let members: [Member]
  /// The bits of all their names, so that most names that are not wanted are not compared.
  private let bits: UInt64

  /// Creates the projection on members as a whole, and on parts of the objects under further ones.
  package init(_ names: String..., parts: KeyValuePairs<String, JSONProjection> = [:]) {
    members =
      names.map { Member(name: $0, bytes: Array($0.utf8), inner: nil) }
      + parts.map { Member(name: $0.key, bytes: Array($0.key.utf8), inner: $0.value) }
    bits = members.reduce(0) { bits, member in bits | member.bytes.withUnsafeBufferPointer(Self.bit) }
  }

  /// Returns the number of the wanted member whose name is these bytes.
  func member(named name: UnsafeBufferPointer<UInt8>) -> Int? {
    guard bits & Self.bit(of: name) != 0 else { return nil }
    for index in members.indices where members[index].bytes.count == name.count {
      if members[index].bytes.withUnsafeBufferPointer({ $0.elementsEqual(name) }) { return index }
    }
    return nil
  }

  /// A bit that follows from a name's length and first byte.
  private static func bit(of name: UnsafeBufferPointer<UInt8>) -> UInt64 {
    1 << ((UInt64(truncatingIfNeeded: name.count) &* 7 &+ UInt64(name.first ?? 0)) & 63)
  }
}
