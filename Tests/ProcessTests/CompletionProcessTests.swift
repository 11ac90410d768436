import Foundation
import TestSupport
import Testing

/// The scripts of `completions` in real shells, where they are installed.
@Suite struct CompletionProcessTests {
  private static func shell(_ name: String) -> String? {
    ["/usr/bin/", "/bin/", "/usr/local/bin/", "/opt/homebrew/bin/"].map { $0 + name }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  /// Returns what a script prints that runs in a shell with the program as `$program`.
  private static func output(_ shell: String, _ script: String, _ folder: TemporaryFolder) throws -> [String] {
    try folder.write(Array(script.utf8), to: "script")
    let process = try ServerProcess(
      [], data: nil, launcher: "program=\"$1\" exec \(shell) '\(folder.file("script"))'",
      environment: ["PATH": "/usr/bin:/bin", "HOME": folder.path, "TOKEN_LEDGER_INGEST": "none"])
    process.closeInput()
    return try process.outputText().split(separator: "\n").map(String.init)
  }

  @Test func `bash completes commands, options, values and names, with colons and blanks in them`() throws {
    guard let bash = Self.shell("bash") else { return print("not run: bash is not installed") }
    let folder = try TemporaryFolder()
    let found = try Self.output(
      bash,
      """
      for user in team:ann 'bob b'; do
        "$program" record --model gpt-4o --input-tokens 1 --output-tokens 1 --user "$user" >/dev/null
      done
      source <("$program" completions bash)
      for line in 'token-ledger summ' 'token-ledger limits set --window=mo' 'token-ledger summary --user team:' \\
        'token-ledger summary --user b' 'token-ledger limits re'; do
        COMP_LINE=$line COMP_POINT=${#line}
        _token_ledger "$program"
        echo "${COMPREPLY[@]}"
      done
      complete -p token-ledger
      """, folder)
    #expect(
      found == [
        "summary", "month", "ann", #"bob\ b"#, "remove reset", "complete -o default -F _token_ledger token-ledger",
      ])
  }

  @Test(arguments: ["zsh", "fish"])
  func `the script is one that the shell can read`(_ name: String) throws {
    guard let shell = Self.shell(name) else { return print("not run: \(name) is not installed") }
    let folder = try TemporaryFolder()
    let script = "\"$program\" completions \(name) > \"$HOME/c\" && \(name) -n \"$HOME/c\" && echo read"
    #expect(try Self.output(shell, script, folder) == ["read"])
  }
}
