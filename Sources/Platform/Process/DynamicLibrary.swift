// DynamicLibrary: a library that is loaded when it is first needed.

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Loading libraries.
package enum DynamicLibrary {
  /// The reason for which none of the names could be loaded.
  package struct LoadError: Error, Sendable {
    /// The system's words about the first name.
    package let reason: String
    /// True when the process or the system has no file descriptor left: the library may be there.
    package let isShortOfDescriptors: Bool
  }

  /// Loads the first library that there is, for as long as the process lives.
  ///
  /// - Parameter names: names that the system looks up in its folders, or paths.
  /// - Returns: the handle that dlsym(3) takes.
  package static func load(anyOf names: [String]) throws(LoadError) -> UnsafeMutableRawPointer {
    var firstReason: String?
    for name in names {
      if let library = dlopen(name, RTLD_NOW | RTLD_LOCAL) { return library }
      let reason = dlerror().map { String(cString: $0) }
      firstReason = firstReason ?? reason
    }
    // dlerror(3) has no code. Another library may be the one that could not be opened, so errno does not tell.
    let descriptor = dup(STDERR_FILENO)
    let isShort = descriptor < 0 && (errno == EMFILE || errno == ENFILE)
    if descriptor >= 0 { close(descriptor) }
    throw LoadError(reason: firstReason ?? "not found", isShortOfDescriptors: isShort)
  }
}
