/// What is remembered of a file from one transaction to the next; a transaction that is taken back takes all of it along.
///
/// Texts, contexts and sessions are only ever added, and limits have a generation, so nothing of this is wrong after
/// another process has written.
struct FileCaches {
  /// The ids of texts.
  var texts = TextCache()
  /// The ids of contexts.
  var contexts = ContextCache()
  /// What their columns hold.
  var columns = ContextColumns()
  /// Which contexts there are of a kind.
  var matching = MatchingContexts()
  /// The rows of sessions.
  var sessions = SessionCache()
  /// The session of the last record, by its name and its user.
  var lastSession: (name: String, user: String, row: SessionID)?
  /// The context of the last record: calls of one agent mostly follow each other.
  var lastContext: (words: ContextTexts, id: ContextID)?
  /// The limits and settings.
  var book: LimitBook?
  /// Which scopes count what.
  var scopes = ScopeCache()
}
