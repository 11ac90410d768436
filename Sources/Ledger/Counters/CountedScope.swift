/// A scope that counts a record, and in which slots it does.
struct CountedScope: Hashable {
  /// The scope.
  var id: ScopeID
  /// Its slots.
  var grains: [CounterGrain]

  /// The scope of everything, which is always counted.
  static let everything = CountedScope(id: .everything, grains: CounterGrain.all)
}
