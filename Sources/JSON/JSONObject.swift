/// The members of a JSON object in their order.
///
/// A member is found by walking through them: protocol objects are small, and below some sixteen members
/// that beats hashing.
package struct JSONObject: Sendable {
  /// A member.
  package typealias Member = (key: String, value: JSONValue)
  private var members: [Member] = []

  /// Creates an object without members.
  package init() {}

  /// Creates an object of members whose keys the caller knows to differ.
  init(_ members: [Member]) { self.members = members }

  /// How many members there are.
  package var count: Int { members.count }
  /// True without members.
  package var isEmpty: Bool { members.isEmpty }
  /// The keys in order.
  package var keys: [String] { members.map(\.key) }

  /// The value of the member `key`. Setting nil removes it, setting a new one puts it last.
  package subscript(_ key: String) -> JSONValue? {
    get { index(of: key).map { members[$0].value } }
    set {
      switch (index(of: key), newValue) {
      case (let index?, let value?): members[index].value = value
      case (let index?, nil): members.remove(at: index)
      case (nil, let value?): members.append((key, value))
      case (nil, nil): break
      }
    }
  }

  /// Returns true when there is a member `key`.
  package func contains(_ key: String) -> Bool { index(of: key) != nil }

  /// Makes room for that many members.
  mutating func reserve(_ count: Int) { members.reserveCapacity(count) }

  private func index(of key: String) -> Int? {
    for index in members.indices where members[index].key.hasSameScalars(as: key) { return index }
    return nil
  }

  /// Puts a member last whose key the caller knows to be new.
  package mutating func append(_ key: String, _ value: JSONValue) { members.append((key, value)) }
}

extension JSONObject: Sequence {
  package func makeIterator() -> IndexingIterator<[Member]> { members.makeIterator() }
  package var underestimatedCount: Int { members.count }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
  package init(dictionaryLiteral elements: (String, JSONValue)...) {
    self.init(pairs: elements)
  }

  /// Creates the object of a literal.
  init(pairs: [(String, JSONValue)]) {
    // Labelled one by one: converting the array as a whole would be a dynamic cast of each element.
    self.init(pairs.map { (key: $0.0, value: $0.1) })
  }
}

extension JSONObject: Hashable {
  package static func == (left: JSONObject, right: JSONObject) -> Bool {
    left.count == right.count && left.allSatisfy { right[$0.key] == $0.value }
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
