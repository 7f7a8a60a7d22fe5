// SilentListener: a server that is reached and never answers.

import Foundation
import TestSupport

/// A socket that takes connections and never says a word.
final class SilentListener {
  private var socket: Int32
  let port: Int

  init() throws {
    socket = SystemCalls.makeSocket(AF_INET)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let socket = socket
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(socket, $0, length) == 0 && listen(socket, 64) == 0 && getsockname(socket, $0, &length) == 0
      }
    }
    guard isBound else { throw SQLFailure(message: "cannot listen: \(String(cString: strerror(errno)))") }
    port = Int(UInt16(bigEndian: address.sin_port))
  }

  func close() {
    if socket >= 0 { SystemCalls.closeDescriptor(socket) }
    socket = -1
  }

  deinit { close() }
}
