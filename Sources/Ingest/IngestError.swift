/// Why a provider's usage object could not be read.
package enum IngestError: Error, Hashable {
  /// None of the known shapes; `keys` are the members found.
  case unknownShape(keys: [String])
}
