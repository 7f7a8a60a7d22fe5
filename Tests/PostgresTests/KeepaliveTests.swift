// KeepaliveTests: both sides of an idle TCP connection probe it.

import Foundation
import Logging
import Platform
import XCTest

@testable import Postgres

final class KeepaliveTests: DatabaseTestCase {
  private func connect(_ parameters: String = "") throws -> Session {
    var configuration = try configuration()
    let port = try XCTUnwrap(ConnectionParameters(configuration, LibPQ.load()).values["port"])
    configuration.uri = "postgresql://respec:respec@127.0.0.1:\(port)/respec_test\(parameters)"
    let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, wakeup = try EventDescriptor()
    return try Session.connect(
      Session.Origin(
        configuration: configuration, interruption: Interruption(wakeup: wakeup), wakeup: wakeup,
        watch: TransportWatch(logger: logger), sessions: SessionWatch(preparesStatements: false, logger: logger),
        logger: logger))
  }

  private func option(_ name: Int32, of session: Session, level: Int32 = Int32(IPPROTO_TCP)) -> Int32 {
    var value: Int32 = -1
    var size = socklen_t(MemoryLayout<Int32>.size)
    XCTAssertEqual(getsockopt(session.socket, level, name, &value, &size), 0)
    return value
  }

  private func idle(_ session: Session) -> Int32 {
    #if os(macOS)
      option(TCP_KEEPALIVE, of: session)
    #else
      option(TCP_KEEPIDLE, of: session)
    #endif
  }

  func testConnection_whenOverTCP_isProbedByBothSides() throws {
    let session = try connect()
    XCTAssertEqual(option(SO_KEEPALIVE, of: session, level: SOL_SOCKET), 1)
    XCTAssertEqual(idle(session), 30)
    XCTAssertEqual([TCP_KEEPINTVL, TCP_KEEPCNT].map { option($0, of: session) }, [10, 3])
    let server = try ["idle", "interval", "count"].map { name in
      try session.run([PostgresCommand(PostgresStatement("SHOW tcp_keepalives_\(name)"))])[0][0].text(0)
    }
    XCTAssertEqual(server, ["30", "10", "3"])
  }

  func testConnection_whenTheURIHasItsOwn_keepsThem() throws {
    let session = try connect("?keepalives_idle=7&keepalives=1")
    XCTAssertEqual(idle(session), 7)
    XCTAssertEqual(option(TCP_KEEPINTVL, of: session), 10)
  }
}
