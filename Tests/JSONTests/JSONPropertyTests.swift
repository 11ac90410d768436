import JSON
import TestSupport
import Testing

/// What holds for every value and every text; a failure prints the seed that repeats it.
@Suite struct JSONPropertyTests {
  @Test(arguments: [UInt64(11), 12, 13, 14]) func `a written value reads as itself, from one line`(
    seed: UInt64
  ) throws {
    var values = RandomValues(seed: seed)
    for _ in 0..<500 {
      let value = values.value(depth: 4)
      let bytes = JSONWriter.bytes(value)
      let read = try JSONParser.parse(bytes)
      #expect(read == value, "seed \(seed)")
      #expect(read.hashValue == value.hashValue, "seed \(seed)")
      #expect(JSONWriter.bytes(read) == bytes, "seed \(seed)")
      #expect(!bytes.contains { $0 < 0x20 }, "seed \(seed)")
      #expect(try JSONParser.parse(Array(JSONWriter.pretty(value).utf8)) == value, "seed \(seed)")
    }
  }

  @Test(arguments: [UInt64(21), 22]) func `no beginning of an object or array is a document`(seed: UInt64)
    throws
  {
    var values = RandomValues(seed: seed)
    for _ in 0..<60 {
      let bytes = JSONWriter.bytes(["a": values.value(depth: 3), "b": values.value(depth: 2)])
      for end in 0..<bytes.count {
        #expect(throws: JSONError.self, "seed \(seed), \(end)") { try JSONParser.parse(bytes[..<end]) }
      }
    }
  }

  @Test func `20,000 damaged texts are refused or are JSON, and errors lie within the text`() throws {
    let seed: UInt64 = 31
    var values = RandomValues(seed: seed)
    for round in 0..<20_000 {
      let bytes = values.damaged(JSONWriter.bytes(values.value(depth: 3)))
      do {
        let value = try JSONParser.parse(bytes)
        #expect(try JSONParser.parse(JSONWriter.bytes(value)) == value, "seed \(seed), round \(round)")
      } catch {
        #expect((0...bytes.count).contains(error.offset), "seed \(seed), round \(round)")
      }
    }
  }

  @Test func `members in another order make the same object`() {
    var values = RandomValues(seed: 41)
    for _ in 0..<200 {
      guard case .object(let object) = values.object(depth: 2) else { continue }
      var reversed = JSONObject()
      for (key, value) in Array(object).reversed() { reversed.append(key, value) }
      #expect(reversed == object, "seed 41")
      #expect(reversed.hashValue == object.hashValue, "seed 41")
    }
  }
}
