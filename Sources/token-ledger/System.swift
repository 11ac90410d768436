import CivilTime
import Commands
import Logging
import Posix

/// The real outside world.
enum System {
  /// Returns the host that this process runs on.
  static func host() -> Host {
    let environment = self.environment()
    let user = UserEntry(environment)
    return Host(
      arguments: Array(CommandLine.arguments.dropFirst()), environment: environment, now: now,
      monotonicMilliseconds: monotonicMilliseconds, randomBytes: RandomBytes().draw, sleepMilliseconds: sleep,
      userName: user.name, homeFolder: user.home, machineName: machineName(), isMac: isMac,
      machineZone: machineZone(), readFile: Files.read, canWrite: Files.canWrite,
      print: print, note: StandardError().write,
      openChannel: { StandardChannel(monotonicMilliseconds: monotonicMilliseconds) },
      permissions: Files.permissions, isLink: Files.isLink,
      workingFolder: workingFolder(),
      listFolder: Files.list, writeFile: Files.write, moveFile: Files.move, removeFile: Files.remove,
      replaceFile: Files.replace, draftFile: DraftFile.begin, fileKind: Files.kind, realPath: Files.realPath,
      programPath: SiblingProgram.ownPath, ask: ask,
      hasToStop: { SignalPipe.hasSignal }, readInput: readInput,
      deliverer: SiblingProgram(named: "token-ledger-deliver"),
      processID: getpid(), openLog: { LogFile(folder: $0).append },
      compressFile: SystemGzip.compress, expandFile: SystemGzip.expand)
  }

  /// Writes for the reader of standard output; one who has seen enough ends the program well.
  private static func print(_ text: String) {
    switch Descriptor.write(text + "\n", to: STDOUT_FILENO) {
    case .wrote: break
    case .readerGone: exit(ExitStatus.success.rawValue)
    case .failed(let error):
      StandardDescriptors.tellWriteFailure(error)
      exit(ExitStatus.inputOutput.rawValue)
    }
  }

  private static func readInput() -> [UInt8]? {
    // A person who tries it out has nothing to give, and would wait.
    isatty(STDIN_FILENO) == 1 ? nil : Descriptor.readAll(STDIN_FILENO, limit: 64 << 20)
  }

  private static func ask(_ question: String) -> String? {
    guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else { return nil }
    guard case .wrote = Descriptor.write(question, to: STDOUT_FILENO) else { return nil }
    // An end of input is an empty answer.
    return readLine() ?? ""
  }

  private static func workingFolder() -> String {
    guard let path = getcwd(nil, 0) else { return "/" }
    defer { free(path) }
    return String(cString: path)
  }

  private static func environment() -> [String: String] {
    var values: [String: String] = [:]
    var entry = environ
    while let text = entry.pointee {
      let text = String(cString: text)
      // Bytes, as looking for a character takes longer than all the rest of the start.
      if let end = text.utf8.firstIndex(of: UInt8(ascii: "=")) {
        values[String(text[..<end])] = String(text[text.utf8.index(after: end)...])
      }
      entry += 1
    }
    return values
  }

  @Sendable private static func now() -> Instant {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Instant(milliseconds: Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000)
  }

  @Sendable private static func monotonicMilliseconds() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
  }

  @Sendable private static func sleep(_ milliseconds: Int64) {
    var time = timespec(tv_sec: Int(milliseconds / 1_000), tv_nsec: Int(milliseconds % 1_000) * 1_000_000)
    nanosleep(&time, nil)
  }

  private static func machineName() -> String {
    var name = [CChar](repeating: 0, count: 256)
    guard gethostname(&name, name.count - 1) == 0 else { return "" }
    return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  private static var isMac: Bool {
    #if os(macOS)
      true
    #else
      false
    #endif
  }

  /// The name of the zone that /etc/localtime points at.
  private static func machineZone() -> String? {
    guard let target = Files.linkTarget("/etc/localtime"), let marker = target.range(ofPath: "zoneinfo/")
    else {
      return nil
    }
    return String(target[marker...])
  }
}

extension String {
  /// Returns where the text behind the last occurrence of `path` begins.
  fileprivate func range(ofPath path: String) -> String.Index? {
    var found: String.Index?
    var index = startIndex
    while index < endIndex {
      if self[index...].hasPrefix(path) { found = self.index(index, offsetBy: path.count) }
      index = self.index(after: index)
    }
    return found
  }
}

/// The user who runs the process.
private struct UserEntry {
  let name: String
  let home: String

  init(_ environment: [String: String]) {
    let entry = getpwuid(getuid())
    let known = entry.flatMap { $0.pointee.pw_name.map { String(cString: $0) } }
    name = known ?? environment["USER"] ?? "user-\(getuid())"
    let folder = entry.flatMap { $0.pointee.pw_dir.map { String(cString: $0) } }
    home = environment["HOME"].flatMap { $0.isEmpty ? nil : $0 } ?? folder ?? "/"
  }
}
