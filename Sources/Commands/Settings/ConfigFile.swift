import JSON
import JSONSchema
import Server
import Service

/// The ledger's own settings file, `config.json` in the data folder.
enum ConfigFile {
  /// Where its schema is, below `schemas/`.
  static let schemaPath = "config.schema.json"

  /// Returns what is wrong with the contents of the file, in words; nothing when it is good.
  static func faults(in value: JSONValue) throws -> [String] {
    guard let bytes = EmbeddedFiles.bytes(of: schemaPath) else {
      preconditionFailure("\(schemaPath) is not compiled in; the list in CSchemas lacks it")
    }
    let schema = try Schema(try JSONParser.parse(bytes))
    return schema.violations(in: value).prefix(3).map { ViolationSentences.setting($0, in: value) }
  }
}
