import Ledger
import Logging
import MCP
import Server
import Service

/// The server's one loop: whatever comes in is answered in order, then the next thing is waited for.
struct ServeLoop {
  /// How long to sleep when only a vanished parent or a removed file could matter, in milliseconds.
  private static let idleWait: Int32 = 2_000
  /// How often to look for other processes' writes while somebody wants to hear of them.
  private static let watchWait: Int32 = 500
  /// From how many bytes on frames are sent at once.
  private static let pieceSize = 1 << 16
  /// From how many bytes on a read may have left something.
  private static let largeRead = 1 << 15
  /// How many bytes are split into lines at once.
  private static let portionSize = 1 << 14

  private let session: Session
  private let service: LedgerService
  private let channel: any ProtocolChannel
  private var splitter = LineSplitter()
  private var mark: ChangeMark?
  private var outbox: OutboxWatch?
  private var monitor: MonitorWatch?
  private var totals: TotalsWatch?
  private var afterFirst: (() -> Void)?
  /// What was read and is not taken in yet, as short lines take much more memory than their bytes.
  private var input: ArraySlice<UInt8> = []
  /// Why nothing more is taken in; what was is still answered.
  private var ending: Ending?

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
    while true {
      switch channel.wait(milliseconds: waitTime, takesInput: takesInput) {
      case .input(let bytes):
        input = bytes
        takeInput()
        // There may be more at once, which then is made durable with it.
        if bytes.count >= Self.largeRead, takesInput { continue }
      // Only when nobody asks anything: an answer comes first.
      case .timeout: if !canAnswer { lookAround() }
      case .end:
        session.take(splitter.finish())
        session.stopWaiting()
        ending = ending ?? .endOfInput
      case .readerGone:
        session.stopWaiting()
        ending = .readerGone
      case .stop: return finish(.told)
      }
      takeInput()
      let hasAnswered = answer()
      if let ending, input.isEmpty, !session.hasMessages { return finish(ending) }
      // Only where nobody waits; a question has had logs taken in already.
      if isBehind, !hasAnswered { service.logs?.goOn() }
      goOn()
    }
  }

  /// Why serving has ended.
  enum Ending: String {
    case endOfInput = "the input has ended"
    case told = "told to stop, or whoever started it is gone"
    case readerGone = "nobody reads the output"
  }

  /// While answers wait for a reader, no more are made; without a reader, what was asked is still done.
  private var canAnswer: Bool { (session.hasMessages || !input.isEmpty) && (channel.hasRoom || ending == .readerGone) }

  private var takesInput: Bool { ending == nil && input.isEmpty && !session.isFull && channel.hasRoom }

  /// Whether logs are to be taken in while nobody waits.
  private var isBehind: Bool { ending == nil && service.logs?.hasWork == true }

  private var waitTime: Int32 {
    if canAnswer || isBehind || canAttend { return 0 }
    let wait = session.hasSubscribers ? Self.watchWait : Self.idleWait
    return min(wait, monitor.map { Int32(clamping: $0.wait) } ?? wait)
  }

  private var canAttend: Bool { session.hasWaiting && channel.hasRoom }

  private mutating func takeInput() {
    while !input.isEmpty, !session.isFull {
      session.take(splitter.append(input.prefix(Self.portionSize)))
      input = input.dropFirst(Self.portionSize)
    }
    // Or the next read would have to copy what it is read into.
    if input.isEmpty { input = [] }
  }

  private mutating func answer() -> Bool {
    guard canAnswer else { return false }
    let frames = session.proceed()
    // Before the client knows that it has subscribed: what changes after that, it is told.
    if session.hasSubscribers, mark == nil { mark = service.changeMark() }
    send(frames)
    service.log.release()
    return true
  }

  private mutating func lookAround() {
    if session.hasSubscribers || monitor?.wait == 0 { service.logs?.catchUp() }
    monitor?.look()
  }

  private mutating func goOn() {
    if canAttend { send(session.attend()) }
    // By time, not when nobody asks: a client may send pings all the time.
    service.ledger.closeIfReplaced()
    announceChanges()
    service.ledger.bondLog()
    outbox?.look()
    totals?.look()
    afterFirst?()
    afterFirst = nil
  }

  private mutating func finish(_ ending: Ending) -> Ending {
    if self.ending != .readerGone {
      send(session.end())
      channel.flush()
    }
    return self.ending == .readerGone ? .readerGone : ending
  }

  /// Sends frames, several small ones in one piece.
  private mutating func send(_ frames: [[UInt8]]) {
    var piece: [UInt8] = []
    for frame in frames where ending != .readerGone {
      piece += frame
      piece.append(UInt8(ascii: "\n"))
      guard piece.count >= Self.pieceSize else { continue }
      write(piece)
      piece = []
    }
    write(piece)
  }

  private mutating func write(_ piece: [UInt8]) {
    if !piece.isEmpty, ending != .readerGone, !channel.write(piece) { ending = .readerGone }
  }

  /// Tells subscribers of changes that this process or another has made to the ledger.
  private mutating func announceChanges() {
    guard session.hasSubscribers else {
      mark = nil
      return
    }
    // Whoever does not read is told of all changes at once, later.
    guard channel.hasRoom else { return }
    let current = service.changeMark()
    defer { mark = current }
    guard let mark, let current, mark != current else { return }
    send(session.resourcesChanged { $0.hasPrefix(LedgerServer.volatileURIs) })
  }
}
