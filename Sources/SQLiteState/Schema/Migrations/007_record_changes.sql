-- 007: the record of changes: what was changed, when, and by whom.

BEGIN IMMEDIATE;

CREATE TABLE changes (
  -- Never given twice, whatever is deleted.
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  changed_at INTEGER NOT NULL,
  project_name TEXT NOT NULL CHECK (project_name <> ''),
  kind TEXT NOT NULL,
  -- A loop's id, a spec's name, otherwise the project's name.
  subject TEXT NOT NULL,
  operation TEXT NOT NULL,
  -- The version that it has then; null for what has none.
  version INTEGER CHECK (version >= 1),
  -- Of a loop the iteration that was in progress.
  iteration INTEGER CHECK (iteration >= 1),
  actor TEXT NOT NULL,
  -- As the client introduced itself.
  client_name TEXT,
  client_version TEXT,
  host TEXT NOT NULL,
  process_id INTEGER NOT NULL,
  idempotency_key TEXT
) STRICT;

CREATE INDEX idx_changes_project ON changes (project_name, number);
CREATE INDEX idx_changes_subject ON changes (subject, number);

INSERT INTO schema_migrations (version, description) VALUES (7, 'record changes');
PRAGMA user_version = 7;

COMMIT;
