import Service

/// Why tokens are estimated, in words.
enum TokenSentences {
  /// Returns what keeps a count from being exact, and what to do where something can be done.
  static func message(_ doubt: TokenShelf.Doubt) -> String {
    switch doubt {
    case .unknownVocabulary(let model):
      "The vocabulary of \(model) is not known here, so its tokens are estimated from those of other models, within wide bounds."
    case .faultyFile(let name, let line):
      "\(name) in the data folder is no vocabulary (line \(line)), so tokens are estimated. Replace the file and restart the server."
    }
  }
}
