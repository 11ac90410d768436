import CivilTime
import Ledger
import Posix
import Service

/// Ledgers of several sizes in one folder, each grown from the one before.
///
/// Making one can be interrupted: the next run goes on where the last commit was.
struct GrowthLedgers {
  /// Where they lie, each in a folder named after its number of records.
  let folder: String
  /// Their sizes in records, ascending.
  let sizes: [Int]

  /// A session that every ledger has.
  static let knownSession = "session-10000-40"

  /// Large, as records with random ids change nearly every page of an index.
  private static let batch = 200_000

  /// The folder of the ledger with so many records.
  func folder(of size: Int) -> String { "\(folder)/\(size)" }

  /// Makes those that are not there.
  func make() throws {
    var smaller = 0
    for size in sizes {
      if try !isWhole(size) { try grow(from: smaller, to: size) }
      smaller = size
    }
  }

  private func isWhole(_ size: Int) throws -> Bool {
    guard LedgerCopy.isThere(folder(of: size)) else { return false }
    return try Self.count(Self.service(in: folder(of: size))) >= size
  }

  private func grow(from smaller: Int, to size: Int) throws {
    let place = folder(of: size)
    if smaller > 0, !LedgerCopy.isThere(place) { try LedgerCopy.make(of: folder(of: smaller), in: place) }
    let service = Self.service(in: place)
    let known = try Self.count(service)
    var history = GrowthHistory(size - smaller, seed: size)
    for _ in smaller..<max(smaller, known) { _ = history.next() }
    var made = known
    while let call = history.next() {
      _ = try service.record(call)
      made += 1
      guard made % Self.batch == 0 else { continue }
      try service.ledger.commit()
      print("\(made) of \(size) records")
    }
    try service.ledger.commit()
  }

  private static func count(_ service: LedgerService) throws -> Int {
    Int(try service.ledger.totals(of: .all, filter: UsageFilter(texts: [:])).all.requests)
  }

  private static func service(in folder: String) -> LedgerService {
    BenchmarkService.service(in: folder, limits: [], now: { GrowthHistory.end })
  }
}
