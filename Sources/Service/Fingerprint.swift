/// Short texts that tell longer ones apart.
package enum Fingerprint {
  /// Returns the 64-bit FNV-1a hash, the same in every process; it guards against mix-ups, not malice.
  package static func text(of bytes: some Sequence<UInt8>) -> String {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return String(hash, radix: 36)
  }
}
