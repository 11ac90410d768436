/// Which members of an object are wanted, and which of the objects inside it.
package struct JSONProjection: Sendable {
  /// A wanted member.
  struct Member: Sendable {
    let name: String
    let bytes: [UInt8]
    /// What is wanted of its object, or of each object in its list; nil for all of it.
    let inner: JSONProjection?
  }

  private let members: [Member]

  /// Creates the projection on members as a whole, and on parts of the objects under further ones.
  package init(_ names: String..., parts: KeyValuePairs<String, JSONProjection> = [:]) {
    members =
      names.map { Member(name: $0, bytes: Array($0.utf8), inner: nil) }
      + parts.map { Member(name: $0.key, bytes: Array($0.key.utf8), inner: $0.value) }
  }

  /// Returns the wanted member whose name is these bytes.
  func member(named name: UnsafeBufferPointer<UInt8>) -> Member? {
    members.first { member in
      member.bytes.count == name.count && member.bytes.withUnsafeBufferPointer { $0.elementsEqual(name) }
    }
  }
}
