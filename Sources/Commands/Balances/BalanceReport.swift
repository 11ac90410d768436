import CivilTime
import JSON
import Ledger
import Logging
import Pricing

/// Accounts, and the lines of one, for people and as JSON.
struct BalanceReport {
  /// The accounts shown.
  var balances: [Balance]
  /// True when one account was asked for, and not all.
  var isOfOne = true
  /// The lines of the only account; nil where they are not asked for.
  var entries: [BalanceEntry]?

  /// The lines for a terminal; amounts in US dollars.
  var text: String {
    guard let entries else { return accounts }
    let rows = entries.map { [Self.time(of: $0), Self.kind(of: $0), $0.amount.decimal, $0.note] }
    let total = ["", "remaining", balances[0].remaining.decimal, ""]
    return Self.lines(["date (UTC)", "entry", "amount (USD)", "note"], rows + [total])
  }

  private var accounts: String {
    guard !balances.isEmpty else { return "No user has an account." }
    return Self.lines(
      ["user", "since (UTC)", "remaining (USD)"],
      balances.map { [$0.userID, $0.openedAt.rfc3339(in: .utc), $0.remaining.decimal] })
  }

  /// As an object: one account with its lines, or `balances` of all.
  var json: JSONValue {
    guard isOfOne, let account = balances.first else {
      return ["balances": .array(balances.map { Self.json($0) })]
    }
    return Self.json(account, entries)
  }

  private static func json(_ balance: Balance, _ entries: [BalanceEntry]? = nil) -> JSONValue {
    .object(of: [
      "user_id": .string(balance.userID), "since": .string(balance.openedAt.rfc3339(in: .utc)),
      "remaining": number(balance.remaining), "currency": "USD", "entries": entries.map { .array($0.map(json)) },
    ])
  }

  private static func json(_ entry: BalanceEntry) -> JSONValue {
    .object(of: [
      "kind": .string(kind(of: entry)), "amount": number(entry.amount),
      "entered_at": .string(entry.enteredAt.rfc3339(in: .utc)), "day": entry.day.map { .string($0.description) },
      "note": entry.note.isEmpty ? nil : .string(entry.note),
    ])
  }

  private static func time(of entry: BalanceEntry) -> String {
    entry.day?.description ?? entry.enteredAt.rfc3339(in: .utc)
  }

  private static func kind(of entry: BalanceEntry) -> String {
    if entry.day != nil { return "usage" }
    return entry.amount > .zero ? "added" : "taken out"
  }

  private static func number(_ amount: Money) -> JSONValue {
    guard let number = JSONNumber(lexeme: amount.decimal) else { preconditionFailure("an amount is a number") }
    return .number(number)
  }

  /// Columns as wide as their widest cell; amounts to the right, notes last.
  private static func lines(_ header: [String], _ rows: [[String]]) -> String {
    let table = [header] + rows.map { $0.map(TerminalText.line) }
    let widths = header.indices.map { column in table.map { $0[column].count }.max() ?? 0 }
    let lines = table.map { row in
      let cells = row.indices.map { column in
        let space = String(repeating: " ", count: widths[column] - row[column].count)
        return column == 2 ? space + row[column] : row[column] + space
      }
      let line = cells.joined(separator: "  ")
      return String(line.reversed().drop { $0 == " " }.reversed())
    }
    return TerminalText.lines(lines)
  }
}
