import Testing

@testable import Commands

@Suite struct EnvironmentFileTests {
  @Test(arguments: [
    ("A=1", "1"), ("A = 1 ", "1"), ("export A=1", "1"), ("  A=1", "1"), ("A=", ""), ("A=a b", "a b"),
    ("A=1 # one", "1"), ("A=a#b", "a#b"), ("A=# none", ""), ("A='a # b' # c", "a # b"),
    (#"A="a # b""#, "a # b"),
    (#"A="x\ny\"z\\""#, "x\ny\"z\\"), (#"A='\n'"#, #"\n"#), ("A=b=c", "b=c"), ("A=1\r\nB=2", "1"),
    ("A=1\nA=2", "2"),
    ("\u{FEFF}A=1", "1"), ("# A=0\n\nA=1\n", "1"), ("A='two\nlines'\nB=1", "two\nlines"),
    ("K=\"-----BEGIN-----\nB=2\n-----END-----\"\nA=3", "3"),
  ])
  func `a value is read as dotenv tools do`(_ text: String, _ value: String) throws {
    #expect(try EnvironmentFile(text, path: "/e").values["A"] == value)
  }

  @Test(arguments: [
    ("A=1\nB", 2), ("=1", 1), ("1A=1", 1), ("A B=1", 1), ("\n\nA='open", 3), ("A=\"open\nB=1", 1),
    ("export A", 1),
  ])
  func `a line that is no setting is named`(_ text: String, _ line: Int) {
    #expect {
      try EnvironmentFile(text, path: "/e")
    } throws: { error in
      let failure = error as? CommandFailure
      return failure?.status == .badData && failure?.message.hasPrefix("/e, line \(line):") == true
    }
  }
}
