-- 003: the links of a project's loops side by side, for list_history.
--
-- The primary key has them in the order of the loops' ids, which are drawn at random: in a large database each loop of
-- a list then cost another page of it.

BEGIN;

CREATE INDEX idx_mappings_loop ON loop_to_spec_mappings (project_name, loop_id) INCLUDE (spec_name);

INSERT INTO schema_migrations (version, description) VALUES (3, 'add link index');

COMMIT;
