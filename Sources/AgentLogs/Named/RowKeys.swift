import CivilTime
import Ledger

/// Makes the keys of rows of one file that have no id of their own.
///
/// A row is known by its content, its time, and how many equal rows came before it in its file. So a file that is read
/// again, or a longer copy of it, has the same keys, and equal rows still count one by one.
struct RowKeys {
  private let namespace: String
  private var occurrences: [String: Int64] = [:]

  /// Creates the keys of a file that `namespace` has read.
  init(_ namespace: String) { self.namespace = namespace }

  /// Returns the key of the next row of this content, whose calls are told apart by their part.
  mutating func next(_ content: ContentHash, at time: Instant) -> RecordKey {
    let row = "\(time.milliseconds) \(content.text)"
    let before = occurrences[row, default: 0]
    occurrences[row] = before + 1
    return RecordKey(namespace: namespace, id: "\(row) \(before)")
  }
}

/// A hash of what a row says, the same in every process (FNV-1a of 64 bits).
struct ContentHash {
  private var hash: UInt64 = 0xCBF2_9CE4_8422_2325

  /// The hash of what was added, as text.
  var text: String { String(hash, radix: 36) }

  /// Adds bytes.
  mutating func add(_ bytes: some Sequence<UInt8>) {
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
  }

  /// Adds a text and its end.
  mutating func add(_ text: String) {
    add(text.utf8)
    // No byte of UTF-8 is this one.
    add([0xFF])
  }
}
