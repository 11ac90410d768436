import Service

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The system's own words for its error numbers.
package enum SystemErrorName {
  /// Returns what an `errno` means, such as `Permission denied`.
  package static func text(_ number: Int32) -> String {
    guard number != 0, let text = strerror(number) else { return "unknown reason" }
    return String(cString: text)
  }
}
