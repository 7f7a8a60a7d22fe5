-- 009: the record of changes: what was changed, when, and by whom.

BEGIN;

-- Each row belongs to the transaction of its change. Rows are added and, past their time, deleted; nothing changes them.
CREATE TABLE changes (
  -- Given before the commit: rows come to be seen in another order than that of their numbers.
  number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  changed_at TIMESTAMP NOT NULL,
  project_name VARCHAR(255) NOT NULL,
  kind VARCHAR(50) NOT NULL,
  -- A loop's id, a spec's name, otherwise the project's name.
  subject VARCHAR(255) NOT NULL,
  operation VARCHAR(50) NOT NULL,
  -- The version that it has then; null for what has none.
  version INTEGER CHECK (version >= 1),
  -- Of a loop the iteration that was in progress.
  iteration INTEGER CHECK (iteration >= 1),
  actor VARCHAR(255) NOT NULL,
  -- As the client introduced itself.
  client_name VARCHAR(255),
  client_version VARCHAR(255),
  host VARCHAR(255) NOT NULL,
  process_id BIGINT NOT NULL,
  idempotency_key VARCHAR(128)
);

CREATE INDEX idx_changes_project ON changes (project_name, number);
CREATE INDEX idx_changes_subject ON changes (subject, number);

INSERT INTO schema_migrations (version, description) VALUES (9, 'record changes');

COMMIT;
