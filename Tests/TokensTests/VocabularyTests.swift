import JSON
import TestSupport
import Testing
import Tokens

@Suite struct VocabularyTests {
  /// All single bytes, then these tokens, in the order in which they are joined.
  private static func file(_ tokens: [String]) -> [UInt8] {
    let all = (UInt8.min...UInt8.max).map { [$0] } + tokens.map { Array($0.utf8) }
    var text = ""
    for (rank, token) in all.enumerated() { text += "\(base64(token)) \(rank)\n" }
    return Array(text.utf8)
  }

  private static func base64(_ bytes: [UInt8]) -> String {
    let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
    var text = ""
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      var bits = group.reduce(UInt32(0)) { $0 << 8 | UInt32($1) } << UInt32(8 * (3 - group.count))
      bits <<= 8
      for index in 0..<4 {
        text.append(index <= group.count ? letters[Int(bits >> 26)] : "=")
        bits <<= 6
      }
    }
    return text
  }

  private static func encoder(_ tokens: [String], _ pattern: TextPattern = .o200k) throws -> TokenEncoder {
    TokenEncoder(try Vocabulary(file(tokens), pattern: pattern))
  }

  @Test func `pairs are joined in the order of their ranks, not from left to right`() throws {
    // "abc": bc is joined first, so that ab never comes about; abc is no token.
    #expect(try Self.encoder(["bc", "ab"]).count("abc") == 2)
    #expect(try Self.encoder(["bc", "ab", "abc"]).count("abc") == 1)
    // A token that no pairs lead to is found as a whole piece, but not within one.
    #expect(try Self.encoder(["abc"]).count("abc") == 1)
    #expect(try Self.encoder(["abc"]).count("abcd") == 4)
  }

  @Test(
    arguments: [
      (.o200k, "Hello world", 2), (.o200k, "HelloWorld", 2), (.cl100k, "HelloWorld", 1),
      (.o200k, "don't", 1), (.cl100k, "don't", 2), (.o200k, "12345", 2), (.o200k, "a  b", 3),
      (.o200k, "x = 1", 4), (.o200k, "//\n\nx", 2), (.cl100k, "a/\n/b", 3), (.o200k, "a//\n/b", 3),
      (.o200k, "  \n  x", 3), (.o200k, "end  \n  ", 3), (.cl100k, "end  \n  ", 2), (.o200k, "", 0),
      (.o200k, "ABCdef", 1), (.o200k, "한국어 말", 2), (.o200k, "e\u{301}te", 1), (.cl100k, "e\u{301}te", 2),
    ] as [(TextPattern, String, Int)])
  func `text is cut as the pattern has it`(_ pattern: TextPattern, _ text: String, _ pieces: Int) throws {
    // With every piece a token, tokens are pieces.
    var tokens: [String] = []
    let scalars = Array(text.unicodeScalars)
    for start in scalars.indices {
      for end in start..<scalars.count {
        var part = String.UnicodeScalarView()
        part.append(contentsOf: scalars[start...end])
        if String(part).utf8.count > 1, !tokens.contains(String(part)) { tokens.append(String(part)) }
      }
    }
    #expect(try Self.encoder(tokens, pattern).count(text) == pieces)
  }

  @Test func `long pieces are joined as short ones are`() throws {
    let seed: UInt64 = 41
    var random = SplitMix64(seed: seed)
    let tokens = ["ab", "ba", "aab", "abab", "bb", "aa", "abba", "bbb", "aaaa"]
    let encoder = try Self.encoder(tokens)
    for round in 0..<200 {
      let text = String(
        (0..<Int.random(in: 49...120, using: &random)).map { _ in Bool.random(using: &random) ? "a" : "b" })
      #expect(encoder.count(text) == Self.naive(text, tokens), "seed \(seed), round \(round)")
    }
  }

  /// The definition: join the leftmost pair of the lowest rank until there is none.
  private static func naive(_ text: String, _ tokens: [String]) -> Int {
    var parts = text.map { String($0) }
    while true {
      var best: (rank: Int, index: Int)?
      for index in parts.indices.dropLast() {
        guard let rank = tokens.firstIndex(of: parts[index] + parts[index + 1]) else { continue }
        if rank < best?.rank ?? .max { best = (rank, index) }
      }
      guard let best else { return parts.count }
      parts[best.index] += parts.remove(at: best.index + 1)
    }
  }

  @Test func `a piece of a hundred thousand letters ends`() throws {
    let encoder = try Self.encoder(["aa", "aaaa", "aaaaaaaa"])
    #expect(encoder.count(String(repeating: "a", count: 100_000)) == 12_500)
  }

  @Test func `what is no vocabulary is refused by its line`() throws {
    let fault = { (text: String) in
      #expect(throws: Vocabulary.Fault.self) { try Vocabulary(Array(text.utf8), pattern: .o200k) }
    }
    #expect(fault("")?.reason == .noTokens)
    #expect(fault("YQ== 0\n*** 1\n") == Vocabulary.Fault.sample(2, .noBase64))
    #expect(fault("YQ== 0\nYg==\n")?.line == 2)
    #expect(fault("YQ== x\n")?.reason == .noRank)
    #expect(fault("YQ== 0 1\n")?.reason == .noRank)
    #expect(fault("YQ== 0\nYQ== 1\n")?.reason == .repeated)
    #expect(fault("YQ== 0\n")?.reason == .missingByte(0))
    #expect(fault("<html>\n")?.reason == .noBase64)
  }

  @Test func `a file with other line ends is read`() throws {
    let text = String(decoding: Self.file(["ab"]), as: UTF8.self).split(separator: "\n").joined(
      separator: "\r\n")
    let vocabulary = try Vocabulary(Array(text.utf8), pattern: .cl100k)
    #expect(vocabulary.count == 257)
    #expect(TokenEncoder(vocabulary).count("ab") == 1)
  }

  @Test func `one endless word is estimated, as joining it would take long`() throws {
    let vocabulary = try Vocabulary(Self.file(["aa"]), pattern: .o200k)
    let counter = try Weights.counter()
    let word = { String(repeating: "a", count: $0) }
    #expect(counter.count([word(100_000)], family: .o200k, vocabulary: vocabulary).count == 50_000)
    #expect(counter.count([word(200_000)], family: .o200k, vocabulary: vocabulary).method == .heuristic)
    #expect(counter.counts([word(200_000)], vocabulary: { _ in vocabulary })[.o200k]?.method == .heuristic)
  }

  @Test func `a text that is too long for the vocabulary is estimated`() throws {
    let vocabulary = try Vocabulary(Self.file([]), pattern: .o200k)
    let counter = try Weights.counter()
    let exact = counter.count(["ab", "c"], family: .o200k, vocabulary: vocabulary)
    #expect(exact == TokenCount(exact: 3))
    let long = String(repeating: "word ", count: TokenCounter.longestExactText / 5 + 1)
    #expect(counter.count([long], family: .o200k, vocabulary: vocabulary).method == .heuristic)
  }
}

extension Vocabulary.Fault {
  fileprivate static func sample(_ line: Int, _ reason: Reason) -> Vocabulary.Fault {
    Vocabulary.Fault(line: line, reason: reason)
  }
}
