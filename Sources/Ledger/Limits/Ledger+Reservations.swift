import CivilTime
import Pricing
import SQLite

extension Ledger {
  /// Takes the writers' lock, so that what is read from now on stays true until the running batch is committed.
  package func beginWriting() throws(LedgerError) { try writing { _ in } }

  /// Holds a planned call's tokens and cost, in the running batch.
  ///
  /// - Parameter seconds: For how long; above 0.
  package func reserve(_ holding: Holding, forSeconds seconds: Int64) throws(LedgerError) -> Reservation {
    try refuseOthers(holding.subject[.user] ?? "")
    try beginWriting()
    let now = try ledgerTime()
    let reservation = Reservation(
      id: RecordID(bytes: world.randomBytes(16)), holding: holding,
      expiresAt: now.adding(milliseconds: seconds * 1_000))
    try writing { store throws(SQLiteError) in
      try store.forgetReservations(expiredAt: now)
      try store.enter(reservation)
    }
    return reservation
  }

  /// Gives back what a reservation holds, because its call was recorded or will not be made.
  ///
  /// - Parameter user: Whose it must be; nil for anybody's, but never another's than ``onlyUser``.
  /// - Returns: False when there is none of that name, or its time was up.
  package func release(_ id: RecordID, ofUser user: String? = nil) throws(LedgerError) -> Bool {
    try beginWriting()
    let now = try ledgerTime()
    return try writing { store throws(SQLiteError) in
      try store.forgetReservations(expiredAt: now)
      return try store.dropReservation(id, ofUser: onlyUser ?? user)
    }
  }

  /// Deletes reservations whose time is up; they hold nothing since.
  ///
  /// - Returns: How many there were.
  package func expireReservations() throws(LedgerError) -> Int {
    let now = try ledgerTime()
    let due = try readingRow { store throws(SQLiteError) in try store.hasReservations(expiredAt: now) }
    // Mostly there is nothing to do, which must not take the writers' lock.
    guard due else { return 0 }
    return try writing { store throws(SQLiteError) in try store.forgetReservations(expiredAt: now) }
  }

  /// Returns what open reservations hold within a scope, those that end first before others.
  package func reserved(_ scope: LimitScope = .all) throws(LedgerError) -> [ReservedTotals] {
    let now = try ledgerTime()
    return try readingRow { store throws(SQLiteError) in try store.reserved(scope, at: now) }
  }
}

extension LedgerStore {
  fileprivate func enter(_ reservation: Reservation) throws(SQLiteError) {
    let holding = reservation.holding
    var values: [SQLValue] = [.blob(reservation.id.bytes), .integer(reservation.expiresAt.milliseconds)]
    for dimension in LimitDimension.allCases {
      values.append(try intern(holding.subject[dimension] ?? "").value)
    }
    values += [.integer(holding.tokens)] + StoredMoney(holding.cost ?? .zero).values
    try connection.run(
      """
      INSERT INTO reservation (public_id, expires_at, \(LimitDimension.allCases.map(\.reservationColumn)
        .joined(separator: ", ")), tokens, dollars, picodollars)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """, binding: values)
  }

  fileprivate func dropReservation(_ id: RecordID, ofUser user: String?) throws(SQLiteError) -> Bool {
    guard let user else {
      try connection.run("DELETE FROM reservation WHERE public_id = ?", .blob(id.bytes))
      return connection.changes > 0
    }
    guard let owner = try textID(of: user) else { return false }
    try connection.run(
      "DELETE FROM reservation WHERE public_id = ? AND user_id = ?", .blob(id.bytes), owner.value)
    return connection.changes > 0
  }

  @discardableResult
  fileprivate func forgetReservations(expiredAt now: Instant) throws(SQLiteError) -> Int {
    try connection.run("DELETE FROM reservation WHERE expires_at <= ?", .integer(now.milliseconds))
    return connection.changes
  }

  fileprivate func hasReservations(expiredAt now: Instant) throws(SQLiteError) -> Bool {
    try connection.firstInteger(
      "SELECT 1 FROM reservation WHERE expires_at <= ? LIMIT 1", .integer(now.milliseconds)) != nil
  }

  /// Returns what reservations hold that are open at `now`, those that end first before others.
  func reserved(_ scope: LimitScope, at now: Instant) throws(SQLiteError) -> [ReservedTotals] {
    var condition = ""
    var values: [SQLValue] = [.integer(now.milliseconds)]
    if let dimension = scope.dimension {
      guard let name = scope.name, let text = try textID(of: name) else { return [] }
      condition = " AND \(dimension.reservationColumn) = ?"
      values.append(text.value)
    }
    return try connection.all(
      """
      SELECT max(expires_at), count(*), sum(tokens),
        \(StoredMoney.sums(dollars: "dollars", picodollars: "picodollars"))
      FROM reservation WHERE expires_at > ?\(condition) GROUP BY expires_at / 1000 ORDER BY 1
      """, binding: values
    ) { row throws(SQLiteError) in
      ReservedTotals(
        until: try row.time(0), requests: try row.count(1), tokens: try row.count(2),
        cost: try StoredMoney.sum(row, from: 3))
    }
  }
}

extension LimitDimension {
  /// The column of table `reservation` that holds it.
  fileprivate var reservationColumn: String {
    switch self {
    case .user: "user_id"
    case .session: "session_id"
    case .project: "project_id"
    case .agent: "agent"
    case .model: "model"
    case .provider: "provider"
    }
  }
}
