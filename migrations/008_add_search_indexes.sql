-- 008: the order in which the search in texts goes through specs and roadmaps: the newest first.

BEGIN;

CREATE INDEX idx_specs_created ON technical_specs (created_at DESC, id DESC);
CREATE INDEX idx_specs_project_created ON technical_specs (project_name, created_at DESC, id DESC);
CREATE INDEX idx_roadmaps_created ON roadmaps (created_at DESC, project_name COLLATE "C" DESC);

INSERT INTO schema_migrations (version, description) VALUES (8, 'add search indexes');

COMMIT;
