/// The options that setup tells this program, among whatever else a user has added.
enum ToldOptions {
  /// Each has its value behind it.
  static let names = ["--data-dir", "--env-file"]

  /// Returns words in which each option has the value that is wanted; what is new is behind all else, which stays.
  ///
  /// - Parameter wanted: Options, each with its value behind it.
  static func updated(_ words: [String], to wanted: ArraySlice<String>) -> [String] {
    var (words, wanted) = (words, wanted)
    while let name = wanted.popFirst(), let value = wanted.popFirst() { set(name, value, in: &words) }
    return words
  }

  /// Whether words are none but such options.
  static func are(_ words: ArraySlice<String>) -> Bool {
    var words = words
    while let name = words.popFirst() {
      guard names.contains(name), words.popFirst() != nil else { return false }
    }
    return true
  }

  private static func set(_ name: String, _ value: String, in words: inout [String]) {
    var isThere = false
    for index in words.indices {
      if words[index].hasPrefix(name + "=") {
        words[index] = "\(name)=\(value)"
      } else if words[index] == name, index + 1 < words.count {
        words[index + 1] = value
      } else {
        continue
      }
      isThere = true
    }
    if !isThere { words += words.last == name ? [value] : [name, value] }
  }
}
