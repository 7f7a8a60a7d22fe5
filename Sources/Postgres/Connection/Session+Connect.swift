// Session+Connect: making the connection; names are resolved, TLS and passwords negotiated here.

import CLibPQ
import Logging
import Platform

extension Session {
  /// The inputs of a connection.
  struct Origin {
    let configuration: PostgresConfiguration
    let interruption: Interruption
    let wakeup: EventDescriptor
    let watch: TransportWatch
    let sessions: SessionWatch
    let logger: Logger
  }

  private enum Attempt {
    case connected(OpaquePointer)
    case failed(PostgresError)
    /// This host said nothing for the whole of its time.
    case hung(host: String, port: String)
  }

  /// Connects. Blocks the calling thread, for the connect timeout with each host at most (and while names resolve).
  ///
  /// - Throws: `cannotConnect`, or `shutDown` when that came in between.
  static func connect(_ origin: Origin) throws(PostgresError) -> Session {
    let pq: LibPQFunctions
    var parameters: ConnectionParameters
    do {
      pq = try LibPQ.load()
      parameters = try ConnectionParameters(origin.configuration, pq)
    } catch { throw error.asPermanent }
    let notices = NoticeSink(origin.logger, pq)
    while true {
      switch attempt(parameters, origin, pq, notices) {
      case .connected(let handle):
        let session = Session(pq, handle, notices: notices, origin)
        try session.prepareForUse()
        return session
      case .failed(let error): throw error
      case .hung(let host, let port):
        // libpq goes on to the next host when one refuses, not when it is silent.
        if parameters.removeHost(host, port: port) { continue }
        throw PostgresError(.cannotConnect, parameters.redact("\(host) port \(port) did not answer in time"))
      }
    }
  }

  private static func attempt(
    _ parameters: ConnectionParameters, _ origin: Origin, _ pq: LibPQFunctions, _ notices: NoticeSink
  ) -> Attempt {
    guard let handle = start(parameters, pq) else { return .failed(PostgresError(.cannotConnect, "out of memory")) }
    notices.install(on: handle)
    _ = pq.pointee.PQsetErrorVerbosity(handle, PQERRORS_VERBOSE)  // for the SQLSTATE of a refusal
    if let security = security(handle, pq) { origin.watch.note(security) }
    let attempt = poll(handle, parameters, origin, pq)
    if case .connected = attempt {
      _ = pq.pointee.PQsetErrorVerbosity(handle, PQERRORS_DEFAULT)
      return attempt
    }
    pq.pointee.PQfinish(handle)
    return attempt
  }

  private static func start(_ parameters: ConnectionParameters, _ pq: LibPQFunctions) -> OpaquePointer? {
    let keywords = CStrings(Array(parameters.values.keys))
    let values = CStrings(Array(parameters.values.values))
    return withExtendedLifetime((keywords, values)) {
      pq.pointee.PQconnectStartParams(keywords.pointers, values.pointers, 0)
    }
  }

  private static func poll(
    _ handle: OpaquePointer, _ parameters: ConnectionParameters, _ origin: Origin, _ pq: LibPQFunctions
  ) -> Attempt {
    let patience = parameters.connectTimeout ?? origin.configuration.connectTimeout
    var host: (name: String, port: String) = ("", "")
    var deadline = ContinuousClock.now + patience
    var direction = PGRES_POLLING_WRITING
    if pq.pointee.PQstatus(handle) == CONNECTION_BAD { direction = PGRES_POLLING_FAILED }
    while true {
      if origin.interruption.reason != nil { return .failed(PostgresError(interrupted: .shutDown)) }
      if direction == PGRES_POLLING_OK { return .connected(handle) }
      if direction == PGRES_POLLING_FAILED { return .failed(failure(handle, parameters, pq)) }
      let current = (name: text(pq.pointee.PQhost(handle)), port: text(pq.pointee.PQport(handle)))
      if current != host { (host, deadline) = (current, .now + patience) }
      let outcome = Polling.wait(
        socket: pq.pointee.PQsocket(handle), events: direction == PGRES_POLLING_READING ? .readable : .writable,
        wakeup: origin.wakeup, until: deadline)
      if outcome.hasSocketEvent {
        direction = pq.pointee.PQconnectPoll(handle)
      } else if ContinuousClock.now >= deadline {
        return .hung(host: host.name, port: host.port)
      }
    }
  }

  private static func failure(
    _ handle: OpaquePointer, _ parameters: ConnectionParameters, _ pq: LibPQFunctions
  ) -> PostgresError {
    let message = RefusalMessage(text(pq.pointee.PQerrorMessage(handle)))
    return PostgresError(.cannotConnect, parameters.redact(message.text), sqlState: message.sqlState)
  }

  /// The protection that libpq has derived from the URI, the environment and its service file.
  private static func security(_ handle: OpaquePointer, _ pq: LibPQFunctions) -> TransportSecurity? {
    guard let options = pq.pointee.PQconninfo(handle) else { return nil }
    defer { pq.pointee.PQconninfoFree(options) }
    let values = ConnectionParameters.values(of: options)
    return TransportSecurity(host: values["host"], hostaddr: values["hostaddr"], mode: values["sslmode"])
  }

  private static func text(_ string: UnsafePointer<CChar>?) -> String { string.map { String(cString: $0) } ?? "" }
  private static func text(_ string: UnsafeMutablePointer<CChar>?) -> String {
    string.map { String(cString: $0) } ?? ""
  }

  // MARK: After it

  private func prepareForUse() throws(PostgresError) {
    guard pq.pointee.PQsetnonblocking(handle, 1) == 0, pq.pointee.PQenterPipelineMode(handle) == 1 else {
      throw PostgresError(.cannotConnect, lastMessage)
    }
    // A pooler keeps the server's processes to itself and makes up the number that it tells its clients.
    let process = Int(pq.pointee.PQbackendPID(handle))
    isPooled = try run([settings.forSession(of: process)])[0].isEmpty
    if isPooled { watch.notePooler() }
  }
}
