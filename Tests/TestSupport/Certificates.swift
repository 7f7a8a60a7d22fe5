// Certificates: a certificate authority of one test's own, and a server's certificate that it has signed.

import Foundation

/// Made by the `openssl` program in a temporary folder, which `deinit` removes.
public final class Certificates {
  private let folder: String

  /// The authority's certificate.
  public var authority: String { "\(folder)/authority.crt" }
  /// Another authority's, which has signed nothing.
  public var otherAuthority: String { "\(folder)/other.crt" }
  /// The certificate of a server called `localhost`, and its key, which only `owner` can read.
  public var server: String { "\(folder)/server.crt" }
  /// The private key of the server's certificate.
  public var serverKey: String { "\(folder)/server.key" }

  /// Makes the authorities and the server's certificate.
  ///
  /// - Parameter owner: the user that the server runs as; nil for this process's own.
  /// - Throws: `CertificateFailure` when openssl is not installed, or has failed.
  public init(owner: String?) throws {
    folder = NSTemporaryDirectory() + "respec-tls-\(UInt64.random(in: 0 ... .max))"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    for name in ["authority", "other"] {
      try openssl(
        "req -x509 \(Self.newKey) -days 2 -subj /CN=\(name) -keyout \(folder)/\(name).key -out \(folder)/\(name).crt")
    }
    try Data("subjectAltName=DNS:localhost\n".utf8).write(to: URL(fileURLWithPath: "\(folder)/names"))
    try openssl("req \(Self.newKey) -subj /CN=localhost -keyout \(serverKey) -out \(folder)/server.csr")
    try openssl(
      "x509 -req -in \(folder)/server.csr -CA \(authority) -CAkey \(folder)/authority.key -CAcreateserial -days 2 "
        + "-extfile \(folder)/names -out \(server)")
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: serverKey)
    if let owner { try run(["/bin/chown", owner, serverKey]) }
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  private static let newKey = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes"

  private func openssl(_ arguments: String) throws {
    try run(["/usr/bin/env", "openssl"] + arguments.split(separator: " ").map(String.init))
  }

  private func run(_ command: [String]) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: command[0])
    process.arguments = Array(command.dropFirst())
    let errors = Pipe()
    (process.standardInput, process.standardOutput, process.standardError) = (nil, nil, errors)
    try process.run()
    let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    if process.terminationStatus == 0 { return }
    throw CertificateFailure(command: command.joined(separator: " "), status: process.terminationStatus, text: text)
  }
}

/// A certificate could not be made.
public struct CertificateFailure: Error, CustomStringConvertible {
  let command: String
  let status: Int32
  let text: String

  /// The sentence that the failed test shows.
  public var description: String {
    // env(1) ends with 127 when there is no such program.
    status == 127
      ? "openssl is not installed: run the tests with scripts/test, which installs it" : "\(command): \(text)"
  }
}
