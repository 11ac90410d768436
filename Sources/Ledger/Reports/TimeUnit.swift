/// A span of civil time in some zone.
package enum TimeUnit: String, Sendable, CaseIterable {
  case hour
  case day
  case week
  case month
}
