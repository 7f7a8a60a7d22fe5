// Version: what this build calls itself.

/// The version by semantic versioning, in `--version` and in the server's introduction.
enum Version {
  static let current = "0.1.0"
}
