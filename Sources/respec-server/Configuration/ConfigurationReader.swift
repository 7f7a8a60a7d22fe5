// ConfigurationReader: takes variables out of the environment and notes every one whose value is not allowed.

/// The variables for which the server cannot start.
struct ConfigurationError: Error, CustomStringConvertible {
  /// A variable that is not as it may be.
  struct Problem: Equatable {
    let variable: String
    /// Its value in a form that holds no secret.
    let value: String
    /// The values that are allowed, in words.
    let allowed: String
  }

  let problems: [Problem]

  /// One line a variable.
  var description: String {
    problems.map { "\($0.variable)=\($0.value): allowed: \($0.allowed)" }.joined(separator: "\n  ")
  }
}

/// Reads variables one after the other; a bad one gives its default, so that the next is read too.
struct ConfigurationReader {
  private let variable: (String) -> String?
  private(set) var problems: [ConfigurationError.Problem] = []

  init(variable: @escaping (String) -> String?) { self.variable = variable }

  /// The variable's value as it stands; nil where it is unset.
  func value(_ name: String) -> String? { variable(name) }

  /// True where the variable has a value.
  func isSet(_ definition: ConfigurationVariable) -> Bool { variable(definition.name) != nil }

  /// Notes that the variable's value is not allowed.
  ///
  /// - Parameters:
  ///   - shown: the value in a form that holds no secret.
  ///   - reason: nil where what is allowed says it.
  mutating func refuse(_ definition: ConfigurationVariable, shown: String? = nil, reason: String? = nil) {
    let value = shown ?? variable(definition.name) ?? definition.standard
    let placeholder = isPlaceholder(definition) ? "${…} is a placeholder that the client did not replace" : nil
    let hint = (placeholder ?? reason).map { "; \($0)" } ?? ""
    problems.append(.init(variable: definition.name, value: value.printable, allowed: definition.allowed + hint))
  }

  mutating func integer(_ definition: ConfigurationVariable, in range: ClosedRange<Int>) -> Int {
    read(definition) { text in Int(text).flatMap { range.contains($0) ? $0 : nil } }
  }

  mutating func seconds(_ definition: ConfigurationVariable, in range: ClosedRange<Double>) -> Double {
    read(definition) { text in Double(text).flatMap { range.contains($0) ? $0 : nil } }
  }

  mutating func bool(_ definition: ConfigurationVariable) -> Bool { read(definition) { Bool($0.lowercased()) } }

  /// The value among the type's names; nil where it is unset or refused.
  mutating func choice<Value: RawRepresentable>(
    _ definition: ConfigurationVariable, _ type: Value.Type
  ) -> Value? where Value.RawValue == String {
    guard let text = variable(definition.name) else { return nil }
    let value = Value(rawValue: text.lowercased())
    if value == nil { refuse(definition) }
    return value
  }

  /// Only the scheme and the parameters' names are checked: libpq reads the rest. What else is wrong with it may hold a
  /// password and is not shown.
  mutating func databaseURI(_ definition: ConfigurationVariable) -> String {
    let url = variable(definition.name) ?? definition.standard
    let fault = DatabaseURIFault(url)
    if isPlaceholder(definition) || fault != nil {
      refuse(definition, shown: "(not shown)", reason: fault?.reason)
    }
    return url
  }

  /// True where the variable's value holds `${…}`: some clients hand it over as it stands in their configuration.
  func isPlaceholder(_ definition: ConfigurationVariable) -> Bool {
    guard let start = variable(definition.name)?.firstRange(of: "${") else { return false }
    return variable(definition.name)?[start.upperBound...].contains("}") == true
  }

  private mutating func read<Value>(_ definition: ConfigurationVariable, _ parse: (String) -> Value?) -> Value {
    if let text = variable(definition.name) {
      if let value = parse(text) { return value }
      refuse(definition)
    }
    guard let standard = parse(definition.standard) else {
      preconditionFailure("\(definition.name): the default is not allowed")
    }
    return standard
  }
}
