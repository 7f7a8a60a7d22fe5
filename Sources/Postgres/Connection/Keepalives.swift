// Keepalives: the probes of idle TCP connections.

/// The same on both sides: a minute after the last word of the other side a connection is given up. They also keep the flow
/// in the tables of firewalls that forget idle ones.
enum Keepalives {
  /// Seconds without a word before the first probe, and between two.
  static let (idle, interval) = (30, 10)
  /// Probes without an answer.
  static let count = 3
}
