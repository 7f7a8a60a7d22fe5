-- 006: the order in which the search in texts goes through specs, loops and roadmaps: the newest first.

BEGIN IMMEDIATE;

CREATE INDEX idx_specs_created ON technical_specs (created_at, id);
CREATE INDEX idx_specs_project_created ON technical_specs (project_name, created_at, id);
CREATE INDEX idx_loop_states_created ON loop_states (created_at, id);
CREATE INDEX idx_roadmaps_created ON roadmaps (created_at, project_name);

INSERT INTO schema_migrations (version, description) VALUES (6, 'add search indexes');
PRAGMA user_version = 6;

COMMIT;
