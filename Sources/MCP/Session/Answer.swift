/// What a request has come to.
struct Answer {
  /// The frame to be sent.
  let frame: [UInt8]
  /// What it rests on.
  let basis: Basis

  /// What an answer rests on.
  enum Basis {
    /// Nothing that a failing commit could take back.
    case declared
    /// What was read or written in the transaction.
    case transaction
  }

  /// Returns an answer of that frame.
  static func frame(_ frame: [UInt8], basis: Basis) -> Answer { Answer(frame: frame, basis: basis) }
}
