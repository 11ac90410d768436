/// Why a command ends other than well.
struct CommandFailure: Error, Hashable {
  /// How the process ends.
  let status: ExitStatus
  /// What happened, where, and what to do.
  let message: String
}
