// InternetAddress: telling addresses of this machine from others.

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Addresses of IPv4 and IPv6 in their text form.
package enum InternetAddress {
  /// True for an address that never leaves the machine: 127.0.0.0/8 and ::1 (RFC 6890). False for every other one, and
  /// for what is no address.
  package static func isLoopback(_ text: String) -> Bool {
    var address = in_addr()
    if inet_pton(AF_INET, text, &address) == 1 { return UInt32(bigEndian: address.s_addr) >> 24 == 127 }
    var wide = in6_addr()
    guard inet_pton(AF_INET6, text, &wide) == 1 else { return false }
    return withUnsafeBytes(of: wide) { $0.dropLast().allSatisfy { $0 == 0 } && $0.last == 1 }
  }
}
