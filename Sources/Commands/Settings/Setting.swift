/// A setting that people can make, in the environment, a `.env` file or `config.json`.
struct Setting: Sendable {
  /// Its name in the environment; in `config.json` the same in lower case.
  let name: String
  /// Where it may be made.
  let places: Places
  /// What it does, in a line.
  let summary: String

  /// Where a setting may be made.
  enum Places: Sendable {
    /// Environment, `.env` file and `config.json`.
    case anywhere
    /// Only `config.json`: it belongs to the ledger, not to one process.
    case ledger
  }
}

/// The settings, in the order in which they are documented.
enum SettingList {
  static let dataFolder = Setting(
    name: "TOKEN_MONITOR_DATA_DIR", places: .anywhere, summary: "Folder that holds the ledger")
  static let dailyTokens = Setting(
    name: "TOKEN_DAILY_LIMIT", places: .anywhere, summary: "Tokens per calendar day; no limit where unset")
  static let monthlyTokens = Setting(
    name: "TOKEN_MONTHLY_LIMIT", places: .anywhere, summary: "Tokens per calendar month; no limit where unset"
  )
  static let minuteTokens = Setting(
    name: "TOKEN_PER_MINUTE_LIMIT", places: .anywhere,
    summary: "Tokens in any 60 seconds; no limit where unset")
  static let minuteRequests = Setting(
    name: "REQUESTS_PER_MINUTE_LIMIT", places: .anywhere,
    summary: "Calls in any 60 seconds; no limit where unset")
  static let warningThreshold = Setting(
    name: "TOKEN_WARNING_THRESHOLD", places: .anywhere, summary: "Share of a limit that warns (0.8)")
  static let alertThreshold = Setting(
    name: "TOKEN_ALERT_THRESHOLD", places: .anywhere, summary: "Share of a limit that alerts (0.9)")
  static let monitor = Setting(
    name: "TOKEN_AUTO_MONITOR", places: .anywhere,
    summary: "Whether serve looks at limits and anomalies by itself (true)")
  static let monitorInterval = Setting(
    name: "TOKEN_MONITOR_INTERVAL", places: .anywhere, summary: "Seconds between two looks (300)")
  static let reports = Setting(
    name: "TOKEN_AUTO_REPORT", places: .anywhere,
    summary: "Whether a look writes a report when usage has grown (true)")
  static let reportThreshold = Setting(
    name: "TOKEN_REPORT_THRESHOLD", places: .anywhere,
    summary: "Share of a limit by which usage grows from report to report (0.1)")
  static let fallbackModel = Setting(
    name: "TOKEN_LEDGER_FALLBACK_MODEL", places: .anywhere,
    summary: "Model whose price an unknown model takes, for a ledger without one; unset: none")
  static let prices = Setting(
    name: "TOKEN_LEDGER_PRICES", places: .anywhere,
    summary: "Price file or folder laid over the built-in prices, for a ledger without one (its folder prices)")
  static let user = Setting(
    name: "TOKEN_LEDGER_USER", places: .anywhere,
    summary: "The only user whose usage serve and guard see and record; unset: all users")
  static let ingest = Setting(
    name: "TOKEN_LEDGER_INGEST", places: .anywhere,
    summary: "Programs whose logs are taken in before questions: auto (default), none, or names such as codex")
  static let webhook = Setting(
    name: "TOKEN_WEBHOOK_URL", places: .anywhere,
    summary: "Address that messages are posted to, as Slack takes them; unset: none are sent")
  static let fileLogging = Setting(
    name: "TOKEN_ENABLE_FILE_LOGGING", places: .anywhere,
    summary: "Whether a log is kept in logs/token-ledger.log in the data folder (true)")
  static let logLevel = Setting(
    name: "TOKEN_LOG_LEVEL", places: .anywhere,
    summary: "Least level that is logged: DEBUG, INFO (default), WARNING or ERROR")
  static let retention = Setting(
    name: "TOKEN_RETENTION_DAYS", places: .anywhere,
    summary: "Days after which records move to the archive; unset: they stay")
  static let compression = Setting(
    name: "TOKEN_ENABLE_COMPRESSION", places: .anywhere,
    summary: "Whether the archive's files of past months are compressed by gzip (false)")
  static let timezone = Setting(
    name: "TOKEN_LEDGER_TIMEZONE", places: .ledger,
    summary: "IANA zone of days, weeks, months and their limits (config.json only)")
  static let weekStart = Setting(
    name: "TOKEN_LEDGER_WEEK_START", places: .ledger,
    summary: "Day on which weeks begin, 1 Monday (default) to 7 Sunday (config.json only)")

  /// Every setting; a new one is a line above and one here.
  static let all = [
    dataFolder, dailyTokens, monthlyTokens, minuteTokens, minuteRequests, warningThreshold, alertThreshold,
    monitor, monitorInterval, reports, reportThreshold, fallbackModel, prices, user, ingest, webhook, fileLogging,
    logLevel, retention, compression, timezone, weekStart,
  ]
}
