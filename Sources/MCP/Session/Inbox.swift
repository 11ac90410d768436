/// What the client has sent and what is not answered yet, the oldest first.
///
/// The messages of an array come out one by one, so that something else can be looked at between any two.
struct Inbox {
  // Above that no more is read, so that memory stays bounded; below, as a cancellation may be among what is read.
  private static let mostBytes = 3 << 17
  // What a message takes besides its text: millions of one byte must not count for nothing.
  private static let messageBytes = 64
  // Beyond that, the memory of a long queue is given back.
  private static let keptCapacity = 1 << 10

  /// What is next to be answered.
  struct Message {
    /// What it is; something to be ignored at the end of an array.
    var arrival: Arrival
    /// Where it stands.
    var place = Place.alone
    /// How many bytes it had.
    var size: Int
    /// Whether it asks for what the store holds.
    var isQuestion: Bool
    /// Whether it has waited for its answer to be complete, and is to be answered now.
    var hasWaited = false
  }

  /// Where a message stands.
  enum Place {
    case alone
    case inArray
    case endOfArray
  }

  private var messages: [Message] = []
  private var start = 0
  private var bytes = 0
  /// The array that is being answered: its rest, the last one first, and what each counts for.
  private var array: (rest: [Arrival], size: Int, isQuestion: Bool)?

  /// True when everything was given.
  var isEmpty: Bool { array == nil && start == messages.count }
  /// True while so much waits that no more should be read.
  var isFull: Bool { bytes >= Self.mostBytes }

  /// Adds a message that had that many bytes.
  mutating func add(_ arrival: Arrival, size: Int, isQuestion: Bool) {
    // Whoever sends all the time never lets it be empty.
    if start > Self.keptCapacity, start > messages.count / 2 { compact() }
    let size = size + Self.messageBytes
    messages.append(Message(arrival: arrival, size: size, isQuestion: isQuestion))
    bytes += size
  }

  /// Returns what is next, or nil when everything was given.
  mutating func next() -> Message? {
    if array != nil { return nextOfArray() }
    guard start < messages.count else { return nil }
    // Taken out, as the memory of a long message goes with its answer.
    var message = Message(arrival: .ignored, size: 0, isQuestion: false)
    swap(&message, &messages[start])
    start += 1
    bytes -= message.size
    if start == messages.count { forget() }
    guard case .batch(let elements) = message.arrival else { return message }
    array = (elements.reversed(), message.size / max(1, elements.count), message.isQuestion)
    return nextOfArray()
  }

  private mutating func nextOfArray() -> Message? {
    guard let (_, size, isQuestion) = array else { return nil }
    if let element = array?.rest.popLast() {
      return Message(arrival: element, place: .inArray, size: size, isQuestion: isQuestion)
    }
    array = nil
    return Message(arrival: .ignored, place: .endOfArray, size: 0, isQuestion: false)
  }

  /// Adds requests that have waited, as the next ones.
  mutating func addFirst(_ requests: [Request]) {
    let first = requests.map { Message(arrival: .request($0), size: 0, isQuestion: true, hasWaited: true) }
    messages.insert(contentsOf: first, at: start)
  }

  /// Drops the requests whose cancellation was sent after them: none of them has started.
  ///
  /// - Returns: What is cancelled.
  mutating func dropCancelled() -> Set<RequestID> {
    var cancelled: Set<RequestID> = []
    var kept: [Message] = []
    // Backwards, so that a cancellation meets only what was sent before it.
    for message in messages[start...].reversed() {
      guard let arrival = message.arrival.left(after: &cancelled) else {
        bytes -= message.size
        continue
      }
      var left = message
      left.arrival = arrival
      kept.append(left)
    }
    messages = kept.reversed()
    start = 0
    if let rest = array?.rest { array?.rest = rest.compactMap { $0.left(after: &cancelled) } }
    return cancelled
  }

  private mutating func forget() {
    messages.removeAll(keepingCapacity: messages.capacity <= Self.keptCapacity)
    start = 0
  }

  private mutating func compact() {
    messages.removeSubrange(..<start)
    start = 0
  }
}
