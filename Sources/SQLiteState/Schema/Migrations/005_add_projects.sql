-- 005: a record of each project, with a name that no other may have but for case, width and white space.
--
-- What is stored already makes the records. Names are folded by the server, before the next project begins: of projects of
-- earlier versions whose names are alike the first one keeps the folded name, and the others go on under their own.

BEGIN IMMEDIATE;

CREATE TABLE projects (
  project_name TEXT NOT NULL PRIMARY KEY CHECK (project_name <> ''),
  -- What is compared of the name; null where another project has it, or it is not folded yet.
  folded_name TEXT UNIQUE,
  is_folded INTEGER NOT NULL DEFAULT 1 CHECK (is_folded IN (0, 1)),
  -- When the project began, or something of it was deleted last; what it has tells its later changes.
  changed_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX idx_projects_unfolded ON projects (project_name) WHERE is_folded = 0;

-- The last changes of loops that are over; idx_loop_states_active has those of the others.
CREATE INDEX idx_loop_states_settled ON loop_states (project_name, updated_at, id) WHERE status IN ('completed', 'closed');

INSERT INTO projects (project_name, is_folded, changed_at)
SELECT project_name, 0, max(updated_at) FROM (
  SELECT project_name, updated_at FROM loop_states UNION ALL SELECT project_name, updated_at FROM technical_specs
  UNION ALL SELECT project_name, updated_at FROM roadmaps UNION ALL SELECT project_name, updated_at FROM project_plans
) GROUP BY project_name;

INSERT INTO schema_migrations (version, description) VALUES (5, 'add projects');
PRAGMA user_version = 5;

COMMIT;
