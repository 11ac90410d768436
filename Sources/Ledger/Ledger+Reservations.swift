import CivilTime
import Pricing
import SQLite

extension Ledger {
  /// Takes the writers' lock, so that what is read from now on stays true until the running batch is committed.
  package func beginWriting() throws(LedgerError) { try writing { _ in } }

  /// Holds a planned call's tokens and cost, in the running batch.
  ///
  /// - Parameter seconds: For how long; above 0.
  package func reserve(_ call: PlannedCallFacts, forSeconds seconds: Int64) throws(LedgerError) -> Reservation {
    try refuseOthers(call.userID)
    try beginWriting()
    let now = try ledgerTime()
    let reservation = Reservation(
      id: RecordID(bytes: world.randomBytes(16)), call: call,
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

  /// Returns what open reservations hold, of all calls or those with that text in a dimension.
  ///
  /// - Parameter dimension: One that reservations know: user, session, project, agent, model or provider.
  package func reserved(_ dimension: Dimension? = nil, _ text: String = "") throws(LedgerError) -> ReservedTotals {
    let now = try ledgerTime()
    return try readingRow { store throws(SQLiteError) in
      guard let dimension else { return try store.reserved(nil, 0, at: now) }
      guard let id = try store.texts.id(of: text, in: store.connection) else { return ReservedTotals() }
      return try store.reserved(dimension, id, at: now)
    }
  }
}

extension LedgerStore {
  fileprivate func enter(_ reservation: Reservation) throws(SQLiteError) {
    let call = reservation.call
    var values: [SQLValue] = [.blob(reservation.id.bytes), .integer(reservation.expiresAt.milliseconds)]
    for text in [call.userID, call.sessionID, call.projectID, call.agent, call.model, call.provider] {
      values.append(.integer(try texts.intern(text, in: connection)))
    }
    let cost = StoredMoney(call.cost ?? .zero)
    values += [.integer(call.tokens), .integer(cost.dollars), .integer(cost.picodollars)]
    try connection.run(
      """
      INSERT INTO reservation (public_id, expires_at, user_id, session_id, project_id, agent, model, provider, tokens,
        dollars, picodollars)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """, binding: values)
  }

  fileprivate func dropReservation(_ id: RecordID, ofUser user: String?) throws(SQLiteError) -> Bool {
    guard let user else {
      try connection.run("DELETE FROM reservation WHERE public_id = ?", .blob(id.bytes))
      return connection.changes > 0
    }
    guard let owner = try texts.id(of: user, in: connection) else { return false }
    try connection.run(
      "DELETE FROM reservation WHERE public_id = ? AND user_id = ?", .blob(id.bytes), .integer(owner))
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

  /// Returns what reservations hold that are open at `now`.
  ///
  /// - Parameter text: The interned text that `dimension` must have.
  func reserved(_ dimension: Dimension?, _ text: Int64, at now: Instant) throws(SQLiteError) -> ReservedTotals {
    let condition = dimension.map { " AND \($0.rawValue) = ?" } ?? ""
    let values: [SQLValue] = [.integer(now.milliseconds)] + (dimension == nil ? [] : [.integer(text)])
    let totals = try connection.first(
      """
      SELECT count(*), coalesce(sum(tokens), 0), coalesce(sum(dollars), 0),
        coalesce(sum(picodollars / 1000000), 0), coalesce(sum(picodollars % 1000000), 0)
      FROM reservation WHERE expires_at > ?\(condition)
      """, binding: values
    ) { row throws(SQLiteError) in
      var totals = ReservedTotals()
      totals.requests = try row.integer(0)
      totals.tokens = try row.integer(1)
      totals.cost = StoredMoney.joined(
        dollars: try row.integer(2), millions: try row.integer(3), rest: try row.integer(4))
      return totals
    }
    return totals ?? ReservedTotals()
  }
}
