// CompletionSource: values that a client offers while a person types an argument.

/// The place of the argument that is typed.
public enum CompletionPlace: Sendable, Equatable {
  /// An argument of the prompt of that name.
  case prompt(String)
  /// A variable of the resource template of that URI.
  case template(String)
}

/// Values that begin with what was typed.
public struct Completions: Sendable, Equatable {
  /// The most values that MCP lets a server give.
  public static let maximumCount = 100

  /// At most `maximumCount`, the most likely first.
  public var values: [String]
  /// True when there are more.
  public var hasMore: Bool

  /// Takes the first `maximumCount` of the values.
  public init(_ values: [String], hasMore: Bool = false) {
    self.values = Array(values.prefix(Self.maximumCount))
    self.hasMore = hasMore || values.count > Self.maximumCount
  }
}

/// Gives completions for prompts' arguments and resources' variables.
public protocol CompletionSource: Sendable {
  /// The values for an argument. Must not wait.
  ///
  /// - Parameters:
  ///   - argument: the argument's name.
  ///   - beginning: what has been typed, also nothing.
  ///   - given: the other arguments' values, as far as the client tells them.
  /// - Throws: `FeatureFailure.invalid` for a place or an argument that is not there.
  func completions(
    of argument: String, at place: CompletionPlace, beginning: String, given: [String: String]
  ) throws(FeatureFailure) -> FeatureCall<Completions>
}
