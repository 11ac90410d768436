import Foundation
import TestSupport

/// A reader of the manual: a home folder with a small ledger, in which the commands of one page are run in order.
struct ManualShell {
  /// What is written in a page for what differs from run to run.
  private static let shownHome = "/home/ann", shownPrograms = "/usr/local/bin", shownUser = "ann", shownID = "3f9a2c",
    shownRest = "5e1b0d7a4c2f8e6b9d0a1c3e5f"

  /// Lines that are not run, by how they begin, and why.
  static let exceptions = [
    "swift build ": "builds the program, which .ci/run does",
    "swift test": "runs these tests",
    "install ": "puts the program into a folder of the system",
    "token-ledger setup claude-code --hooks --statusline": "asks at a terminal",
  ]

  let folder: TemporaryFolder
  /// The id of the first record of the ledger.
  private let record: String

  /// The pages for which there are logs of agents, and nothing was recorded before.
  static let pagesWithLogs = ["README.md", "Logs.md"]

  /// Creates a home for a page: its ledger has the calls of Examples/first-session.jsonl, or agents have worked in it.
  init(for page: String) throws {
    let home = try TemporaryFolder()
    folder = home
    if Self.pagesWithLogs.contains(page) {
      try Self.writeLogs(to: home)
      record = "no record"
      try home.write(
        Array(Data(contentsOf: ManualPage.packageFolder.appendingPathComponent("Examples/first-session.jsonl"))),
        to: "Examples/first-session.jsonl")
      return
    }
    let example = ManualPage.packageFolder.appendingPathComponent("Examples/first-session.jsonl")
    try home.write(Array(Data(contentsOf: example)), to: "Examples/first-session.jsonl")
    try home.write(Self.prices, to: "model_prices_and_context_window.json")
    let answers = try Self.run("token-ledger serve < Examples/first-session.jsonl", in: home).output
    guard let id = answers.firstMatch(of: #/"id":"([0-9a-f]{32})"/#)?.1 else {
      throw ProcessFailure("the example has no record: \(answers)")
    }
    record = String(id)
  }

  /// Writes the logs of Examples/agent-logs to the places of their programs, as if they had just been written.
  private static func writeLogs(to home: TemporaryFolder) throws {
    let examples = ManualPage.packageFolder.appendingPathComponent("Examples/agent-logs")
    let newest = Date(timeIntervalSince1970: 1_795_251_840)  // 2026-11-21T09:04:00Z
    let seconds = Date().timeIntervalSince(newest).rounded(.down)
    for (example, place) in [("claude-code", ".claude"), ("codex", ".codex")] {
      let folder = examples.appendingPathComponent(example)
      for path in try FileManager.default.subpathsOfDirectory(atPath: folder.path) where path.hasSuffix(".jsonl") {
        let text = try String(contentsOf: folder.appendingPathComponent(path), encoding: .utf8)
        let moved = text.replacing(#/2026-11-21T\d\d:\d\d:\d\d/#) { match in
          guard let date = ISO8601DateFormatter().date(from: match.output + "Z") else { return String(match.output) }
          return String(ISO8601DateFormatter().string(from: date.addingTimeInterval(seconds)).dropLast())
        }
        // Allowances have times of their own.
        let plain = moved.replacing(#""rate_limits":{"primary""#, with: #""unused":{"primary""#)
        try home.write(plain, to: "\(place)/\(path)")
      }
    }
  }

  /// A file of LiteLLM with one model.
  private static let prices = """
    {"gpt-4o": {"litellm_provider": "openai", "mode": "chat", "input_cost_per_token": 2.4e-06,
     "output_cost_per_token": 9.6e-06, "max_input_tokens": 128000, "max_output_tokens": 16384}}
    """

  /// Runs these lines in one shell, which ends at the first that fails.
  func run(_ lines: [String]) throws -> (ending: ServerProcess.Ending, output: String, notes: String) {
    let script = lines.filter { line in !Self.exceptions.keys.contains { line.hasPrefix($0) } }
      .joined(separator: "\n")
      .replacing("swift run -c release token-ledger", with: "token-ledger")
      .replacing(Self.shownID, with: record.prefix(6))
    let found = try Self.run(script, in: folder)
    return (found.ending, try shown(found.output), found.notes)
  }

  private static func run(
    _ script: String, in folder: TemporaryFolder
  ) throws -> (ending: ServerProcess.Ending, output: String, notes: String) {
    let process = try ServerProcess(
      [], data: nil, launcher: "set -eu; cd '\(folder.path)'\n" + script,
      environment: [
        "PATH": try programs() + ":/usr/local/bin:/usr/bin:/bin", "HOME": folder.path,
        "XDG_DATA_HOME": folder.path + "/.local/share", "TZ": zone,
      ])
    process.closeInput()
    return (try process.ending(), try process.outputText(), process.notes)
  }

  /// UTC, but around its midnight a zone in which the day does not change while the page is run.
  private static var zone: String {
    let hour = Calendar(identifier: .iso8601).dateComponents(in: .gmt, from: Date()).hour ?? 0
    return (1..<23).contains(hour) ? "UTC" : "Etc/GMT-6"
  }

  /// The folder of the built programs.
  private static func programs() throws -> String {
    URL(fileURLWithPath: try BuiltProgram.path()).deletingLastPathComponent().path
  }

  /// The output as the page shows it, its columns in line with the shown name.
  private func shown(_ output: String) throws -> String {
    let name = NSUserName()
    let padding = String(repeating: " ", count: max(0, name.count - Self.shownUser.count))
    return output.replacing(try Self.programs(), with: Self.shownPrograms).replacing(folder.path, with: Self.shownHome)
      .replacing(record, with: Self.shownID + Self.shownRest)
      .replacing(try Regex(#"\b\#(name)\b(?=  )"#), with: Self.shownUser + padding)
      .replacing(try Regex(#"\b\#(name)\b"#), with: Self.shownUser)
  }

  /// The text without what differs from day to day and from user to user.
  static func comparable(_ text: String) -> String {
    text.replacing(#/\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)/#, with: "TIME")
      .replacing(#/\d{4}-\d\d-\d\d \d\d:\d\d/#, with: "TIME")
      .replacing(#/\d{4}-\d\d-\d\d/#, with: "DATE")
      .replacing(#/[0-9a-f]{32}/#, with: "ID")
      .replacing(#/\b(UTC|Etc\/GMT-6)\b/#, with: "ZONE")
      .replacing(#/ +/#, with: " ").replacing(#/ *\n */#, with: "\n")
      .trimmingCharacters(in: .whitespacesAndNewlines)
  }
}
