/// The members of a JSON object in their order.
///
/// A member is found by walking through them: protocol objects are small, and below some sixteen members
/// that beats hashing.
package struct JSONObject: Sendable {
  /// A member: its key and its value, without names, as literals give them, which then need no conversion.
  package typealias Member = (String, JSONValue)
  private var members: [Member] = []
  /// The bits of all keys that there are or were, so that most keys that are absent are not searched for.
  private var bits: UInt64 = 0

  /// Creates an object without members.
  package init() {}

  /// Creates an object of members whose keys the caller knows to differ.
  init(_ members: [Member]) {
    self.members = members
    for (key, _) in members { bits |= Self.bit(of: key) }
  }

  /// How many members there are.
  package var count: Int { members.count }
  /// True without members.
  package var isEmpty: Bool { members.isEmpty }
  /// The keys in order.
  package var keys: [String] { members.map(\.0) }

  /// The value of the member `key`. Setting nil removes it, setting a new one puts it last.
  package subscript(_ key: String) -> JSONValue? {
    get {
      guard let index = index(of: key) else { return nil }
      return members[index].1
    }
    set {
      switch (index(of: key), newValue) {
      case (let index?, let value?): members[index].1 = value
      case (let index?, nil): members.remove(at: index)
      case (nil, let value?): append(key, value)
      case (nil, nil): break
      }
    }
  }

  /// Returns true when there is a member `key`.
  package func contains(_ key: String) -> Bool { index(of: key) != nil }

  /// Makes room for that many members.
  mutating func reserve(_ count: Int) { members.reserveCapacity(count) }

  /// A bit that follows from a key's length and first byte.
  @inline(__always)
  private static func bit(of key: String) -> UInt64 {
    let bytes = key.utf8
    // Read by its index: `first` goes through the protocol, at three times the cost.
    let first = bytes.isEmpty ? 0 : UInt64(bytes[bytes.startIndex])
    return 1 << ((UInt64(truncatingIfNeeded: bytes.count) &* 7 &+ first) & 63)
  }

  // Nearly always the bits answer: a call for them cost as much as the answer.
  @inline(__always)
  private func index(of key: String) -> Int? {
    guard bits & Self.bit(of: key) != 0 else { return nil }
    return members.withUnsafeBufferPointer { members in
      // Short keys are found by this alone.
      for index in 0..<members.count where members[index].0.isSameValue(as: key) { return index }
      return members.firstIndex { $0.0.hasSameScalars(as: key) }
    }
  }

  /// Puts a member last whose key the caller knows to be new.
  package mutating func append(_ key: String, _ value: JSONValue) {
    bits |= Self.bit(of: key)
    members.append((key, value))
  }
}

extension JSONObject: Sequence {
  package func makeIterator() -> IndexingIterator<[Member]> { members.makeIterator() }
  package var underestimatedCount: Int { members.count }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
  package init(dictionaryLiteral elements: (String, JSONValue)...) { self.init(elements) }
}

extension JSONObject: Hashable {
  package static func == (left: JSONObject, right: JSONObject) -> Bool {
    left.count == right.count && left.allSatisfy { key, value in right[key] == value }
  }

  package func hash(into hasher: inout Hasher) {
    // Members in any order hash alike.
    var sum = 0
    for (key, value) in members {
      var member = Hasher()
      member.combine(key)
      member.combine(value)
      sum &+= member.finalize()
    }
    hasher.combine(sum)
  }
}
