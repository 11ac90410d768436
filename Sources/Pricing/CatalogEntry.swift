/// A model of a catalog, known by its names; the rest is read when somebody asks for it.
struct CatalogEntry {
  /// Its id.
  let id: String
  /// Its further names.
  private(set) var aliases: [String]
  /// The rules by which names are recognised as its own.
  var rules: [MatchRule]
  /// The model, or where it is.
  var content: Content

  /// What there is of a model.
  enum Content {
    /// All of it.
    case read(Model)
    /// The bytes of its object in the price file of that name, valid as long as the registry.
    case bytes(UnsafeRawBufferPointer, file: String)
  }

  /// Creates an entry.
  init(id: String, aliases: [String], rules: [MatchRule], content: Content) {
    self.id = id
    self.aliases = aliases
    self.rules = rules
    self.content = content
  }

  /// Gives the model other further names.
  mutating func take(aliases: [String]) {
    self.aliases = aliases
    guard case .read(var model) = content else { return }
    model.aliases = aliases
    content = .read(model)
  }
}
