import Foundation
import JSON
import TestSupport

/// The built program as a process of its own, with a pipe for each standard stream.
///
/// Everything it writes is read at once by threads of the test, so that neither side waits for the other.
/// Nothing is awaited by time: a test waits for a message, an end of a stream or an exit. Only a process that
/// hangs is given up after ``patience``.
final class ServerProcess: Sendable {
  /// How a process ended.
  enum Ending: Hashable {
    case exited(Int32)
    case killed(signal: Int32)
  }

  private static let starting = NSLock()

  /// After how long, in seconds, a process counts as hanging.
  private static let patience: TimeInterval = 60

  /// The process, or the shell in front of it.
  let pid: pid_t
  private let input: OutputEnd
  private let output: StreamReader
  private let errors: StreamReader
  private let exit: ExitWatch

  /// Starts the program.
  ///
  /// - Parameters:
  ///   - program: Its name.
  ///   - arguments: Such as `serve`, before `--data-dir`.
  ///   - launcher: A shell script that starts the program as `"$@"`; nil starts it directly.
  ///   - environment: All of it.
  ///   - streams: What the standard streams are.
  ///   - readsOutput: False leaves standard output full, as a client does that reads nothing.
  ///   - readsErrors: False leaves standard error full.
  init(
    program: String = "token-ledger", _ arguments: [String] = ["serve"], data: String?, launcher: String? = nil,
    environment: [String: String] = ["PATH": "/usr/bin:/bin", "HOME": "/nowhere"],
    streams: StreamKind = .pipe, readsOutput: Bool = true, readsErrors: Bool = true
  ) throws {
    var words = [try BuiltProgram.path(program)] + arguments
    if let data { words += ["--data-dir", data] }
    if let launcher { words = ["/bin/sh", "-c", launcher, "sh"] + words }
    // Whoever runs the tests may have logs of agents.
    let isolated = environment["HOME"] == nil ? ["TOKEN_LEDGER_INGEST": "none"] : [:]
    // Tests that start processes in parallel must not hand them ends of each other's pipes.
    let (pid, input, output, errors) = try Self.starting.withLock {
      let (input, output, errors) = (
        try StreamPipe(streams), try StreamPipe(streams), try StreamPipe(streams)
      )
      let streams = [input.reader, output.writer, errors.writer]
      let pid = try Spawn.start(words, environment: isolated.merging(environment) { $1 }, streams: streams)
      return (pid, input, output, errors)
    }
    self.pid = pid
    for end in [input.reader, output.writer, errors.writer] { close(end) }
    self.input = OutputEnd(input.writer)
    self.output = StreamReader(output.reader, startsAtOnce: readsOutput)
    self.errors = StreamReader(errors.reader, startsAtOnce: readsErrors)
    exit = ExitWatch(pid)
  }

  deinit { exit.kill(SIGKILL) }

  // MARK: What the client does

  /// Writes the bytes, and waits until the process has taken them or the pipe holds them.
  ///
  /// - Returns: False when the process no longer reads.
  @discardableResult
  func send(_ bytes: some Sequence<UInt8>) -> Bool { input.write(Array(bytes)) }

  /// Writes these messages, one a line, in one write.
  @discardableResult
  func send(_ messages: JSONValue...) -> Bool { send(messages) }

  /// Writes these messages, one a line, in one write.
  @discardableResult
  func send(_ messages: [JSONValue]) -> Bool { send(messages.flatMap { JSONWriter.bytes($0) + [0x0A] }) }

  /// Closes the process's standard input.
  func closeInput() { input.close() }

  /// Closes the end that the test reads.
  func closeOutput() { output.close() }

  /// Begins to read standard output.
  func readOutput() { output.start() }

  /// Sends the process a signal.
  func signal(_ number: Int32) { exit.kill(number) }

  // MARK: What the process says

  /// Waits for the next message on standard output; nil at its end.
  func next() throws -> JSONValue? {
    guard let line = try output.line(patience: Self.patience, or: failure) else { return nil }
    do {
      return try JSONParser.parse(line)
    } catch {
      throw ProcessFailure("not a message: \(String(decoding: line, as: UTF8.self))")
    }
  }

  /// Waits for the next message, which must come.
  func reply() throws -> JSONValue {
    guard let message = try next() else { throw failure("ended without a reply") }
    return message
  }

  /// Sends a message and waits for the next one.
  func ask(_ message: JSONValue) throws -> JSONValue {
    send(message)
    return try reply()
  }

  /// Waits for that many messages.
  func replies(_ count: Int) throws -> [JSONValue] { try (0..<count).map { _ in try reply() } }

  /// Waits for the end of standard output and returns the messages before it.
  func rest() throws -> [JSONValue] {
    var messages: [JSONValue] = []
    while let message = try next() { messages.append(message) }
    return messages
  }

  /// Waits until the process has ended.
  func ending() throws -> Ending { try exit.ending(patience: Self.patience, or: failure) }

  /// Waits for the next line on standard error, which must come.
  func note() throws -> String {
    guard let line = try errors.line(patience: Self.patience, or: failure) else {
      throw failure("ended without a note")
    }
    return String(decoding: line, as: UTF8.self)
  }

  /// What it has written to standard error so far.
  var notes: String { String(decoding: errors.everything, as: UTF8.self) }

  /// Waits for the end of standard output and returns all of it.
  func outputText() throws -> String {
    while try output.line(patience: Self.patience, or: failure) != nil {}
    return String(decoding: output.everything, as: UTF8.self)
  }

  /// Waits until nobody holds its standard error, processes that it has started included, and returns all of it.
  func notesOfAll() throws -> String {
    while try errors.line(patience: Self.patience, or: failure) != nil {}
    return notes
  }

  /// The most memory it has had, in bytes (`VmHWM`); nil where the system does not tell.
  var peakMemory: Int? {
    let status = try? String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)
    let line = status?.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    return line.flatMap { Int($0.filter(\.isNumber)) }.map { $0 * 1_024 }
  }

  private func failure(_ problem: String) -> ProcessFailure {
    ProcessFailure("\(problem); standard error: \(notes)")
  }
}

/// What a process did that no test expects.
struct ProcessFailure: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
