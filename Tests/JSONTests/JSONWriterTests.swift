import JSON
import Testing

@Suite struct JSONWriterTests {
  @Test func `a value is written on one line in the order of its members`() {
    let value: JSONValue = ["b": [1, .null, true, false, "x"], "a": [:], "c": []]
    #expect(JSONWriter.string(value) == #"{"b":[1,null,true,false,"x"],"a":{},"c":[]}"#)
  }

  @Test func `only what must be escaped is escaped`() {
    let text = "\"\\/\u{8}\u{C}\n\r\t\u{0}\u{1F}\u{7F}é\u{2028}😀"
    #expect(JSONWriter.string(.string(text)) == #""\"\\/\b\f\n\r\t\u0000\u001f"# + "\u{7F}é\u{2028}😀\"")
  }

  @Test func `numbers are written as they were received`() throws {
    for lexeme in ["1.50", "-0", "1E+2", "0.0351", "1e400", "123456789012345678901234567890"] {
      #expect(JSONWriter.string(.number(try #require(JSONNumber(lexeme: lexeme)))) == lexeme)
    }
  }

  @Test func `parts that are JSON already are spliced in`() {
    var writer = JSONWriter()
    writer.raw("{\"a\":")
    writer.raw(Array("[1]".utf8))
    writer.raw(",\"b\":")
    writer.write(string: "x\ny")
    writer.raw("}")
    #expect(String(decoding: writer.bytes, as: UTF8.self) == #"{"a":[1],"b":"x\ny"}"#)
  }

  @Test func `text for people is indented`() {
    let value: JSONValue = ["a": [1, ["b": .null]], "c": [:], "d": []]
    #expect(
      JSONWriter.pretty(value) == """
        {
          "a": [
            1,
            {
              "b": null
            }
          ],
          "c": {},
          "d": []
        }
        """)
  }
}
