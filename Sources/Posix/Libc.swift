// The system's C library, under whichever name it goes; all else imports it through here.
#if canImport(Glibc)
  @preconcurrency @_exported public import Glibc
#elseif canImport(Musl)
  @preconcurrency @_exported public import Musl
#else
  @preconcurrency @_exported public import Darwin
#endif
