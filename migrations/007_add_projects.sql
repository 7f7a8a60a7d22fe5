-- 007: a record of each project, with a name that no other may have but for case, width and white space.
--
-- What is stored already makes the records. Names are folded by the server, before the next project begins: of projects of
-- earlier versions whose names are alike the first one keeps the folded name, and the others go on under their own.

BEGIN;

CREATE TABLE projects (
  project_name VARCHAR(255) PRIMARY KEY CHECK (project_name <> ''),
  -- What is compared of the name; null where another project has it, or it is not folded yet.
  folded_name TEXT UNIQUE,
  is_folded BOOLEAN NOT NULL DEFAULT true,
  -- When the project began, or something of it was deleted last; what it has tells its later changes.
  changed_at TIMESTAMP NOT NULL DEFAULT (now() AT TIME ZONE 'utc')
);

CREATE INDEX idx_projects_unfolded ON projects (project_name) WHERE NOT is_folded;

-- The last change of a loop that is over; null of the others, which each feedback changes. An index on updated_at would
-- have to be changed with each feedback, too.
ALTER TABLE loop_states ADD COLUMN settled_at TIMESTAMP GENERATED ALWAYS AS (
  CASE WHEN status NOT IN ('initialized', 'in_progress', 'refine', 'user_input') THEN updated_at END) STORED;

CREATE INDEX idx_loop_states_settled ON loop_states (project_name, settled_at, id) WHERE settled_at IS NOT NULL;
CREATE INDEX idx_loop_states_active ON loop_states (project_name, status)
  WHERE status IN ('initialized', 'in_progress', 'refine', 'user_input');

INSERT INTO projects (project_name, is_folded, changed_at)
SELECT project_name, false, max(updated_at) FROM (
  SELECT project_name, updated_at FROM loop_states UNION ALL SELECT project_name, updated_at FROM technical_specs
  UNION ALL SELECT project_name, updated_at FROM roadmaps UNION ALL SELECT project_name, updated_at FROM project_plans
) every GROUP BY project_name;

INSERT INTO schema_migrations (version, description) VALUES (7, 'add projects');

COMMIT;
