#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif
import Commands

exit(CommandLineProgram.run(System.host()).rawValue)
