import CivilTime
import Foundation
import Service
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
  /// Bytes that nobody can foresee, but here.
  var randomBytes: @Sendable (Int) -> [UInt8] = { [UInt8](repeating: 7, count: $0) }
  /// What is on standard input.
  var input: String?
  var channel: any ProtocolChannel = SilentChannel()
  /// What the person at the terminal answers, in order; nobody is there where it is nil.
  var answers: [String]?
  /// What was asked.
  private(set) var questions: [String] = []
  /// Where a path leads that is not its own.
  var links: [String: String] = [:]
  /// What is at a path where it is no plain file of the user.
  var kinds: [String: FileKind] = [:]
  /// Folders that cannot be written.
  var lockedFolders: Set<String> = []
  /// What happens while the program waits.
  var onSleep: () -> Void {
    get { pause.run }
    set { pause.run = newValue }
  }
  private let pause = Pause()
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
    let (links, kinds, lockedFolders) = (links, kinds, lockedFolders)
    return Commands.Host(
      arguments: words, environment: environment, now: { Instant(milliseconds: 1_795_000_000_000) },
      monotonicMilliseconds: monotonicMilliseconds, randomBytes: randomBytes,
      sleepMilliseconds: { [pause] _ in pause.run() },
      userName: "ada", homeFolder: "/home/ada", machineName: "desk", isMac: isMac, machineZone: nil,
      readFile: { path in
        if let text = written.text(path) ?? (written.isRemoved(path) ? nil : files[path]) { return Array(text.utf8) }
        return path.hasPrefix("/usr/share/zoneinfo")
          ? FileManager.default.contents(atPath: path).map(Array.init) : nil
      },
      canWrite: { !lockedFolders.contains($0) }, print: { self.printed.append($0) }, note: { self.notes.append($0) },
      openChannel: { self.channel }, permissions: { permissions[$0] ?? (files[$0] == nil ? nil : 0o600) },
      workingFolder: "/work",
      listFolder: { folder in
        let paths = written.byPath.withLock { Set($0.keys) }.union(files.keys.filter { !written.isRemoved($0) })
        let names = paths.filter { $0.hasPrefix(folder + "/") }.map { $0.dropFirst(folder.count + 1) }
        return names.isEmpty ? nil : Set(names.map { String($0.prefix { $0 != "/" }) }).sorted()
      },
      writeFile: { (path, bytes) throws(OutsideFault) in
        try written.change(path) { $0[path] = String(decoding: bytes, as: UTF8.self) }
      },
      moveFile: { (path, target) throws(OutsideFault) in
        try written.change(target) { byPath in
          byPath[target] = byPath.removeValue(forKey: path) ?? files[path]
        }
      },
      removeFile: { path throws(OutsideFault) in
        try written.change(path) { byPath in
          byPath[path] = nil
          written.remove(path)
        }
      },
      replaceFile: { (path, bytes) throws(OutsideFault) in
        try written.change(path) { $0[path] = String(decoding: bytes, as: UTF8.self) }
      },
      fileKind: { path in
        if let kind = kinds[path] { return kind }
        let isThere = written.text(path) != nil || (files[path] != nil && !written.isRemoved(path))
        return isThere ? .file : .nothing
      }, realPath: { links[$0] ?? $0 }, programPath: { "/opt/token-ledger/0.3.0/token-ledger" },
      ask: { question in
        self.questions.append(question)
        return self.answers.map { $0.first ?? "" }
      }, readInput: { self.input.map { Array($0.utf8) } })
  }
}

/// A client that has gone before it said anything.
final class SilentChannel: ProtocolChannel {
  func wait(milliseconds: Int32, takesInput: Bool) -> ChannelEvent { .end }
  var hasRoom: Bool { true }

  func flush() {}

  func write(_ bytes: [UInt8]) -> Bool { true }
}

/// What happens while the program waits.
private final class Pause: @unchecked Sendable {  // only the test's own thread touches it
  var run: () -> Void = {}
}

/// The files that a command has written.
final class WrittenFiles: Sendable {
  let byPath = Mutex<[String: String]>([:])
  /// What the system says against changing files, by path.
  let faults = Mutex<[String: String]>([:])
  private let removed = Mutex<Set<String>>([])

  func text(_ path: String) -> String? { byPath.withLock { $0[path] } }
  func isRemoved(_ path: String) -> Bool { removed.withLock { $0.contains(path) } }
  func remove(_ path: String) { removed.withLock { _ = $0.insert(path) } }

  /// Makes a change unless something is said against it.
  func change(_ path: String, _ make: (inout [String: String]) -> Void) throws(OutsideFault) {
    if let fault = faults.withLock({ $0[path] }) { throw OutsideFault(fault) }
    byPath.withLock { make(&$0) }
  }
}
