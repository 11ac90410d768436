package import CivilTime
import SQLite

/// How much of one of a vendor's own allowances is used, as the vendor says.
package struct VendorWindow: Sendable, Hashable {
  /// The program that says so, such as `codex`.
  package let source: String
  /// What the vendor calls it, such as `primary` or `five_hour`.
  package let name: String
  /// How long it is, in minutes, where that is said.
  package let minutes: Int64?
  /// How much is used, in hundredths of a percent.
  package let usedBasisPoints: Int64
  /// When it begins again.
  package let resetsAt: Instant?
  /// The plan of the subscription, where that is said.
  package let plan: String?
  /// When that was so.
  package let observedAt: Instant

  /// Creates a window.
  package init(
    source: String, name: String, minutes: Int64?, usedBasisPoints: Int64, resetsAt: Instant?, plan: String?,
    observedAt: Instant
  ) {
    self.source = source
    self.name = name
    self.minutes = minutes
    self.usedBasisPoints = usedBasisPoints
    self.resetsAt = resetsAt
    self.plan = plan
    self.observedAt = observedAt
  }
}

extension Ledger {
  /// Notes what a vendor says of its allowances, in the running batch; what was said later stays.
  package func note(_ windows: [VendorWindow]) throws(LedgerError) {
    try writing { store throws(SQLiteError) in
      for window in windows {
        try store.connection.run(
          """
          INSERT INTO vendor_window (source, name, minutes, used_basis_points, resets_at, plan, observed_at)
          VALUES (?, ?, ?, ?, ?, ?, ?)
          ON CONFLICT (source, name) DO UPDATE SET
            minutes = excluded.minutes, used_basis_points = excluded.used_basis_points,
            resets_at = excluded.resets_at, plan = excluded.plan, observed_at = excluded.observed_at
          WHERE excluded.observed_at >= observed_at
          """, .text(window.source), .text(window.name), window.minutes.map(SQLValue.integer) ?? .null,
          .integer(window.usedBasisPoints), window.resetsAt.map { .integer($0.milliseconds) } ?? .null,
          window.plan.map(SQLValue.text) ?? .null, .integer(window.observedAt.milliseconds))
      }
    }
  }

  /// Returns what vendors last said of their allowances, by source and name.
  package func vendorWindows() throws(LedgerError) -> [VendorWindow] {
    try readingRows { store throws(SQLiteError) in
      try store.connection.all(
        """
        SELECT source, name, minutes, used_basis_points, resets_at, plan, observed_at
        FROM vendor_window ORDER BY source, name
        """
      ) { row throws(SQLiteError) in
        VendorWindow(
          source: try row.text(0), name: try row.text(1), minutes: try row.optionalInteger(2),
          usedBasisPoints: try row.integer(3), resetsAt: row.isNull(4) ? nil : try row.time(4),
          plan: try row.optionalText(5), observedAt: try row.time(6))
      }
    }
  }
}
