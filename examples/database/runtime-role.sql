-- Gives a role what respec-server needs at run time, and no more: it reads and changes rows, and creates, alters and
-- drops nothing. The migrations stay the owner's.
--
-- The role must exist (createuser --pwprompt respec_app) and own nothing here. Run this as the role that owns the
-- database and runs the migrations, once and again whenever you like:
--
--   psql -v ON_ERROR_STOP=1 -v runtime_role=respec_app -f examples/database/runtime-role.sql "$DATABASE_URL"

BEGIN;

GRANT CONNECT ON DATABASE :"DBNAME" TO :"runtime_role";
GRANT USAGE ON SCHEMA public TO :"runtime_role";

GRANT SELECT, INSERT, UPDATE, DELETE ON
  public.human_guidance,
  public.idempotency_keys,
  public.loop_history,
  public.loop_states,
  public.loop_to_spec_mappings,
  public.objective_feedback,
  public.project_plan_versions,
  public.project_plans,
  public.projects,
  public.roadmap_versions,
  public.roadmaps,
  public.technical_spec_versions,
  public.technical_specs
TO :"runtime_role";

-- The record of changes grows, and its oldest rows go; nothing changes one.
GRANT SELECT, INSERT, DELETE ON public.changes TO :"runtime_role";

-- Which migrations there are, to read and never to change. loop_history and changes number their rows by identity columns,
-- which ask for no right of their own.
GRANT SELECT ON public.schema_migrations TO :"runtime_role";

-- The tables of later migrations, as this owner creates them.
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO :"runtime_role";

COMMIT;
