import Logging
import MCP
import Server
import Service

/// The server's one loop: whatever comes in is answered in order, then the next thing is waited for.
struct ServeLoop {
  /// How long to sleep when only a vanished parent could matter, in milliseconds.
  private static let idleWait: Int32 = 5_000
  /// How often to look for other processes' writes while somebody wants to hear of them.
  private static let watchWait: Int32 = 500

  private let session: Session
  private let service: LedgerService
  private let channel: any ProtocolChannel
  private var splitter = LineSplitter()
  private var mark: ChangeMark?
  private var outbox: OutboxWatch?
  private var monitor: MonitorWatch?
  private var totals: TotalsWatch?
  private var afterFirst: (() -> Void)?

  /// - Parameters:
  ///   - outbox: Has messages sent; nil where there is no webhook.
  ///   - monitor: Looks at limits now and then; nil where nobody wants it.
  ///   - totals: Compares a few totals with records when the ledger was opened.
  ///   - afterFirst: Is called once, after the first answer.
  init(
    session: Session, service: LedgerService, channel: any ProtocolChannel, outbox: OutboxWatch? = nil,
    monitor: MonitorWatch? = nil, totals: TotalsWatch? = nil, afterFirst: (() -> Void)? = nil
  ) {
    self.session = session
    self.service = service
    self.channel = channel
    self.outbox = outbox
    self.monitor = monitor
    self.totals = totals
    self.afterFirst = afterFirst
  }

  /// Serves until the input ends, nobody reads the output, or somebody asks the process to stop.
  @discardableResult
  mutating func run() -> Ending {
    var isOpen = true
    while isOpen {
      switch channel.wait(milliseconds: waitTime) {
      case .input(let bytes): isOpen = receive(splitter.append(bytes))
      // Only when nobody asks anything: an answer comes first.
      case .timeout:
        if session.hasSubscribers || monitor?.wait == 0 { service.logs?.catchUp() }
        monitor?.look()
      case .end:
        isOpen = send(session.receive(splitter.finish()))
        if isOpen { _ = send(session.end()) }
        return .endOfInput
      case .stop:
        _ = send(session.end())
        return .told
      }
      if isOpen, service.logs?.hasWork == true { service.logs?.goOn() }
      if isOpen { isOpen = announceChanges() }
      if isOpen { outbox?.look() }
      if isOpen { totals?.look() }
      afterFirst?()
      afterFirst = nil
    }
    return .readerGone
  }

  /// Why serving has ended.
  enum Ending: String {
    case endOfInput = "the input has ended"
    case told = "told to stop, or whoever started it is gone"
    case readerGone = "nobody reads the output"
  }

  private var waitTime: Int32 {
    if service.logs?.hasWork == true { return 0 }
    let wait = session.hasSubscribers ? Self.watchWait : Self.idleWait
    return min(wait, monitor.map { Int32(clamping: $0.wait) } ?? wait)
  }

  private mutating func receive(_ lines: [Line]) -> Bool {
    let frames = session.receive(lines)
    // Before the client knows that it has subscribed: what changes after that, it is told.
    if session.hasSubscribers, mark == nil { mark = service.changeMark() }
    return send(frames)
  }

  private func send(_ frames: [[UInt8]]) -> Bool {
    guard !frames.isEmpty else { return true }
    defer { service.log.release() }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(frames.reduce(0) { $0 + $1.count + 1 })
    for frame in frames {
      bytes += frame
      bytes.append(UInt8(ascii: "\n"))
    }
    return channel.write(bytes)
  }

  /// Tells subscribers of changes that this process or another has made to the ledger.
  private mutating func announceChanges() -> Bool {
    guard session.hasSubscribers else {
      mark = nil
      return true
    }
    let current = service.changeMark()
    defer { mark = current }
    guard let mark, let current, mark != current else { return true }
    return send(session.resourcesChanged { $0.hasPrefix(LedgerServer.volatileURIs) })
  }
}
