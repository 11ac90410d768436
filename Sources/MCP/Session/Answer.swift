/// What a request has come to.
enum Answer {
  /// A frame to be sent.
  case frame([UInt8], basis: Basis)
  /// Work to be done step by step, after which there is a frame.
  case work(Job)

  /// What an answer rests on.
  enum Basis {
    /// Nothing that a failing commit could take back.
    case declared
    /// What was read or written in the transaction.
    case transaction
  }
}
