import Foundation
import JSON
import TestSupport
import Testing

/// The public suite of texts that a parser must accept (`y_`), refuse (`n_`) or may decide on (`i_`).
@Suite(.enabled(if: SharedFolder.isPresent, Comment(rawValue: SharedFolder.skipReason)))
struct ParsingSuiteTests {
  /// What is accepted of the texts that the suite leaves open: numbers of any size, as they are kept as text.
  static let accepted: Set<String> = [
    "i_number_double_huge_neg_exp.json", "i_number_huge_exp.json", "i_number_neg_int_huge_exp.json",
    "i_number_pos_double_huge_exp.json", "i_number_real_neg_overflow.json", "i_number_real_pos_overflow.json",
    "i_number_real_underflow.json", "i_number_too_big_neg_int.json", "i_number_too_big_pos_int.json",
    "i_number_very_big_negative_int.json",
  ]

  /// Texts that the suite accepts and this parser refuses: of two members of one name, readers take either.
  static let refused: Set<String> = [
    "y_object_duplicated_key.json", "y_object_duplicated_key_and_value.json",
  ]

  @Test func `every text is decided as its name says`() throws {
    let folder = try #require(SharedFolder.url("testdata/json-parsing/test_parsing"))
    let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
    #expect(files.count > 300)
    for file in files {
      let name = file.lastPathComponent
      let isExpected = name.hasPrefix("y_") && !Self.refused.contains(name) || Self.accepted.contains(name)
      #expect(parses([UInt8](try Data(contentsOf: file))) == isExpected, "\(name)")
    }
  }

  @Test func `every accepted text is the same value after it is written and read again`() throws {
    let folder = try #require(SharedFolder.url("testdata/json-parsing/test_parsing"))
    for file in try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil) {
      let bytes = [UInt8](try Data(contentsOf: file))
      guard parses(bytes) else { continue }
      let value = try JSONParser.parse(bytes)
      #expect(try JSONParser.parse(JSONWriter.bytes(value)) == value, "\(file.lastPathComponent)")
    }
  }

  private func parses(_ bytes: [UInt8]) -> Bool { (try? JSONParser.parse(bytes)) != nil }
}
