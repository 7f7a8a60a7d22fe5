// Columns: an entity's columns, declared once: lists of them, placeholders, readers and values follow from that.

import Models
import SQLite

/// One or several columns of `Entity` that make up one `Value` of it.
struct Column<Entity, Value>: Sendable {
  let bindings: [Binding<Entity>]
  let read: @Sendable (inout SQLiteRow) throws -> Value

  private init(
    _ bindings: [Binding<Entity>], read: @escaping @Sendable (inout SQLiteRow) throws -> Value
  ) {
    self.bindings = bindings
    self.read = read
  }

  /// A column of a value that says itself what is stored.
  init(
    _ name: String, _ path: KeyPath<Entity, Value> & Sendable, store: @escaping @Sendable (Value) throws -> SQLiteValue,
    read: @escaping @Sendable (inout SQLiteRow) throws -> Value
  ) {
    self.init([Binding(name: name) { try store($0[keyPath: path]) }], read: read)
  }

  /// A column that is a value by itself.
  init(_ name: String, _ path: KeyPath<Entity, Value> & Sendable) where Value: ColumnValue {
    self.init([Binding(name: name) { $0[keyPath: path].stored }], read: Value.read)
  }

  /// A column that holds a value as JSON.
  init(json name: String, _ path: KeyPath<Entity, Value> & Sendable) where Value: Codable & SendableMetatype {
    self.init([Binding(name: name) { try .json($0[keyPath: path]) }]) { row in try row.model() }
  }

  /// The columns of an entity that is part of this one.
  init(_ columns: Columns<Value>, _ path: KeyPath<Entity, Value> & Sendable) {
    self.init(columns.bindings.map { $0.within(path) }, read: columns.read)
  }

  /// A column for each field of a group of required texts.
  init(fields path: KeyPath<Entity, Value> & Sendable) where Value: FieldGroup {
    let template = Value.filled(with: Text(trusted: ""))
    self.init(Value.all.map { field in Binding(name: field.name) { $0[keyPath: path][keyPath: field.path].stored } }) {
      row in
      var group = template
      for field in Value.all { group[keyPath: field.path] = try Text.read(&row) }
      return group
    }
  }

  /// A column for each field of a roadmap or plan.
  init(document path: KeyPath<Entity, Value> & Sendable) where Value: DocumentFields {
    self.init(Value.all.map { field in Binding(name: field.name) { $0[keyPath: path][keyPath: field.path].stored } }) {
      row in
      var fields = Value()
      for field in Value.all { fields[keyPath: field.path] = try Text?.read(&row) }
      return fields
    }
  }

  /// A column for the title of a roadmap or plan; none for a kind without one.
  init<Kind: ProjectDocumentKind>(titleOf path: KeyPath<Entity, Value> & Sendable, _ kind: Kind.Type)
  where Value == Name? {
    let bindings = Kind.titleName.map { name in [Binding<Entity>(name: name) { $0[keyPath: path].stored }] }
    self.init(bindings ?? []) { row in Kind.titleName == nil ? nil : try Name?.read(&row) }
  }

  /// A column for one of a list of names.
  init(_ name: String, choice path: KeyPath<Entity, Value> & Sendable) where Value: Choice {
    self.init([Binding(name: name) { .text($0[keyPath: path].rawValue) }]) { row in
      let name = try row.text()
      guard let value = Value(rawValue: name) else { throw SQLiteError.unreadable(name, as: "\(Value.self)") }
      return value
    }
  }

  /// A column for each flexible field of a spec.
  init(flexible path: KeyPath<Entity, Value> & Sendable) where Value == FlexibleFields {
    self.init(
      FlexibleFields.all.map { field in Binding(name: field.name) { $0[keyPath: path][keyPath: field.path].stored } }
    ) { row in
      var fields = FlexibleFields()
      for field in FlexibleFields.all { fields[keyPath: field.path] = try FlexibleText?.read(&row) }
      return fields
    }
  }
}

/// A column's name, and the part of an entity that is stored in it.
struct Binding<Entity>: Sendable {
  let name: String
  let value: @Sendable (Entity) throws -> SQLiteValue

  /// The same column of an entity that holds this one at `path`.
  fileprivate func within<Outer>(_ path: KeyPath<Outer, Entity> & Sendable) -> Binding<Outer> {
    Binding<Outer>(name: name) { [value] in try value($0[keyPath: path]) }
  }
}

/// All columns of an entity.
struct Columns<Entity>: Sendable {
  let bindings: [Binding<Entity>]
  /// Reads the columns one after the other, as `list` names them.
  let read: @Sendable (inout SQLiteRow) throws -> Entity

  /// - Parameter make: makes the entity of the columns' values; the types see to their order.
  init<each Value>(
    _ column: repeat Column<Entity, each Value>, make: @escaping @Sendable (repeat each Value) throws -> Entity
  ) {
    var bindings: [Binding<Entity>] = []
    repeat bindings += (each column).bindings
    self.bindings = bindings
    read = { row in try make(repeat (each column).read(&row)) }
  }

  var names: [String] { bindings.map(\.name) }

  /// The names, for a statement that reads them.
  ///
  /// - Parameter alias: the table that a column is in.
  func list(_ alias: (String) -> String) -> String { names.map { "\(alias($0)).\($0)" }.joined(separator: ", ") }
  func list(_ alias: String) -> String { list { _ in alias } }

  /// Those of the columns that have these names, in this order.
  func bindings(_ names: [String]) -> [Binding<Entity>] {
    names.map { name in
      guard let binding = bindings.first(where: { $0.name == name }) else {
        preconditionFailure("\(Entity.self) has no column \(name)")
      }
      return binding
    }
  }

  // MARK: Writing

  /// A statement that adds an entity as a row.
  ///
  /// - Parameters:
  ///   - without: columns that stand in another table.
  ///   - ending: the clauses that follow, such as ON CONFLICT.
  func insert(into table: String, without: Set<String> = [], _ ending: String = "") -> EntityStatement<Entity> {
    let written = bindings.filter { !without.contains($0.name) }
    let names = written.map(\.name).joined(separator: ", ")
    return EntityStatement("INSERT INTO \(table) (\(names)) VALUES (\(places(written.count))) \(ending)", written)
  }

  /// A statement that adds an entity as a row, or puts it in the place of the row with its `key`.
  ///
  /// - Parameter keeping: columns whose earlier value stays; they are what the statement gives.
  func upsert(into table: String, key: String, keeping: [String] = []) -> EntityStatement<Entity> {
    let changes = names.filter { $0 != key && !keeping.contains($0) }.map { "\($0) = excluded.\($0)" }
    let returning = keeping.isEmpty ? "" : " RETURNING \(keeping.joined(separator: ", "))"
    return insert(into: table, "ON CONFLICT (\(key)) DO UPDATE SET \(changes.joined(separator: ", "))\(returning)")
  }

  /// A statement that changes `columns` of the row with the entity's `key`.
  func update(_ table: String, key: String, setting columns: [String]) -> EntityStatement<Entity> {
    let changes = columns.enumerated().map { "\($1) = ?\($0 + 1)" }.joined(separator: ", ")
    return EntityStatement(
      "UPDATE \(table) SET \(changes) WHERE \(key) = ?\(columns.count + 1)", bindings(columns + [key]))
  }
}

/// ?1, ?2, …
func places(_ count: Int) -> String { (1...count).map { "?\($0)" }.joined(separator: ", ") }

/// A statement whose values are taken from an entity.
struct EntityStatement<Entity>: Sendable {
  let statement: SQLiteStatement
  private let bindings: [Binding<Entity>]

  init(_ sql: String, _ bindings: [Binding<Entity>]) {
    statement = SQLiteStatement(sql)
    self.bindings = bindings
  }

  func callAsFunction(_ entity: Entity) throws -> SQLiteCommand {
    SQLiteCommand(statement, try bindings.map { try $0.value(entity) })
  }
}
