import CivilTime
import JSON
import Ledger
import MCP
import Posix
import Server
import Service

/// A server with an empty ledger: each input is a conversation, and each reply is JSON on one line.
struct SessionFuzz {
  private let folder = TemporaryPlace.make()
  private let now = Instant(milliseconds: 1_795_000_000_000)

  func read(_ bytes: [UInt8]) {
    let session = Session(server: LedgerServer.make(service(), note: { _ in }))
    var splitter = LineSplitter()
    var replies = session.receive(splitter.append(bytes[...]))
    replies += session.receive(splitter.append([UInt8(ascii: "\n")]))
    for reply in replies + session.end() {
      precondition(!reply.contains(UInt8(ascii: "\n")), "a reply is not on one line")
      precondition(JSONFuzz.parsed(reply) != nil, "a reply is no JSON")
    }
  }

  private func service() -> LedgerService {
    let now = now
    let world = LedgerWorld(
      now: { now }, monotonicMilliseconds: { 0 }, randomBytes: { (0..<$0).map { _ in UInt8.random(in: 0...255) } },
      sleepMilliseconds: { _ in })
    return LedgerService(
      ledger: Ledger(folder: LedgerFolder(path: folder), world: world), prices: EmbeddedFiles.prices,
      settings: ServiceSettings(userName: "fuzz", machineName: "fuzz"),
      zones: ZoneLibrary(folders: [], read: { _ in nil }), now: { now }, words: .english)
  }
}
