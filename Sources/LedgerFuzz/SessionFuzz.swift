import CivilTime
import JSON
import Ledger
import MCP
import Posix
import Server
import Service

/// A server: each input is a conversation of its own about one ledger, and each reply is JSON on one line.
struct SessionFuzz {
  private static let now = Instant(milliseconds: 1_795_000_000_000)
  private let server = LedgerServer.make(service(), note: { _ in })

  func read(_ bytes: [UInt8]) {
    let session = Session(server: server)
    var splitter = LineSplitter()
    var replies = session.receive(splitter.append(bytes[...]))
    replies += session.receive(splitter.append([UInt8(ascii: "\n")]))
    for reply in replies + session.end() {
      precondition(!reply.contains(UInt8(ascii: "\n")), "a reply is not on one line")
      precondition(JSONFuzz.parsed(reply) != nil, "a reply is no JSON")
    }
  }

  private static func service() -> LedgerService {
    let world = LedgerWorld(
      now: { now }, monotonicMilliseconds: { 0 }, randomBytes: { (0..<$0).map { _ in UInt8.random(in: 0...255) } },
      sleepMilliseconds: { _ in })
    return LedgerService(
      ledger: Ledger(folder: LedgerFolder(path: TemporaryPlace.make()), world: world), prices: EmbeddedFiles.prices,
      settings: ServiceSettings(userName: "fuzz", machineName: "fuzz"),
      zones: ZoneLibrary(folders: [], read: { _ in nil }), now: { now }, words: .english)
  }
}
