// AccessScope: what a call touches, comparable with what another call touches in a few nanoseconds.

/// Names a resource by components from the general to the special, such as `["alpha", "spec", "login"]`.
///
/// A nil component stands for any; a shorter path for everything below it, so `[]` is everything. Only a hash of each
/// component is kept, and the first four of them: two resources may be taken for one, which costs some concurrency,
/// never the order.
public struct AccessScope: Sendable, Equatable, ExpressibleByArrayLiteral {
  /// One lane a component; 0 is any, as is what the path does not go down to.
  private var lanes: SIMD4<UInt64> = .zero

  public init(_ components: [String?]) {
    for (index, component) in components.prefix(4).enumerated() {
      guard let component else { continue }
      lanes[index] = UInt64(UInt(bitPattern: component.hashValue)) | 1
    }
  }

  public init(arrayLiteral elements: String?...) { self.init(elements) }

  /// True when there may be a resource under both paths.
  public func overlaps(_ other: AccessScope) -> Bool {
    all((lanes .== other.lanes) .| (lanes .== .zero) .| (other.lanes .== .zero))
  }
}
