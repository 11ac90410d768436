import CivilTime
import JSON
import Ledger
import MCP
import Posix
import Server
import Service

/// The service that is measured, and calls to it.
enum BenchmarkService {
  /// The time of all measurements: that at which the program was started.
  static let now = Stopwatch.time

  /// Limits that nothing reaches.
  static let distantLimits = [
    LimitRule(id: "TOKEN_DAILY_LIMIT", metric: .tokens, window: .day, limit: 1 << 50),
    LimitRule(id: "TOKEN_MONTHLY_LIMIT", metric: .tokens, window: .month, limit: 1 << 50),
    LimitRule(id: "TOKEN_PER_MINUTE_LIMIT", metric: .tokens, window: .minute, limit: 1 << 50),
    LimitRule(id: "REQUESTS_PER_MINUTE_LIMIT", metric: .requests, window: .minute, limit: 1 << 50),
  ]

  /// Returns a service over the ledger in `folder`.
  static func service(
    in folder: String, onlyUser: String? = nil, limits: [LimitRule] = distantLimits,
    now: @escaping @Sendable () -> Instant = { BenchmarkService.now }
  ) -> LedgerService {
    let world = LedgerWorld(
      now: now, monotonicMilliseconds: { Stopwatch.nanoseconds() / 1_000_000 },
      randomBytes: { count in
        // In one call of the system, as programs do it.
        [UInt8](unsafeUninitializedCapacity: count) { bytes, filled in
          filled = getentropy(bytes.baseAddress, count) == 0 ? count : 0
        }
      },
      sleepMilliseconds: { usleep(UInt32($0) * 1_000) })
    var settings = ServiceSettings(userName: "bench", machineName: "bench")
    settings.limits = LimitSettings(rules: limits)
    return LedgerService(
      ledger: Ledger(folder: LedgerFolder(path: folder), world: world, onlyUser: onlyUser),
      prices: EmbeddedFiles.prices,
      settings: settings, zones: ZoneLibrary(folders: [], read: { _ in nil }), now: now,
      words: .english)
  }

  /// Returns a session with a server over the service.
  static func session(_ service: LedgerService) -> Session {
    Session(server: LedgerServer.make(service, note: { print($0) }))
  }

  /// Returns the line that calls a tool.
  static func call(_ name: String, _ arguments: JSONValue) -> Line {
    .text(
      JSONWriter.bytes([
        "jsonrpc": "2.0", "id": 1, "method": "tools/call",
        "params": [
          "name": .string(name), "arguments": arguments,
          "_meta": [
            "io.modelcontextprotocol/protocolVersion": "2026-07-28",
            "io.modelcontextprotocol/clientCapabilities": [:],
          ],
        ],
      ]))
  }
}
