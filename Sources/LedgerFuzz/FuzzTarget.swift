import AgentLogs

/// A reader of what others write, which must survive whatever that is.
struct FuzzTarget {
  /// What it is called on the command line.
  let name: String
  /// Reads an input; what does not hold ends the program.
  let read: ([UInt8]) -> Void

  /// The target of that name.
  init?(named name: String) {
    guard Self.names.contains(name) else { return nil }
    self.name = name
    read = Self.reader(name)
  }

  private static func reader(_ name: String) -> ([UInt8]) -> Void {
    switch name {
    case "json": JSONFuzz.read
    case "arguments": ArgumentFuzz().read
    case "session": SessionFuzz().read
    case "schema": SchemaFuzz.read
    case "usage": UsageFuzz.read
    case "prices": PriceFuzz.read
    case "price-import": PriceFuzz.readImport
    case "rates": PriceFuzz.readRates
    default: LogFuzz(LogSources.named(name)).read
    }
  }

  /// The names of all targets: parser, tools, validator, providers' answers, prices, and each program whose logs are read.
  static var names: [String] {
    ["json", "arguments", "session", "schema", "usage", "prices", "price-import", "rates"] + LogSources.names
  }
}
