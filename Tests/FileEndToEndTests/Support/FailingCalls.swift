// FailingCalls: a disk that fails at the test's word.

import Foundation
import SharedStateSupport

/// A library that makes the C library's `fdatasync` or `pwrite64` fail while a file says so.
struct FailingCalls {
  /// A call on the state file's log.
  enum Call: String { case sync, write }

  private let switchPath: String
  private let library: String

  init(in tree: FileTree) throws {
    (switchPath, library) = (tree.path("failing"), tree.path("failing.so"))
    try tree.write("failing.c", Self.source)
    _ = try Command("clang", ["-shared", "-fPIC", "-O1", "-o", library, tree.path("failing.c"), "-ldl"]).checked()
  }

  /// The settings of a server that it works on.
  var environment: [String: String] { ["LD_PRELOAD": library, "FAILING_CALLS": switchPath] }

  /// From now on these calls fail with this errno.
  func fail(_ call: Call, _ code: Int32) throws {
    try Data("\(call.rawValue) \(code)".utf8).write(to: URL(fileURLWithPath: switchPath))
  }

  /// From now on all calls work.
  func mend() throws { try FileManager.default.removeItem(atPath: switchPath) }

  private static let source = """
    #define _GNU_SOURCE
    #include <dlfcn.h>
    #include <errno.h>
    #include <stdio.h>
    #include <stdlib.h>
    #include <string.h>
    #include <unistd.h>
    static int failure(const char *call) {
      const char *path = getenv("FAILING_CALLS");
      FILE *file = path ? fopen(path, "r") : 0;
      char name[16] = "";
      int code = 0;
      if (!file) return 0;
      if (fscanf(file, "%15s %d", name, &code) != 2 || strcmp(name, call)) code = 0;
      fclose(file);
      return code;
    }
    int fdatasync(int descriptor) {
      int (*real)(int) = dlsym(RTLD_NEXT, "fdatasync");
      int code = failure("sync");
      return code ? (errno = code, -1) : real(descriptor);
    }
    ssize_t pwrite64(int descriptor, const void *bytes, size_t count, off64_t offset) {
      ssize_t (*real)(int, const void *, size_t, off64_t) = dlsym(RTLD_NEXT, "pwrite64");
      int code = failure("write");
      return code ? (errno = code, -1) : real(descriptor, bytes, count, offset);
    }
    """
}
