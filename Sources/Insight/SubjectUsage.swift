package import CivilTime

/// Usage of one subject: the dimensions it is known by, such as `user_id` and `model`, with their texts.
package struct SubjectUsage: Sendable, Hashable {
  /// The texts of the dimensions.
  package var subject: [String: String]
  /// The hour, by a moment in it.
  package var hour: Instant
  /// What was used.
  package var usage: UsageFigures

  /// Whether it has these texts.
  func isOf(_ texts: [String: String]) -> Bool { texts.allSatisfy { subject[$0.key] == $0.value } }

  /// Creates the usage of a subject in an hour.
  package init(subject: [String: String], hour: Instant, usage: UsageFigures) {
    self.subject = subject
    self.hour = hour
    self.usage = usage
  }
}
