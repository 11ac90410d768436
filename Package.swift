// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "token-ledger",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "token-ledger", targets: ["token-ledger"]),
    .executable(name: "token-ledger-deliver", targets: ["token-ledger-deliver"]),
  ],
  dependencies: [],
  targets: [
    // Programs
    .executableTarget(
      name: "token-ledger", dependencies: ["CPosix", "CivilTime", "Commands", "Logging", "Posix", "Service"],
      // Most of the time from start to the first reply was spent on linking Swift's libraries.
      linkerSettings: [
        .unsafeFlags(["-static-stdlib"], .when(platforms: [.linux], configuration: .release))
      ]),
    // The only one that links networking.
    .executableTarget(
      name: "token-ledger-deliver", dependencies: ["CivilTime", "Delivery", "Ledger", "Logging", "Posix"]),
    .executableTarget(
      name: "ledger-benchmark",
      dependencies: [
        "AgentLogs", "CivilTime", "JSON", "Ledger", "MCP", "Posix", "Pricing", "Server", "Service", "SQLite", "Tokens",
      ],
      path: "Sources/LedgerBenchmark"),
    .executableTarget(
      name: "ledger-fuzz",
      dependencies: [
        "AgentLogs", "CivilTime", "Ingest", "JSON", "JSONSchema", "Ledger", "MCP", "Posix", "PriceImport", "Pricing",
        "SQLite", "Server", "Service",
      ],
      path: "Sources/LedgerFuzz"),

    // Libraries, each above those it may import
    .target(
      name: "Commands",
      dependencies: [
        "AgentLogs", "CivilTime", "Delivery", "JSON", "JSONSchema", "Ledger", "Logging", "MCP", "PriceImport",
        "Pricing", "SQLite",
        "Server", "Service",
      ]),
    .target(
      name: "Server",
      dependencies: [
        "AgentLogs", "CivilTime", "Delivery", "Ingest", "Insight", "JSON", "JSONSchema", "Ledger", "Logging", "MCP",
        "Posix",
        "Pricing", "Service", "Tokens",
      ]),
    .target(
      name: "Service",
      dependencies: [
        "AgentLogs", "CSchemas", "CivilTime", "Delivery", "Ingest", "Insight", "JSON", "JSONSchema", "Ledger",
        "Logging", "Posix",
        "Pricing", "Tokens",
      ]),
    .target(name: "Delivery", dependencies: ["CivilTime", "Ledger"]),
    .target(
      name: "AgentLogs",
      dependencies: ["CivilTime", "Ingest", "JSON", "Ledger", "Posix", "Pricing", "SQLite"]),
    .target(name: "Ingest", dependencies: ["CivilTime", "JSON", "Ledger", "Pricing"]),
    .target(name: "Insight", dependencies: ["CivilTime", "Posix"]),
    .target(name: "Ledger", dependencies: ["CivilTime", "JSON", "Posix", "Pricing", "SQLite"]),
    .target(name: "Logging", dependencies: ["CivilTime", "JSON", "Posix"]),
    .target(name: "MCP", dependencies: ["JSON", "JSONSchema"]),
    .target(name: "PriceImport", dependencies: ["JSON", "Pricing"]),
    .target(name: "Pricing", dependencies: ["CivilTime", "JSON"]),
    .target(name: "Tokens", dependencies: ["JSON"]),
    .target(name: "JSONSchema", dependencies: ["JSON"]),
    .target(name: "SQLite", dependencies: ["CSQLite", "Posix"]),
    .target(name: "CivilTime"),
    .target(name: "JSON"),
    .target(name: "CSchemas"),
    .target(name: "Posix", dependencies: ["CPosix"]),
    .target(name: "CPosix"),
    .systemLibrary(
      name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"]), .brew(["sqlite3"])]),

    // Tests
    .target(name: "TestSupport", dependencies: ["JSON"], path: "Tests/TestSupport"),
    .testTarget(
      name: "AgentLogsTests",
      dependencies: ["AgentLogs", "CivilTime", "Ingest", "JSON", "Ledger", "Posix", "Pricing", "SQLite", "TestSupport"]),
    .testTarget(name: "CivilTimeTests", dependencies: ["CivilTime", "TestSupport"]),
    .testTarget(
      name: "CommandsTests",
      dependencies: [
        "CivilTime", "Commands", "Delivery", "JSON", "JSONSchema", "Ledger", "MCP", "Pricing", "Server", "Service",
        "TestSupport",
      ]),
    .testTarget(
      name: "DeliveryTests",
      dependencies: ["CivilTime", "Delivery", "JSON", "Ledger", "TestSupport", "token-ledger-deliver"]),
    .testTarget(name: "IngestTests", dependencies: ["Ingest", "JSON", "Ledger", "Pricing", "TestSupport"]),
    .testTarget(name: "InsightTests", dependencies: ["CivilTime", "Insight", "TestSupport"]),
    .testTarget(name: "JSONSchemaTests", dependencies: ["JSON", "JSONSchema", "TestSupport"]),
    .testTarget(name: "JSONTests", dependencies: ["JSON", "TestSupport"]),
    .testTarget(
      name: "LedgerTests", dependencies: ["CivilTime", "JSON", "Ledger", "Pricing", "SQLite", "TestSupport"]),
    .testTarget(name: "LoggingTests", dependencies: ["CivilTime", "JSON", "Logging", "TestSupport"]),
    .testTarget(name: "MCPTests", dependencies: ["JSON", "JSONSchema", "MCP", "TestSupport"]),
    .testTarget(name: "PosixTests", dependencies: ["Posix", "TestSupport"]),
    .testTarget(
      name: "PriceImportTests",
      dependencies: ["CivilTime", "JSON", "PriceImport", "Pricing", "Server", "Service", "TestSupport"]),
    .testTarget(name: "PricingTests", dependencies: ["CivilTime", "JSON", "Pricing", "TestSupport"]),
    .testTarget(
      name: "ProcessTests",
      dependencies: ["JSON", "Posix", "SQLite", "TestSupport", "token-ledger", "token-ledger-deliver"]),
    .testTarget(name: "SQLiteTests", dependencies: ["SQLite", "TestSupport"]),
    .testTarget(
      name: "ServerTests",
      dependencies: [
        "CSchemas", "CivilTime", "JSON", "JSONSchema", "Ledger", "MCP", "Pricing", "SQLite", "Server", "Service",
        "TestSupport",
      ]),
    .testTarget(
      name: "ServiceTests",
      dependencies: [
        "AgentLogs", "CivilTime", "Ingest", "Ledger", "Posix", "Pricing", "SQLite", "Service", "TestSupport",
      ]),
    .testTarget(name: "TokensTests", dependencies: ["JSON", "TestSupport", "Tokens"]),
    .testTarget(
      name: "TranscriptTests",
      dependencies: [
        "CivilTime", "Commands", "JSON", "Ledger", "MCP", "Pricing", "Server", "Service", "TestSupport",
      ]),
  ],
  swiftLanguageModes: [.v6],
  cLanguageStandard: .gnu2x
)

for target in package.targets where target.type != .system {
  target.swiftSettings = [
    .enableUpcomingFeature("ExistentialAny"),  // SE-0335
    .enableUpcomingFeature("InternalImportsByDefault"),  // SE-0409
    .enableUpcomingFeature("MemberImportVisibility"),  // SE-0444
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),  // SE-0461
    // A quarter of a short command's work was looking for conformances that the compiler knows. Overlapping accesses,
    // which the compiler does not see, are looked for in debug builds, that is, in all tests.
    .unsafeFlags(
      ["-Xfrontend", "-disable-concrete-type-metadata-mangled-name-accessors", "-enforce-exclusivity=unchecked"],
      .when(platforms: [.linux], configuration: .release)),
  ]
}
