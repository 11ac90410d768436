import CivilTime
import Posix
import Pricing
import SQLite

/// The files of the archive, read line by line into the temporary tables of ``VerifiedSums``.
struct ArchiveShelf {
  let reader: ArchiveReader
  let folder: LedgerFolder

  /// Puts what the lines of archived records say into `verified_call`, `verified_meter` and `verified_key`.
  ///
  /// Lines of records that the ledger does not know belong to other ledgers, or come from a process that was killed.
  ///
  /// - Returns: Whether each archived record stands in a line that can be read.
  func load(into store: LedgerStore, noting report: inout VerificationReport) throws(SQLiteError) -> Bool {
    let months = try store.connection.all("SELECT month, part, bytes FROM archive_file ORDER BY month") {
      row throws(SQLiteError) in
      ArchivedMonth(name: try row.text(0), parts: try row.part(1), bytes: try row.fileSize(2), records: 0)
    }
    var lines = ArchivedLines(store: store, reader: reader)
    for month in months {
      try forEachLine(of: month, noting: &report.archiveFaults) { line throws(SQLiteError) in try lines.take(line) }
    }
    report.foreignLines = lines.foreign
    report.archivedRecords = lines.known
    let archived = try store.connection.firstInteger("SELECT count(*) FROM archived_record") ?? 0
    if archived > lines.known { report.archiveFaults.append(.recordsWithoutLine(count: archived - lines.known)) }
    return archived == lines.known
  }

  /// Hands each line of a month's files, without its end, to `body`, which returns what is wrong with it.
  func forEachLine(
    of month: ArchivedMonth, noting faults: inout [ArchiveFault],
    _ body: (ArraySlice<UInt8>) throws(SQLiteError) -> ArchivedLineFault?
  ) throws(SQLiteError) {
    for part in 1...month.parts {
      let isOpen = part == month.parts
      let file = ArchiveFile(month: month.name, part: part, bytes: isOpen ? month.bytes : 0, in: folder)
      if !isOpen || month.bytes > 0 { try read(file, isOpen: isOpen, &faults, body) }
    }
  }

  private func read(
    _ file: ArchiveFile, isOpen: Bool, _ faults: inout [ArchiveFault],
    _ body: (ArraySlice<UInt8>) throws(SQLiteError) -> ArchivedLineFault?
  ) throws(SQLiteError) {
    if LedgerFolder.size(of: file.path) > 0 {
      try read(file.path, named: file.name, upTo: isOpen ? file.bytes : nil, &faults, body)
    } else if file.isCompressed {
      // Another process may read the same file.
      let draft = "\(file.compressedPath).\(reader.process).tmp"
      defer { unlink(draft) }
      if let reason = reader.expand(file.compressedPath, draft) {
        faults.append(.unreadable(file: file.name + ".gz", reason: reason))
      } else {
        try read(draft, named: file.name + ".gz", upTo: nil, &faults, body)
      }
    } else if isOpen {
      faults.append(.missing(file: file.name))
    }
  }

  private func read(
    _ path: String, named name: String, upTo limit: Int64?, _ faults: inout [ArchiveFault],
    _ body: (ArraySlice<UInt8>) throws(SQLiteError) -> ArchivedLineFault?
  ) throws(SQLiteError) {
    var number: Int64 = 0
    var found: [ArchiveFault] = []
    let bytes = try LineFile(path: path).forEach(upTo: limit) { line throws(SQLiteError) in
      number += 1
      guard let fault = try body(line) else { return }
      if found.count < VerificationReport.toldOfTable { found.append(fault.told(of: name, line: number)) }
    }
    faults += found
    switch bytes {
    case .failure(let error): faults.append(.unreadable(file: name, reason: error.text))
    case .success(let bytes):
      if let limit, bytes < limit { faults.append(.cut(file: name, bytes: bytes, certain: limit)) }
    }
  }
}

/// What is wrong with one line.
enum ArchivedLineFault {
  case bad
  case repeated
  case strange

  /// The same with the place.
  func told(of file: String, line: Int64) -> ArchiveFault {
    switch self {
    case .bad: .badLine(file: file, line: line)
    case .repeated: .repeatedLine(file: file, line: line)
    case .strange: .strangeLine(file: file, line: line)
    }
  }
}

/// Takes in lines of the archive.
struct ArchivedLines {
  let store: LedgerStore
  let reader: ArchiveReader
  /// How many archived records have been met.
  private(set) var known: Int64 = 0
  /// How many lines are of no archived record of this ledger.
  private(set) var foreign: Int64 = 0

  private var connection: Connection { store.connection }

  init(store: LedgerStore, reader: ArchiveReader) {
    self.store = store
    self.reader = reader
  }

  /// Takes in a line, and returns what is wrong with it.
  mutating func take(_ line: ArraySlice<UInt8>) throws(SQLiteError) -> ArchivedLineFault? {
    guard let call = reader.call(line) else { return .bad }
    guard try store.isArchived(call.id) else {
      foreign += 1
      return nil
    }
    let digest = Self.digest(line)
    let earlier = try connection.firstInteger(
      "SELECT line FROM temp.verified_call WHERE public_id = ?", .blob(call.id.bytes))
    if let earlier { return earlier == digest ? nil : .repeated }
    guard let context = try context(of: call), let user = try store.textID(of: call.facts.userID) else {
      return .strange
    }
    let session = try session(of: call, user)
    guard session != nil || call.facts.sessionID.isEmpty else { return .strange }
    known += 1
    try add(call.record(context: context, session: session), user, digest)
    try addKeys(of: call, user)
    return nil
  }

  private func add(_ record: StoredRecord, _ user: TextID, _ digest: Int64) throws(SQLiteError) {
    let time = record.facts.timestamp.milliseconds
    let quarter = QuarterHour.number(at: time)
    let values: [SQLValue] =
      [.blob(record.id.bytes), .integer(digest), user.value, .integer(record.recordedAt.milliseconds)]
      + [record.session?.number ?? 0, record.context.number, quarter, time, time].map(SQLValue.integer)
      + record.counted.columns
    let places = Array(repeating: "?", count: values.count).joined(separator: ", ")
    try connection.run("INSERT INTO temp.verified_call VALUES (\(places))", binding: values)
    for part in record.contribution.meters {
      try connection.run(
        "INSERT INTO temp.verified_meter VALUES (?, ?, ?, ?)", .integer(quarter), record.context.value,
        .integer(Int64(part.meter.rawValue)), .integer(part.quantity))
    }
  }

  private func addKeys(of call: ArchivedCall, _ user: TextID) throws(SQLiteError) {
    for key in call.keys {
      try connection.run(
        "INSERT INTO temp.verified_key VALUES (?, ?, ?, ?, ?)", .blob(call.id.bytes), user.value,
        try store.textID(of: key.namespace)?.value ?? .null, .text(key.id), .integer(key.part))
    }
  }

  private func context(of call: ArchivedCall) throws(SQLiteError) -> ContextID? {
    let words = ContextTexts(call.facts, call.price)
    var ids: [TextID] = []
    for text in [
      words.userID, words.projectID, words.agent, words.mode, words.operation, words.source, words.machine,
      words.provider, words.model, words.pricedAs, words.serviceTier, words.region,
    ] {
      guard let id = try store.textID(of: text) else { return nil }
      ids.append(id)
    }
    let key = ContextKey(
      userID: ids[0], projectID: ids[1], agent: ids[2], mode: ids[3], operation: ids[4], source: ids[5],
      machine: ids[6], provider: ids[7], model: ids[8], pricedAs: ids[9], serviceTier: ids[10], region: ids[11],
      costKind: words.costKind.rawValue, band: words.band)
    return try store.caches.contexts.find(key, in: connection)
  }

  private func session(of call: ArchivedCall, _ user: TextID) throws(SQLiteError) -> SessionID? {
    guard !call.facts.sessionID.isEmpty, let name = try store.textID(of: call.facts.sessionID) else { return nil }
    return try connection.firstID(
      "SELECT id FROM session WHERE name = ? AND user_id = ?", name.value, user.value)
  }

  /// Tells lines apart (FNV-1a).
  private static func digest(_ line: ArraySlice<UInt8>) -> Int64 {
    Int64(
      bitPattern: line.reduce(14_695_981_039_346_656_037 as UInt64) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 })
  }
}
