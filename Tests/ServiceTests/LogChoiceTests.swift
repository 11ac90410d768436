import AgentLogs
import Service
import Testing

/// What the words of `--ingest` mean.
@Suite struct LogChoiceTests {
  @Test func `all, none, or some by their names`() {
    #expect(LogChoice("auto") == .auto)
    #expect(LogChoice(" None ") == LogChoice.none)
    #expect(LogChoice("claude-code") == .only(["claude-code"]))
    #expect(LogChoice("Claude-Code, pi,opencode") == .only(["claude-code", "pi", "opencode"]))
    #expect(LogChoice("pi opencode\t") == .only(["pi", "opencode"]))
  }

  @Test(arguments: ["", " ", ",", "claude", "auto,pi", "none,pi", "pi;opencode", "all"])
  func `other words mean nothing`(text: String) {
    #expect(LogChoice(text) == nil)
  }

  @Test func `each program can be chosen, and means all forms of its logs`() {
    for name in LogSources.names {
      #expect(LogChoice(name) == .only([name]))
      let sources = LogChoice.only([name]).sources(isOfOneUser: true)
      #expect(sources.map(\.name) == LogSources.named(name).map(\.name) && !sources.isEmpty)
      #expect(LogChoice.only([name]).includes(name) && LogChoice.auto.includes(name) && !LogChoice.none.includes(name))
    }
  }

  @Test func `a server of one user reads only what it is told to`() {
    #expect(LogChoice.auto.sources(isOfOneUser: true).isEmpty)
    #expect(LogChoice.auto.sources(isOfOneUser: false).count == LogSources.all.count)
    #expect(LogChoice.none.sources(isOfOneUser: false).isEmpty)
  }
}
