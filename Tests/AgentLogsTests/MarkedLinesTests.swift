import TestSupport
import Testing

@testable import AgentLogs

/// Which lines of a text are handed on, and where they are.
@Suite struct MarkedLinesTests {
  /// A line and its offset.
  private struct Place: Hashable {
    let offset: Int64
    let line: [UInt8]
  }

  /// A text, the marks that are looked for in it, and how much of it is read at once.
  private struct Case {
    let text: [UInt8]
    let marks: [StaticString]
    let length: Int
    /// Whether it goes on with a line feed.
    var isWhole: Bool { text.last == 0x0A || text.isEmpty }
  }

  private static let marks: [StaticString] = ["a", "ab", "\"usage\"", "usage", "aa", "b\"", "\r"]
  private static let pieces = [
    "a", "b", "\"usage\"", "usage", "\n", "\n", "\n", "\r\n", "\n\n", "{\"a\":1}", "{\"usage\":", "}", " ", "\u{e9}",
    "aaab", "\"us", "age\"",
  ]

  private static func sample(_ generator: inout SplitMix64) -> Case {
    var text: [UInt8] = []
    for _ in 0..<Int.random(in: 0...40, using: &generator) {
      if Int.random(in: 0...9, using: &generator) == 0 {
        text.append(UInt8.random(in: 0...255, using: &generator))
      } else {
        text += (pieces.randomElement(using: &generator) ?? "").utf8
      }
    }
    return Case(
      text: text,
      marks: Array(marks.shuffled(using: &generator).prefix(Int.random(in: 1...4, using: &generator))),
      length: Int.random(in: 1...60, using: &generator))
  }

  /// The lines with a mark, by splitting the text at each line feed.
  private static func naive(_ text: [UInt8], _ marks: [StaticString]) -> [Place] {
    var places: [Place] = []
    var offset = 0
    for line in text.split(separator: 0x0A, omittingEmptySubsequences: false) {
      if marks.contains(where: { mark in Self.holds(line, Array("\(mark)".utf8)) }) {
        places.append(Place(offset: Int64(offset), line: Array(line)))
      }
      offset += line.count + 1
    }
    return places
  }

  private static func holds(_ line: ArraySlice<UInt8>, _ mark: [UInt8]) -> Bool {
    guard line.count >= mark.count else { return false }
    return (line.startIndex...(line.endIndex - mark.count)).contains {
      line[$0..<($0 + mark.count)].elementsEqual(mark)
    }
  }

  @Test func `exactly the lines that hold a mark are handed on`() throws {
    try forAll(seed: 11, count: 20_000, generate: Self.sample) { one in
      var found: [Place] = []
      one.text.withUnsafeBytes { text in
        MarkedLines(text, one.marks).forEach { found.append(Place(offset: Int64($1), line: Array($0))) }
      }
      return found == Self.naive(one.text, one.marks)
    }
  }

  @Test func `read in stretches of any length, it is the same`() throws {
    let folder = try TemporaryFolder()
    var buffer = LogBuffer()
    try forAll(seed: 12, count: 3_000, generate: Self.sample) { one in
      let log = try OpenLog(try folder.write(one.text, to: "log"))
      var found: [Place] = []
      var (offset, isLast) = (Int64(0), false)
      while !isLast {
        let before = offset
        (offset, isLast) = try buffer.feed(log, from: offset, atMost: one.length, marks: one.marks) {
          found.append(Place(offset: $1, line: Array($0)))
        }
        // Each stretch goes on, or is the last.
        guard isLast || offset > before else { return false }
      }
      // A last line without its line feed is handed on only where it is a whole object.
      let whole = (one.text.lastIndex(of: 0x0A) ?? -1) + 1
      guard offset == Int64(one.text.count) || offset == Int64(whole) else { return false }
      return found == Self.naive(Array(one.text[..<Int(offset)]), one.marks).filter { $0.offset < offset }
    }
  }

  @Test(arguments: [
    ("{\"a\":1}", 7), ("{\"a\":1", 0), ("{}\n{\"a\":1}", 10), ("{}\n{\"a\":1", 3), ("{}\n{\"a\":1}\r", 11),
    ("{}\n\r", 3),
    ("", 0), ("\n", 1), ("{\"a\":\"\u{e9}", 0),
  ])
  func `a last line without its line feed counts once it is a whole object`(text: String, end: Int64) throws {
    let folder = try TemporaryFolder()
    let log = try OpenLog(try folder.write(text, to: "log"))
    for length in 1...20 {
      var buffer = LogBuffer()
      var (offset, isLast) = (Int64(0), false)
      while !isLast {
        (offset, isLast) = try buffer.feed(log, from: offset, atMost: length, marks: ["a"]) { _, _ in }
      }
      #expect(offset == end)
    }
  }

  @Test func `a line that is longer than the buffer is handed on whole`() throws {
    let folder = try TemporaryFolder()
    let long = "{\"a\":\"" + String(repeating: "x", count: 3_000_000) + "\"}"
    let log = try OpenLog(try folder.write("{\"a\":1}\n" + long + "\n{\"a\":2}", to: "log"))
    var found: [Int64: Int] = [:]
    var buffer = LogBuffer()
    var (offset, isLast) = (Int64(0), false)
    while !isLast {
      (offset, isLast) = try buffer.feed(log, from: offset, atMost: 4_096, marks: ["\"a\""]) { found[$1] = $0.count }
    }
    #expect(found == [0: 7, 8: long.utf8.count, Int64(long.utf8.count) + 9: 7])
  }
}
