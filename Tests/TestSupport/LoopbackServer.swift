import Foundation

/// Why a server could not start, or what did not come in.
package struct LoopbackFailure: Error, CustomStringConvertible {
  /// What happened.
  package let description: String

  init(_ description: String) { self.description = description }
}

/// An HTTP server on 127.0.0.1 with a port of its own, which answers as the test says.
///
/// Threads of its own serve it; the test waits for requests, never for a time.
package final class LoopbackServer: @unchecked Sendable {
  /// What the server does with a request.
  package enum Reply: Sendable {
    /// Answers with this status and these header lines.
    case status(Int, headers: [String] = [])
    /// Takes the request and says nothing.
    case silence
    /// Takes the request and hangs up.
    case hangUp
    /// Answers 200, then a body that does not end.
    case endless
  }

  /// A request that has come in.
  package struct Request: Sendable, Hashable {
    /// Such as `POST /hook?x=1 HTTP/1.1`.
    package var line: String
    /// The header lines, in lower case.
    package var headers: [String]
    /// The body.
    package var body: String
  }

  /// After how long, in seconds, a request that has not come counts as missing.
  private static let patience: TimeInterval = 60
  /// Where it listens.
  package let port: UInt16
  private let listener: Int32
  /// Guards everything below.
  private let state = NSCondition()
  private var script: [Reply]
  private var received: [Request] = []
  private var kept: [Int32] = []

  /// Starts a server that gives these replies in turn, and the last one from then on.
  package init(_ script: [Reply] = [.status(200)]) throws {
    self.script = script
    listener = socket(AF_INET, Self.stream, 0)
    _ = fcntl(listener, F_SETFD, FD_CLOEXEC)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr = in_addr(s_addr: UInt32(0x7F00_0001).bigEndian)
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let (listener, size) = (self.listener, length)
    let code = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        let bound = bind(listener, address, size) == 0 && listen(listener, 64) == 0
        return bound && getsockname(listener, address, &length) == 0
      }
    }
    guard code else { throw LoopbackFailure("no server: errno \(errno)") }
    port = UInt16(bigEndian: address.sin_port)
    Thread.detachNewThread { [weak self] in
      while true {
        let connection = accept(listener, nil, nil)
        guard connection >= 0 else { return }
        _ = fcntl(connection, F_SETFD, FD_CLOEXEC)
        guard let server = self else {
          close(connection)
          return
        }
        Thread.detachNewThread { server.serve(connection) }
      }
    }
  }

  deinit {
    shutdown(listener, Int32(SHUT_RDWR))
    close(listener)
    for connection in kept { close(connection) }
  }

  /// The address of `path` on this server.
  package func url(_ path: String = "/") -> String { "http://127.0.0.1:\(port)\(path)" }

  /// What has come in so far.
  package var requests: [Request] { state.withLock { received } }

  /// Gives these replies from now on.
  package func reply(_ script: Reply...) { state.withLock { self.script = script } }

  /// Waits until so many requests have come in since the start.
  package func waitForRequests(_ count: Int) throws -> [Request] {
    let deadline = Date(timeIntervalSinceNow: Self.patience)
    state.lock()
    defer { state.unlock() }
    while received.count < count {
      guard state.wait(until: deadline) else {
        throw LoopbackFailure("\(received.count) requests came in, not \(count)")
      }
    }
    return received
  }

  private func serve(_ connection: Int32) {
    guard let request = read(connection) else {
      close(connection)
      return
    }
    let reply = state.withLock {
      received.append(request)
      state.broadcast()
      return script.count > 1 ? script.removeFirst() : script.first ?? .hangUp
    }
    switch reply {
    case .silence:
      state.withLock { kept.append(connection) }
      return
    case .hangUp: break
    case .status(let status, let headers):
      let lines = ["HTTP/1.1 \(status) Said", "Content-Length: 2", "Connection: close"] + headers
      _ = send(lines.joined(separator: "\r\n") + "\r\n\r\nok", connection)
    case .endless:
      _ = send("HTTP/1.1 200 OK\r\nContent-Length: 1000000000000\r\n\r\n", connection)
      while send(String(repeating: "x", count: 65_536), connection) {}
    }
    close(connection)
  }

  private func read(_ connection: Int32) -> Request? {
    var bytes: [UInt8] = []
    var isAllowed = false
    while true {
      if let head = Self.head(of: bytes) {
        let headers = head.lines.dropFirst().map { $0.lowercased() }
        let length = headers.first { $0.hasPrefix("content-length:") }.flatMap { Int($0.filter(\.isNumber)) } ?? 0
        if bytes.count >= head.end + length {
          let body = String(decoding: bytes[head.end..<head.end + length], as: UTF8.self)
          return Request(line: head.lines[0], headers: headers, body: body)
        }
        if !isAllowed, headers.contains("expect: 100-continue") {
          isAllowed = true
          _ = send("HTTP/1.1 100 Continue\r\n\r\n", connection)
        }
      }
      var chunk = [UInt8](repeating: 0, count: 65_536)
      let count = recv(connection, &chunk, chunk.count, 0)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return nil }
      bytes += chunk[..<count]
    }
  }

  private static func head(of bytes: [UInt8]) -> (lines: [String], end: Int)? {
    let mark = Array("\r\n\r\n".utf8)
    guard
      let start = (0..<max(0, bytes.count - 3)).first(where: { bytes[$0] == 13 && Array(bytes[$0..<$0 + 4]) == mark })
    else { return nil }
    let text = String(decoding: bytes[..<start], as: UTF8.self)
    return (text.components(separatedBy: "\r\n"), start + 4)
  }

  private func send(_ text: String, _ connection: Int32) -> Bool {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { sendQuietly(connection, $0) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return false }
      bytes = bytes.dropFirst(count)
    }
    return true
  }

  private func sendQuietly(_ connection: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    #if os(Linux)
      Foundation.send(connection, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
    #else
      Foundation.send(connection, bytes.baseAddress, bytes.count, 0)
    #endif
  }

  private static var stream: Int32 {
    #if os(Linux)
      Int32(SOCK_STREAM.rawValue)
    #else
      SOCK_STREAM
    #endif
  }
}
