// TCPProxy: a way to the database on which flows can die as they do behind a firewall that forgets them.

import Foundation
import Synchronization
import TestSupport

/// Forwards connections from a port of its own; `forget` makes those that there are silent, without a word to either end.
final class TCPProxy: Sendable {
  /// One connection: its two sockets, closed with it.
  private final class Flow: Sendable {
    let isForgotten = Atomic<Bool>(false)
    let ends: [Int32]

    init(_ ends: [Int32]) { self.ends = ends }
    deinit { for end in ends { SystemCalls.closeDescriptor(end) } }

    /// Copies until one side ends; what comes after it was forgotten goes nowhere.
    func copy(from source: Int32, to target: Int32) {
      var buffer = [UInt8](repeating: 0, count: 1 << 16)
      while true {
        let count = buffer.withUnsafeMutableBytes { SystemCalls.readOnce(source, $0) }
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { break }
        if isForgotten.load(ordering: .relaxed) { continue }
        var rest = buffer[..<count]
        while !rest.isEmpty {
          let written = rest.withUnsafeBytes { SystemCalls.writeOnce(target, $0) }
          guard written > 0 else { break }
          rest = rest.dropFirst(written)
        }
      }
      if !isForgotten.load(ordering: .relaxed) { for end in ends { shutdown(end, Int32(SHUT_RDWR)) } }
    }
  }

  let port: Int
  private let listener: Int32
  private let flows = Mutex<[Flow]>([])

  /// - Parameter port: the database's, on 127.0.0.1.
  init(to port: String) throws {
    listener = SystemCalls.makeSocket(AF_INET)
    var address = Self.address(0)
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let listener = listener
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, length) == 0 && listen(listener, 64) == 0 && getsockname(listener, $0, &length) == 0
      }
    }
    guard isBound, let target = UInt16(port) else { throw SQLFailure(message: "no proxy to port \(port)") }
    self.port = Int(UInt16(bigEndian: address.sin_port))
    Thread.detachNewThread { [weak self] in
      while true {
        let client = accept(listener, nil, nil)
        guard client >= 0 else { return }
        guard let flow = Self.connect(client, to: target) else { continue }
        self?.flows.withLock { $0.append(flow) }
        for (source, target) in [(flow.ends[0], flow.ends[1]), (flow.ends[1], flow.ends[0])] {
          Thread.detachNewThread { flow.copy(from: source, to: target) }
        }
      }
    }
  }

  private static func address(_ port: UInt16) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    return address
  }

  private static func connect(_ client: Int32, to port: UInt16) -> Flow? {
    let server = SystemCalls.makeSocket(AF_INET)
    let flow = Flow([client, server])
    var address = address(port)
    let isConnected = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Foundation.connect(server, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
    return isConnected ? flow : nil
  }

  /// The number of connections that were made.
  var count: Int { flows.withLock { $0.count } }

  /// Lets nothing more through on the connections that there are.
  func forget() { flows.withLock { flows in for flow in flows { flow.isForgotten.store(true, ordering: .relaxed) } } }

  /// Takes no connection any more, and ends those that there are.
  func close() {
    shutdown(listener, Int32(SHUT_RDWR))
    SystemCalls.closeDescriptor(listener)
    flows.withLock { flows in for flow in flows { for end in flow.ends { shutdown(end, Int32(SHUT_RDWR)) } } }
  }
}
