-- 002: the indexes, and pg_trgm for the search by similar names.
--
-- Where pg_trgm cannot be created (the extension is not installed, or the role may not create it), this goes on without
-- it: the server does not need it.

BEGIN;

CREATE INDEX idx_loop_states_project ON loop_states (project_name, created_at DESC, id DESC);
CREATE INDEX idx_loop_states_status ON loop_states (status);
CREATE INDEX idx_loop_states_created ON loop_states (created_at DESC);
CREATE INDEX idx_loop_history_sequence ON loop_history (project_name, sequence_number DESC) INCLUDE (loop_id, added_at);
CREATE INDEX idx_specs_project ON technical_specs (project_name, spec_name COLLATE "C");
CREATE INDEX idx_specs_status ON technical_specs (spec_status, project_name);
CREATE INDEX idx_specs_updated ON technical_specs (project_name, updated_at DESC, spec_name COLLATE "C");
CREATE INDEX idx_specs_iteration ON technical_specs (iteration DESC);
CREATE INDEX idx_mappings_spec ON loop_to_spec_mappings (project_name, spec_name);
CREATE INDEX idx_plans_status ON project_plans (project_status);
CREATE INDEX idx_plans_created ON project_plans (created_at DESC, project_name COLLATE "C" DESC);
CREATE INDEX idx_idempotency_keys_created ON idempotency_keys (created_at);

DO $$
BEGIN
  CREATE EXTENSION IF NOT EXISTS pg_trgm;
EXCEPTION
  WHEN insufficient_privilege OR undefined_file OR feature_not_supported OR invalid_parameter_value THEN
    RAISE NOTICE 'pg_trgm cannot be created (%): the search by similar names works without an index', SQLERRM;
END
$$;

DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_extension WHERE extname = 'pg_trgm') THEN
    CREATE INDEX idx_specs_name_search ON technical_specs USING gin (spec_name gin_trgm_ops);
  END IF;
END
$$;

INSERT INTO schema_migrations (version, description) VALUES (2, 'add indexes');

COMMIT;
