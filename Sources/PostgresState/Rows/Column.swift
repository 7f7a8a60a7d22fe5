// Column: one column of an entity, declared once: its name and the value that a model puts there.

import Postgres

/// A column and how it is bound. Lists of columns, placeholders and values follow from an array of them; a row of that
/// list is read with `PostgresRowReader` in the same order.
struct Column<Model: Sendable>: Sendable {
  let name: String
  /// The type that a parameter is cast to where it would otherwise travel as another; nil for none.
  let type: String?
  /// The value in the model.
  let value: @Sendable (Model) throws -> PostgresValue

  init(_ name: String, as type: String? = nil, _ value: @escaping @Sendable (Model) throws -> PostgresValue) {
    self.name = name
    self.type = type
    self.value = value
  }

  /// The same column of a model that holds this one.
  func of<Outer>(_ model: @escaping @Sendable (Outer) -> Model) -> Column<Outer> {
    Column<Outer>(name, as: type) { [value] in try value(model($0)) }
  }
}

extension RandomAccessCollection {
  /// `s.id, s.version`.
  ///
  /// - Parameter alias: the table's name in the statement; nil for the bare names.
  func list<Model>(of alias: String? = nil) -> String where Element == Column<Model> {
    let prefix = alias.map { "\($0)." } ?? ""
    return map { prefix + $0.name }.joined(separator: ", ")
  }

  /// `$1, $2::timestamp`.
  ///
  /// - Parameter first: the number of the first one.
  func placeholders<Model>(from first: Int = 1) -> String where Element == Column<Model> {
    zip(self, first...).map { column, number in "$\(number)" + (column.type.map { "::\($0)" } ?? "") }
      .joined(separator: ", ")
  }

  /// `a = EXCLUDED.a, b = EXCLUDED.b`.
  func assignments<Model>() -> String where Element == Column<Model> {
    map { "\($0.name) = EXCLUDED.\($0.name)" }.joined(separator: ", ")
  }

  /// The values of `model`, in order.
  func values<Model>(of model: Model) throws -> [PostgresValue] where Element == Column<Model> {
    try map { try $0.value(model) }
  }
}
