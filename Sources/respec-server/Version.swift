// Version: the version of this build.

/// The version by semantic versioning, in `--version` and in the server's introduction.
enum Version {
  static let current = "0.1.0"
}
