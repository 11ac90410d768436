import Ledger

extension LimitRule {
  /// The limit that `TOKEN_DAILY_LIMIT` sets.
  static func daily(_ limit: Int64) -> LimitRule {
    LimitRule(id: "TOKEN_DAILY_LIMIT", metric: .tokens, window: .day, limit: Int128(limit))
  }
  /// The limit that `TOKEN_MONTHLY_LIMIT` sets.
  static func monthly(_ limit: Int64) -> LimitRule {
    LimitRule(id: "TOKEN_MONTHLY_LIMIT", metric: .tokens, window: .month, limit: Int128(limit))
  }
  /// The limit that `TOKEN_PER_MINUTE_LIMIT` sets.
  static func minute(_ limit: Int64) -> LimitRule {
    LimitRule(id: "TOKEN_PER_MINUTE_LIMIT", metric: .tokens, window: .minute, limit: Int128(limit))
  }
  /// The limit that `REQUESTS_PER_MINUTE_LIMIT` sets.
  static func requests(_ limit: Int64) -> LimitRule {
    LimitRule(id: "REQUESTS_PER_MINUTE_LIMIT", metric: .requests, window: .minute, limit: Int128(limit))
  }
}
