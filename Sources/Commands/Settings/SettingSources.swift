import JSON
import JSONSchema
import Service

/// The places in which settings are made, the strongest first: flag, environment, `.env`, `config.json`.
struct SettingSources {
  /// The folder of the ledger.
  let dataFolder: String
  private let environment: [String: String]
  private let file: [String: String]
  private let config: JSONObject

  /// Reads the places that the options and the host name.
  ///
  /// - Throws: ``CommandFailure`` for a file that cannot be read or is faulty.
  init(_ options: Options, _ host: Host) throws {
    environment = host.environment
    let named = try options.environmentFile.map { try Self.environmentFile($0, host) }
    let chosen = options.dataFolder ?? host.environment[SettingList.dataFolder.name].flatMap(Self.nonEmpty)
      ?? named?[SettingList.dataFolder.name].flatMap(Self.nonEmpty)
    dataFolder = DataFolder.path(chosen, host)
    let beside = dataFolder + "/.env"
    if let named {
      file = named
    } else {
      file = host.readFile(beside) == nil ? [:] : try Self.environmentFile(beside, host)
    }
    config = try Self.config(dataFolder + "/config.json", host)
  }

  /// Returns the text of a setting, or nil where it is not made; an empty text counts as not made.
  func text(_ setting: Setting) -> String? {
    if case .anywhere = setting.places {
      if let text = environment[setting.name].flatMap(Self.nonEmpty) { return text }
      if let text = file[setting.name].flatMap(Self.nonEmpty) { return text }
    }
    return switch config[setting.name.lowercased()] {
    case .string(let text): Self.nonEmpty(text)
    case .number(let number): number.lexeme
    default: nil
    }
  }

  private static func nonEmpty(_ text: String) -> String? { text.isEmpty ? nil : text }

  private static func environmentFile(_ path: String, _ host: Host) throws -> [String: String] {
    guard let bytes = host.readFile(path) else {
      throw CommandFailure(
        status: .inputOutput, message: "the file of settings \(path) cannot be read; check its name and permissions")
    }
    return try EnvironmentFile(String(decoding: bytes, as: UTF8.self), path: path).values
  }

  private static func config(_ path: String, _ host: Host) throws -> JSONObject {
    guard let bytes = host.readFile(path) else { return JSONObject() }
    let value: JSONValue
    do {
      value = try JSONParser.parse(bytes)
    } catch {
      throw CommandFailure(
        status: .badData, message: "\(path) is not JSON (byte \(error.offset)); correct it or move it away")
    }
    let faults = try ConfigFile.faults(in: value)
    guard faults.isEmpty, let object = value.object else {
      throw CommandFailure(status: .badData, message: "\(path): \(faults.joined(separator: " ")) Correct it.")
    }
    return object
  }
}
