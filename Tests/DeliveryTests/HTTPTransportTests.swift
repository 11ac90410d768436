import Delivery
import Dispatch
import TestSupport
import Testing

@testable import token_ledger_deliver

@Suite struct HTTPTransportTests {
  private func post(_ server: LoopbackServer, _ body: String = "{}", idle: Double = 10, whole: Double = 30) throws
    -> WebhookAnswer
  {
    var transport = HTTPTransport(address: try WebhookURL(server.url("/services/secret?token=abc")))
    transport.idleSeconds = idle
    transport.wholeSeconds = whole
    return transport.post(Array(body.utf8))
  }

  @Test func `a message is posted as JSON, whatever its length`() throws {
    let server = try LoopbackServer()
    let long = #"{"text":""# + String(repeating: "ä", count: 200_000) + #""}"#
    for body in [#"{"text":"über"}"#, long] {
      #expect(try post(server, body) == .answered(status: 200, retryAfter: nil))
      let request = try #require(server.requests.last)
      #expect(request.line == "POST /services/secret?token=abc HTTP/1.1")
      #expect(request.headers.contains("content-type: application/json; charset=utf-8"))
      #expect(request.body == body)
    }
  }

  @Test(arguments: [204, 400, 404, 429, 500, 503])
  func `the status and the time to wait are passed on`(_ status: Int) throws {
    let server = try LoopbackServer([.status(status, headers: ["Retry-After: 17"])])
    #expect(try post(server) == .answered(status: status, retryAfter: "17"))
  }

  @Test(arguments: [301, 302, 303, 307, 308])
  func `a redirection is not followed`(_ status: Int) throws {
    let other = try LoopbackServer()
    let server = try LoopbackServer([.status(status, headers: ["Location: \(other.url("/elsewhere"))"])])
    #expect(try post(server) == .answered(status: status, retryAfter: nil))
    #expect(other.requests.isEmpty && server.requests.count == 1)
  }

  @Test func `a receiver that says nothing is waited for no longer than allowed`() throws {
    let server = try LoopbackServer([.silence])
    #expect(try post(server, idle: 0.2, whole: 5) == .unreachable("did not answer in time"))
    #expect(try post(server, idle: 60, whole: 0.2) == .unreachable("did not answer in time"))
  }

  @Test func `many attempts at once end well, each with its own answer`() throws {
    let answering = try LoopbackServer()
    let redirecting = try LoopbackServer([.status(302, headers: ["Location: \(answering.url("/elsewhere"))"])])
    let addresses = try [answering, redirecting].map { try WebhookURL($0.url()) }
    DispatchQueue.concurrentPerform(iterations: 200) { attempt in
      let answer = HTTPTransport(address: addresses[attempt % 2]).post(Array("{}".utf8))
      #expect(answer == .answered(status: attempt % 2 == 0 ? 200 : 302, retryAfter: nil))
    }
  }

  @Test func `an answer without end is not read`() throws {
    let server = try LoopbackServer([.endless])
    #expect(try post(server) == .answered(status: 200, retryAfter: nil))
  }

  @Test func `a connection that breaks off, or that nobody takes, is told in our words`() throws {
    let broken = try post(try LoopbackServer([.hangUp]))
    let closed = try WebhookURL("http://127.0.0.1:1/services/secret")
    for answer in [broken, HTTPTransport(address: closed).post([])] {
      guard case .unreachable(let reason) = answer else {
        Issue.record("\(answer)")
        continue
      }
      #expect(!reason.contains("secret") && !reason.contains("127.0.0.1"), "\(reason)")
    }
  }
}
