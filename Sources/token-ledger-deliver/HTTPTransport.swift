import Delivery
import Dispatch
import Foundation

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// Posts messages to a webhook over HTTPS.
struct HTTPTransport: WebhookTransport {
  let address: WebhookURL
  /// For how many seconds nothing may come before an attempt ends.
  var idleSeconds = 10.0
  /// How many seconds an attempt may take as a whole.
  var wholeSeconds = 30.0

  func post(_ body: [UInt8]) -> WebhookAnswer {
    // A reader of addresses that finds another host than ours did must not be trusted with the message.
    guard let url = URL(string: address.text), url.host?.lowercased() == address.host else {
      return .unreachable("the address cannot be used")
    }
    var request = URLRequest(url: url)
    request.httpMethod = "POST"
    request.httpBody = Data(body)
    request.setValue("application/json; charset=utf-8", forHTTPHeaderField: "Content-Type")
    request.setValue("token-ledger", forHTTPHeaderField: "User-Agent")
    return PostExchange().send(request, configuration, wholeSeconds)
  }

  private var configuration: URLSessionConfiguration {
    let configuration = URLSessionConfiguration.ephemeral
    configuration.timeoutIntervalForRequest = idleSeconds
    configuration.timeoutIntervalForResource = wholeSeconds
    configuration.httpShouldSetCookies = false
    configuration.urlCache = nil
    // Where the system's settings name proxies; those of the environment are forgotten at the start.
    if address.isOnThisMachine { configuration.connectionProxyDictionary = [:] }
    return configuration
  }
}

/// One request and its answer, of which only the head is read.
private final class PostExchange: NSObject, URLSessionDataDelegate, @unchecked Sendable {
  /// Guards the two below, which the session's thread and the waiting one share.
  private let lock = NSLock()
  private var answer: WebhookAnswer?
  private var isOver = false
  private let done = DispatchSemaphore(value: 0)

  func send(
    _ request: URLRequest, _ configuration: URLSessionConfiguration, _ wholeSeconds: Double
  ) -> WebhookAnswer {
    let session = URLSession(configuration: configuration, delegate: self, delegateQueue: nil)
    let task = session.dataTask(with: request)
    task.resume()
    // The session's own limits end it sooner; this one holds whatever becomes of them.
    if done.wait(timeout: .now() + wholeSeconds) == .timedOut { finish(.unreachable("did not answer in time")) }
    let answer = lock.withLock {
      isOver = true
      return self.answer
    }
    session.invalidateAndCancel()
    return answer ?? .unreachable("did not answer in time")
  }

  /// Tells the session how to go on, unless the exchange is over.
  ///
  /// Foundation on Linux ends the program when a task that was cancelled is told.
  private func goOn(_ tell: () -> Void) {
    lock.withLock { if !isOver { tell() } }
  }

  private func finish(_ found: WebhookAnswer) {
    lock.withLock { if answer == nil { answer = found } }
    done.signal()
  }

  func urlSession(
    _ session: URLSession, task: URLSessionTask, willPerformHTTPRedirection response: HTTPURLResponse,
    newRequest request: URLRequest, completionHandler: @escaping @Sendable (URLRequest?) -> Void
  ) {
    finish(.answered(status: response.statusCode, retryAfter: nil))
    goOn { completionHandler(nil) }
  }

  func urlSession(
    _ session: URLSession, dataTask: URLSessionDataTask, didReceive response: URLResponse,
    completionHandler: @escaping @Sendable (URLSession.ResponseDisposition) -> Void
  ) {
    if let response = response as? HTTPURLResponse {
      let header = response.value(forHTTPHeaderField: "Retry-After")
      finish(.answered(status: response.statusCode, retryAfter: header))
    }
    // What the receiver says beyond its status is not for us, however long it is.
    goOn { completionHandler(.cancel) }
  }

  func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
    finish(.unreachable(Self.reason(error)))
  }

  /// In our words: those of the system may hold the whole address.
  private static func reason(_ error: (any Error)?) -> String {
    guard let code = (error as? URLError)?.code else { return "the connection failed" }
    switch code {
    case .timedOut: return "did not answer in time"
    case .cannotFindHost, .dnsLookupFailed: return "the host's name is not known"
    case .cannotConnectToHost: return "the host cannot be reached"
    case .notConnectedToInternet: return "this machine has no network"
    case .networkConnectionLost: return "the connection broke off"
    case .secureConnectionFailed, .serverCertificateUntrusted, .serverCertificateHasBadDate,
      .serverCertificateNotYetValid, .serverCertificateHasUnknownRoot:
      return "the connection is not secure: its certificate is not accepted"
    default: return "the connection failed (code \(code.rawValue))"
    }
  }
}
