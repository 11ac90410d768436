import CivilTime
import JSON
import Ledger
import MCP
import Service

/// What `check_limit` is asked to hold or to give back.
struct ReservationArguments {
  /// For how many seconds a reservation holds where nothing is said.
  private static let usualSeconds: Int64 = 600

  /// Whether the planned call is to be held.
  let wantsReservation: Bool
  private let seconds: Int64
  private let released: String?
  private let service: LedgerService

  /// Reads the arguments; nothing is written yet.
  ///
  /// - Throws: ``ToolFailure``.
  init(_ arguments: Arguments, _ service: LedgerService) throws {
    wantsReservation = arguments.flag(.reserve)
    seconds = try arguments.number(.reserveSeconds, upTo: Instant.secondsPerDay) ?? Self.usualSeconds
    released = try arguments.text(.release)
    self.service = service
  }

  /// Gives a reservation back; nil when none is named.
  func release() throws -> Bool? {
    try released.map(service.release)
  }

  /// Holds the plan where that is wanted and `allowed`.
  func reserve(_ plan: PlannedUse, for subject: LimitSubject, allowed: Bool) throws -> Reservation? {
    guard wantsReservation, allowed else { return nil }
    var holding = Holding(subject: subject, tokens: plan.tokens ?? 0, cost: nil)
    if case .amount(let amount) = plan.cost { holding.cost = amount }
    return try service.ledger.reserve(holding, forSeconds: seconds)
  }
}

extension Answer {
  /// A reservation by its name, and until when it holds.
  static func reservation(_ reservation: Reservation, _ zone: Zone) -> JSONValue {
    ["id": .string(reservation.id.description), "expires_at": time(reservation.expiresAt, zone)]
  }
}
