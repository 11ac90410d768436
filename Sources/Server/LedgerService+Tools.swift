package import Service

extension LedgerService {
  /// The names of the tools.
  package static var toolNames: [String] { ToolList.all.map { $0.name } }
}
