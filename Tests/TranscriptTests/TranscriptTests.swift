import CivilTime
import Commands
import Foundation
import JSON
import Synchronization
import TestSupport
import Testing

@Suite struct TranscriptTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Fixtures/transcripts").path

  /// With RECORD=1 the transcripts are rewritten to what the server says, and the run fails.
  @Test(arguments: Transcript.paths(in: folder))
  func `the server answers as the transcript has it`(_ path: String) throws {
    let transcript = try Transcript(path: path)
    let clock = FixedClock("2026-11-21T09:30:00Z")
    let channel = ScriptedChannel(transcript, clock: clock)
    let folder = try TemporaryFolder()
    if let config = transcript.config { _ = try folder.write(config, to: "config.json") }
    let status = withExtendedLifetime(folder) {
      var host = Self.host(transcript, channel: channel, clock: clock, data: folder.path)
      let words = host.arguments
      for command in transcript.commandsBefore {
        host.arguments = command + ["--data-dir", folder.path]
        #expect(CommandLineProgram.run(host) == .success, "\(command)")
      }
      host.arguments = words
      return CommandLineProgram.run(host)
    }
    channel.finish()
    #expect(status == .success)
    if ProcessInfo.processInfo.environment["RECORD"] == "1" {
      try (channel.recorded.joined(separator: "\n") + "\n").write(toFile: path, atomically: true, encoding: .utf8)
      Issue.record("recorded \(path); read the difference before you commit it")
    }
    for failure in channel.failures { Issue.record("\(failure)") }
  }

  @Test func `there are transcripts`() {
    #expect(Transcript.paths(in: Self.folder).count >= 8)
  }

  static func host(
    _ transcript: Transcript, channel: ScriptedChannel, clock: FixedClock, data: String
  ) -> Commands.Host {
    let chance = Mutex(SplitMix64(seed: 1))
    return Commands.Host(
      arguments: ["serve", "--data-dir", data] + transcript.arguments, environment: transcript.environment,
      now: { clock.now },
      monotonicMilliseconds: { 0 },
      randomBytes: { count in
        chance.withLock { generator in (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) } }
      }, sleepMilliseconds: { _ in }, userName: "ada", homeFolder: data, machineName: "desk", isMac: false,
      machineZone: nil, readFile: { FileManager.default.contents(atPath: $0).map(Array.init) },
      canWrite: { _ in true }, print: { _ in }, note: { _ in }, openChannel: { channel })
  }
}
