import CivilTime
import Foundation
import Synchronization

@testable import Commands

/// An outside world in memory: files by path, and everything that was said.
final class World {
  /// What each file holds.
  var files: [String: String] = [:]
  /// Permission bits by path; a file without an entry has 0o600.
  var permissions: [String: UInt16] = [:]
  var environment: [String: String] = [:]
  var isMac = false
  /// The clock that never runs backwards.
  var monotonicMilliseconds: @Sendable () -> Int64 = { 0 }
  /// What stands on standard input.
  var input: String?
  var channel: any ProtocolChannel = SilentChannel()
  /// What was written, by path.
  let written = WrittenFiles()
  /// The texts for standard output.
  private(set) var printed: [String] = []
  /// The lines for standard error.
  private(set) var notes: [String] = []

  init(files: [String: String] = [:], environment: [String: String] = [:]) {
    self.files = files
    self.environment = environment
  }

  /// Runs the program with these words.
  func run(_ words: String...) -> ExitStatus { CommandLineProgram.run(host(words)) }

  /// Returns this world as a host.
  func host(_ words: [String] = []) -> Commands.Host {
    let files = files
    let permissions = permissions
    let written = written
    return Commands.Host(
      arguments: words, environment: environment, now: { Instant(milliseconds: 1_795_000_000_000) },
      monotonicMilliseconds: monotonicMilliseconds, randomBytes: { [UInt8](repeating: 7, count: $0) },
      sleepMilliseconds: { _ in },
      userName: "ada", homeFolder: "/home/ada", machineName: "desk", isMac: isMac, machineZone: nil,
      readFile: { path in
        if let text = files[path] { return Array(text.utf8) }
        return path.hasPrefix("/usr/share/zoneinfo")
          ? FileManager.default.contents(atPath: path).map(Array.init) : nil
      },
      canWrite: { _ in true }, print: { self.printed.append($0) }, note: { self.notes.append($0) },
      openChannel: { self.channel }, permissions: { permissions[$0] ?? (files[$0] == nil ? nil : 0o600) },
      workingFolder: "/work",
      listFolder: { folder in
        let names = files.keys.filter { $0.hasPrefix(folder + "/") }.map { $0.dropFirst(folder.count + 1) }
        return names.isEmpty ? nil : Set(names.map { String($0.prefix { $0 != "/" }) }).sorted()
      },
      writeFile: { path, bytes in
        written.byPath.withLock { $0[path] = String(decoding: bytes, as: UTF8.self) }
        return nil
      }, readInput: { self.input.map { Array($0.utf8) } })
  }
}

/// A client that has gone before it said anything.
final class SilentChannel: ProtocolChannel {
  func wait(milliseconds: Int32) -> ChannelEvent { .end }
  func write(_ bytes: [UInt8]) -> Bool { true }
}

/// The files that a command has written.
final class WrittenFiles: Sendable {
  let byPath = Mutex<[String: String]>([:])
}
