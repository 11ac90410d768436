import Ledger
import Server
import Service

/// What an option takes, as far as a shell can complete it.
enum OptionValues: Sendable, Equatable {
  /// Anything.
  case any
  /// One of these words.
  case words([String])
  /// A name that the ledger knows.
  case names(Dimension)

  /// The spans and dimensions by which totals are split.
  private static let groups = Dimension.allCases.map(\.rawValue) + ["hour", "day", "week", "month"]

  /// What the argument of a tool takes.
  init(of argument: ArgumentName?) {
    switch argument {
    case .period, .basedOn: self = .words(PeriodName.allCases.map(\.rawValue))
    case .groupBy: self = .words(Self.groups)
    case .models, .baseline: self = .names(.model)
    case .providers: self = .names(.provider)
    default: self = argument.flatMap { Dimension(rawValue: $0.rawValue) }.map(Self.names) ?? .any
    }
  }
}
