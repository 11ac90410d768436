import JSON
import JSONSchema
import Service

/// The places in which settings are made, the strongest first: flag, environment, `.env`, `config.json`.
struct SettingSources {
  /// The folder of the ledger.
  let dataFolder: String
  private let environment: [String: String]
  private let file: [String: String]
  private let filePath: String
  private let config: JSONObject
  private let configPath: String

  /// Reads the places that the options and the host name.
  ///
  /// - Throws: ``CommandFailure`` for a file that cannot be read or is faulty.
  init(_ options: Options, _ host: Host) throws {
    environment = host.environment
    let named = try options.environmentFile.map { try Self.environmentFile($0, host) }
    let chosen =
      options.dataFolder ?? host.environment[SettingList.dataFolder.name].flatMap(Self.nonEmpty)
      ?? named?[SettingList.dataFolder.name].flatMap(Self.nonEmpty)
    dataFolder = DataFolder.path(chosen, host)
    filePath = options.environmentFile ?? dataFolder + "/.env"
    file = try named ?? (Self.isThere(filePath, host) ? Self.environmentFile(filePath, host) : [:])
    configPath = dataFolder + "/config.json"
    config = try Self.config(configPath, host)
  }

  /// Returns the text of a setting, or nil where it is not made; an empty text counts as not made.
  func text(_ setting: Setting) -> String? { made(setting)?.text }

  /// Returns a setting as it is made in the strongest place, or nil where it is not made.
  func made(_ setting: Setting) -> MadeSetting? { ofProcess(setting) ?? ofConfig(setting) }

  /// Returns a setting as it stands in the strongest place that names it, also where its text is empty.
  func named(_ setting: Setting) -> MadeSetting? {
    if let text = environment[setting.name] {
      return MadeSetting(name: setting.name, text: text, place: "the environment")
    }
    if let text = file[setting.name] { return MadeSetting(name: setting.name, text: text, place: filePath) }
    let key = setting.name.lowercased()
    return config[key]?.string.map { MadeSetting(name: key, text: $0, place: configPath) }
  }

  /// Returns a setting as the environment or a `.env` file makes it.
  func ofProcess(_ setting: Setting) -> MadeSetting? {
    guard case .anywhere = setting.places else { return nil }
    if let text = environment[setting.name].flatMap(Self.nonEmpty) {
      return MadeSetting(name: setting.name, text: text, place: "the environment")
    }
    return file[setting.name].flatMap(Self.nonEmpty).map {
      MadeSetting(name: setting.name, text: $0, place: filePath)
    }
  }

  /// Returns a setting as `config.json` makes it.
  func ofConfig(_ setting: Setting) -> MadeSetting? {
    let key = setting.name.lowercased()
    let text: String? =
      switch config[key] {
      case .string(let text): Self.nonEmpty(text)
      case .number(let number): number.lexeme
      case .bool(let isTrue): isTrue ? "true" : "false"
      default: nil
      }
    return text.map { MadeSetting(name: key, text: $0, place: configPath) }
  }

  /// The entries of `token_ledger_limits` in `config.json`.
  var limits: [JSONObject] { (config["token_ledger_limits"]?.array ?? []).compactMap(\.object) }

  private static func nonEmpty(_ text: String) -> String? { text.isEmpty ? nil : text }

  private static func environmentFile(_ path: String, _ host: Host) throws -> [String: String] {
    try EnvironmentFile(String(decoding: try contents(path, host), as: UTF8.self), path: path).values
  }

  /// Whether there is a file, readable or not: one that cannot be read must not pass for none, or its limits
  /// would be gone in silence.
  private static func isThere(_ path: String, _ host: Host) -> Bool {
    host.readFile(path) != nil || host.permissions(path) != nil
  }

  private static func contents(_ path: String, _ host: Host) throws -> [UInt8] {
    guard let bytes = host.readFile(path) else {
      throw CommandFailure(
        status: .inputOutput,
        message: "the file of settings \(path) cannot be read; check its name and permissions")
    }
    return bytes
  }

  private static func config(_ path: String, _ host: Host) throws -> JSONObject {
    guard isThere(path, host) else { return JSONObject() }
    let bytes = try contents(path, host)
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

/// A setting as somebody has made it.
struct MadeSetting: Equatable {
  /// Its name in that place.
  let name: String
  /// Its value; empty only where ``SettingSources/named(_:)`` found it so.
  let text: String
  /// Where it is: the environment or a file.
  let place: String

  /// Returns the failure that says where the value is and what is accepted.
  func fault(wanted: String) -> CommandFailure {
    CommandFailure(
      status: .badData, message: "\(name) is \"\(text)\" in \(place); give \(wanted), or remove it")
  }
}
