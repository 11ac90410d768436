import TestSupport
import Testing

@testable import MCP

@Suite struct LineSplitterTests {
  private func lines(_ chunks: [[UInt8]], limit: Int = LineSplitter.defaultLimit) -> [Line] {
    var splitter = LineSplitter(limit: limit)
    return chunks.flatMap { splitter.append($0) } + splitter.finish()
  }

  private func lines(_ text: String, limit: Int = LineSplitter.defaultLimit) -> [Line] {
    lines([Array(text.utf8)], limit: limit)
  }

  private func text(_ text: String) -> Line { .text(Array(text.utf8)) }

  @Test func `blanks at the end, blank lines and a byte order mark are left out`() {
    #expect(lines("\u{FEFF}{}\r\n\r\n \t\n  [1] \t\r\nx") == [text("{}"), text("  [1]"), text("x")])
    #expect(lines("{}\n\u{FEFF}{}") == [text("{}"), text("\u{FEFF}{}")])
    #expect(lines("") == [])
  }

  @Test func `other line separators of Unicode do not end a line`() {
    #expect(lines("a\u{2028}b\u{85}c\rd\n") == [text("a\u{2028}b\u{85}c\rd")])
  }

  @Test func `a line above the limit is one long line, whatever follows`() {
    #expect(lines("12345\n123456\n1", limit: 5) == [text("12345"), .tooLong, text("1")])
    #expect(lines("123456", limit: 5) == [.tooLong])
  }

  @Test func `a line of many times the limit is refused and the next is read`() {
    let chunk = [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 16)
    let chunks = Array(repeating: chunk, count: 20) + [Array("\n{}\n".utf8)]
    #expect(lines(chunks, limit: 1 << 17) == [.tooLong, text("{}")])
  }

  @Test func `any split of the stream gives the same lines`() throws {
    let alphabet = Array("ab \t\r\n\n\u{FEFF}é".utf8)
    try forAll(seed: 11, count: 2_000) { generator in
      let stream = (0..<Int.random(in: 0...60, using: &generator)).map { _ in
        alphabet.randomElement(using: &generator) ?? 0
      }
      var chunks: [[UInt8]] = []
      var rest = stream[...]
      while !rest.isEmpty {
        let count = Int.random(in: 0...min(7, rest.count), using: &generator)
        chunks.append(Array(rest.prefix(count)))
        rest = rest.dropFirst(count)
      }
      return (stream, chunks)
    } check: { stream, chunks in
      let whole = lines([stream], limit: 9)
      return lines(chunks, limit: 9) == whole && lines(stream.map { [$0] }, limit: 9) == whole
    }
  }
}
