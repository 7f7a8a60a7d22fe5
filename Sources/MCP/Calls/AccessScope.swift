// AccessScope: a part of the state that a call reads or writes; two are compared in a few nanoseconds.

/// A part of the state, named by components from the general to the special, such as `["alpha", "spec", "login"]`.
///
/// A nil component stands for any; fewer components for everything below them, so `[]` is everything. Only a hash of each
/// component is kept, and the first four of them: two parts may be taken for one, which costs some concurrency, never
/// the order.
public struct AccessScope: Sendable, Equatable, ExpressibleByArrayLiteral {
  /// One lane a component; 0 is any, as is each lane beyond the last component.
  private var lanes: SIMD4<UInt64> = .zero

  /// Names the part by its components; nil is any.
  public init(_ components: [String?]) {
    for (index, component) in components.prefix(4).enumerated() {
      guard let component else { continue }
      lanes[index] = UInt64(UInt(bitPattern: component.hashValue)) | 1
    }
  }

  /// Names the part by its components; nil is any.
  public init(arrayLiteral elements: String?...) { self.init(elements) }

  /// True when some of the state may belong to both.
  public func overlaps(_ other: AccessScope) -> Bool {
    all((lanes .== other.lanes) .| (lanes .== .zero) .| (other.lanes .== .zero))
  }
}
