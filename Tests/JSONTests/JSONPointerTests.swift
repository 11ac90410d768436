import JSON
import Testing

@Suite struct JSONPointerTests {
  /// The example of RFC 6901, section 5, as far as it shows escapes.
  static let document: JSONValue = ["foo": ["bar", "baz"], "": 0, "a/b": 1, "c%d": 2, "m~n": 8, " ": 7]

  @Test(
    arguments: [
      ("#/foo/0", "bar"), ("#/", 0), ("#/a~1b", 1), ("#/c%25d", 2), ("#/m~0n", 8), ("#/%20", 7),
      ("#", document),
    ] as [(String, JSONValue)])
  func `a fragment leads to its value`(fragment: String, value: JSONValue) throws {
    #expect(try #require(JSONPointer(fragment: fragment)).value(in: Self.document) == value)
  }

  @Test(arguments: ["", "/foo", "#foo", "#/m~2n", "#/a~", "#/%2", "#/%zz", "#/%ff"])
  func `what is no fragment is none`(fragment: String) {
    #expect(JSONPointer(fragment: fragment) == nil)
  }

  @Test(arguments: ["#/foo/2", "#/foo/-1", "#/foo/00", "#/foo/+1", "#/foo/bar", "#/nothing", "#/foo/0/x"])
  func `a pointer to nothing has no value`(fragment: String) throws {
    #expect(try #require(JSONPointer(fragment: fragment)).value(in: Self.document) == nil)
  }

  @Test func `slashes and tildes are escaped, also before a combining mark`() {
    let pointer = JSONPointer.root.appending("a/b").appending(3).appending("~").appending("/\u{301}")
    #expect(pointer.description == "/a~1b/3/~0/~1\u{301}")
    #expect(JSONPointer.root.description == "")
  }
}
