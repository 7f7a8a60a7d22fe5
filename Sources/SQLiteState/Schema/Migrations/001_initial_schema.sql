-- 001: every table and index of the state file.
--
-- One transaction; it ends by recording itself. Also runs through the sqlite3 shell. Tables and columns are called as in
-- PostgreSQL where they mean the same. Times are microseconds since 1970-01-01T00:00:00Z; lists and objects are JSON.
-- Small columns stand before large ones: what is behind a large one costs the reading of it.

BEGIN IMMEDIATE;

-- "rspc": tells a state file from other programs' databases.
PRAGMA application_id = 1920168035;

CREATE TABLE schema_migrations (
  version INTEGER PRIMARY KEY,
  description TEXT NOT NULL,
  applied_at INTEGER NOT NULL DEFAULT (unixepoch() * 1000000)
) STRICT;

-- Loops. Rows are small and looked up by their id: it orders the table itself.
CREATE TABLE loop_states (
  id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 8 AND id NOT GLOB '*[^0-9a-f]*'),
  project_name TEXT NOT NULL CHECK (project_name <> ''),
  loop_type TEXT NOT NULL CHECK (loop_type IN ('plan', 'roadmap', 'spec', 'build_plan', 'build_code', 'analyst')),
  status TEXT NOT NULL DEFAULT 'initialized'
    CHECK (status IN ('initialized', 'in_progress', 'completed', 'user_input', 'refine')),
  current_score INTEGER NOT NULL DEFAULT 0 CHECK (current_score BETWEEN 0 AND 100),
  -- An array of scores, oldest first; as many as there are rows in loop_feedback.
  score_history TEXT NOT NULL DEFAULT '[]' CHECK (score_history GLOB '[[]*]'),
  iteration INTEGER NOT NULL DEFAULT 1 CHECK (iteration BETWEEN 1 AND 1000),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  -- How many scores there were at the last human guidance: stagnation counts only those after it.
  guided_scores INTEGER NOT NULL DEFAULT 0 CHECK (guided_scores >= 0),
  -- How much guidance the loop has; the next one's position follows from it.
  guidance_count INTEGER NOT NULL DEFAULT 0 CHECK (guidance_count >= 0),
  -- Why the last decision was taken; null before the first feedback.
  decision_reason TEXT
    CHECK (decision_reason IN ('threshold_reached', 'checkpoint', 'stagnation', 'below_threshold'))
) STRICT, WITHOUT ROWID;

-- All are read from their ends: newest first. The third is for the loops that want attention.
CREATE INDEX idx_loop_states_project ON loop_states (project_name, created_at, id);
CREATE INDEX idx_loop_states_status ON loop_states (project_name, status, created_at, id);
CREATE INDEX idx_loop_states_active ON loop_states (project_name, status, updated_at, id) WHERE status <> 'completed';

-- A row for each feedback, so that a new one leaves the earlier ones alone.
CREATE TABLE loop_feedback (
  loop_id TEXT NOT NULL REFERENCES loop_states (id) ON DELETE CASCADE,
  -- 1, 2, … within a loop.
  position INTEGER NOT NULL CHECK (position >= 1),
  -- A CriticFeedback object.
  feedback TEXT NOT NULL CHECK (feedback GLOB '{*}'),
  PRIMARY KEY (loop_id, position)
) STRICT;

CREATE TABLE human_guidance (
  loop_id TEXT NOT NULL REFERENCES loop_states (id) ON DELETE CASCADE,
  -- 1, 2, … within a loop.
  position INTEGER NOT NULL CHECK (position >= 1),
  iteration INTEGER NOT NULL CHECK (iteration >= 1),
  created_at INTEGER NOT NULL,
  feedback TEXT NOT NULL,
  PRIMARY KEY (loop_id, position)
) STRICT;

CREATE TABLE objective_feedback (
  loop_id TEXT NOT NULL PRIMARY KEY REFERENCES loop_states (id) ON DELETE CASCADE,
  stored_at INTEGER NOT NULL,
  feedback TEXT NOT NULL
) STRICT;

-- A project's bounded queue of loops. Projects that come from several stores bring their numbers along: two of them may
-- have the same ones.
CREATE TABLE loop_history (
  loop_id TEXT NOT NULL PRIMARY KEY REFERENCES loop_states (id) ON DELETE CASCADE,
  project_name TEXT NOT NULL,
  sequence_number INTEGER NOT NULL CHECK (sequence_number >= 1),
  added_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX idx_loop_history_sequence ON loop_history (project_name, sequence_number, added_at);

-- One row: the highest number that an entry of loop_history has ever had. None is given twice.
CREATE TABLE loop_history_counter (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  last_number INTEGER NOT NULL CHECK (last_number >= 0)
) STRICT;

INSERT INTO loop_history_counter (id, last_number) VALUES (1, 0);

-- Specs: the current version of each; the replaced ones stand in technical_spec_versions.
CREATE TABLE technical_specs (
  id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 8 AND id NOT GLOB '*[^0-9a-f]*'),
  project_name TEXT NOT NULL CHECK (project_name <> ''),
  spec_name TEXT NOT NULL CHECK (spec_name <> ''),
  phase_name TEXT NOT NULL CHECK (phase_name <> ''),
  iteration INTEGER NOT NULL DEFAULT 0 CHECK (iteration >= 0),
  version INTEGER NOT NULL DEFAULT 1 CHECK (version >= 1),
  spec_status TEXT NOT NULL DEFAULT 'draft'
    CHECK (spec_status IN ('draft', 'in-review', 'approved', 'implementation-ready', 'in-development', 'completed')),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  -- An array of names: what the current version changed.
  changed_fields TEXT NOT NULL DEFAULT '[]' CHECK (changed_fields GLOB '[[]*]'),
  -- Frozen at creation.
  objectives TEXT NOT NULL,
  scope TEXT NOT NULL,
  dependencies TEXT NOT NULL,
  deliverables TEXT NOT NULL,
  -- Flexible; null is unset.
  architecture TEXT,
  technology_stack TEXT,
  functional_requirements TEXT,
  non_functional_requirements TEXT,
  development_plan TEXT,
  testing_strategy TEXT,
  research_requirements TEXT,
  success_criteria TEXT,
  integration_context TEXT,
  additional_sections TEXT NOT NULL DEFAULT '{}' CHECK (additional_sections GLOB '{*}'),
  UNIQUE (project_name, spec_name)
) STRICT;

CREATE INDEX idx_specs_status ON technical_specs (project_name, spec_status, spec_name);
CREATE INDEX idx_specs_updated ON technical_specs (project_name, updated_at DESC, spec_name);

CREATE TABLE technical_spec_versions (
  spec_id TEXT NOT NULL REFERENCES technical_specs (id) ON DELETE CASCADE,
  version INTEGER NOT NULL CHECK (version >= 1),
  phase_name TEXT NOT NULL,
  iteration INTEGER NOT NULL CHECK (iteration >= 0),
  spec_status TEXT NOT NULL,
  -- When this version came to be.
  updated_at INTEGER NOT NULL,
  changed_fields TEXT NOT NULL CHECK (changed_fields GLOB '[[]*]'),
  architecture TEXT,
  technology_stack TEXT,
  functional_requirements TEXT,
  non_functional_requirements TEXT,
  development_plan TEXT,
  testing_strategy TEXT,
  research_requirements TEXT,
  success_criteria TEXT,
  integration_context TEXT,
  additional_sections TEXT NOT NULL CHECK (additional_sections GLOB '{*}'),
  PRIMARY KEY (spec_id, version)
) STRICT;

CREATE TABLE loop_to_spec_mappings (
  loop_id TEXT NOT NULL PRIMARY KEY REFERENCES loop_states (id) ON DELETE CASCADE,
  project_name TEXT NOT NULL,
  spec_name TEXT NOT NULL,
  linked_at INTEGER NOT NULL,
  FOREIGN KEY (project_name, spec_name) REFERENCES technical_specs (project_name, spec_name) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE INDEX idx_mappings_spec ON loop_to_spec_mappings (project_name, spec_name);

CREATE TABLE roadmaps (
  project_name TEXT NOT NULL PRIMARY KEY CHECK (project_name <> ''),
  roadmap_title TEXT,
  roadmap_status TEXT NOT NULL DEFAULT 'draft'
    CHECK (roadmap_status IN ('draft', 'in-review', 'approved', 'in-progress', 'completed', 'blocked')),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  project_goal TEXT NOT NULL,
  total_duration TEXT NOT NULL,
  team_size TEXT NOT NULL,
  roadmap_budget TEXT NOT NULL,
  critical_path_analysis TEXT NOT NULL,
  key_risks TEXT NOT NULL,
  mitigation_plans TEXT NOT NULL,
  buffer_time TEXT NOT NULL,
  development_resources TEXT NOT NULL,
  infrastructure_requirements TEXT NOT NULL,
  external_dependencies TEXT NOT NULL,
  quality_assurance_plan TEXT NOT NULL,
  technical_milestones TEXT NOT NULL,
  business_milestones TEXT NOT NULL,
  quality_gates TEXT NOT NULL,
  performance_targets TEXT NOT NULL
) STRICT;

CREATE TABLE project_plans (
  project_name TEXT NOT NULL PRIMARY KEY CHECK (project_name <> ''),
  project_status TEXT NOT NULL DEFAULT 'draft'
    CHECK (project_status IN ('draft', 'in-review', 'approved', 'active', 'completed', 'cancelled')),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  project_vision TEXT NOT NULL,
  project_mission TEXT NOT NULL,
  project_timeline TEXT NOT NULL,
  project_budget TEXT NOT NULL,
  primary_objectives TEXT NOT NULL,
  success_metrics TEXT NOT NULL,
  key_performance_indicators TEXT NOT NULL,
  included_features TEXT NOT NULL,
  excluded_features TEXT NOT NULL,
  project_assumptions TEXT NOT NULL,
  project_constraints TEXT NOT NULL,
  project_sponsor TEXT NOT NULL,
  key_stakeholders TEXT NOT NULL,
  end_users TEXT NOT NULL,
  work_breakdown TEXT NOT NULL,
  phases_overview TEXT NOT NULL,
  project_dependencies TEXT NOT NULL,
  team_structure TEXT NOT NULL,
  technology_requirements TEXT NOT NULL,
  infrastructure_needs TEXT NOT NULL,
  identified_risks TEXT NOT NULL,
  mitigation_strategies TEXT NOT NULL,
  contingency_plans TEXT NOT NULL,
  quality_standards TEXT NOT NULL,
  testing_strategy TEXT NOT NULL,
  acceptance_criteria TEXT NOT NULL,
  reporting_structure TEXT NOT NULL,
  meeting_schedule TEXT NOT NULL,
  documentation_standards TEXT NOT NULL
) STRICT;

CREATE INDEX idx_plans_created ON project_plans (created_at, project_name);
CREATE INDEX idx_plans_status ON project_plans (project_status, created_at, project_name);

-- The results of calls with an idempotency key, kept 24 hours.
CREATE TABLE idempotency_keys (
  tool TEXT NOT NULL,
  key TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  -- Stands for the call's arguments, 32 hex characters.
  fingerprint TEXT NOT NULL,
  -- The result as JSON text.
  result TEXT NOT NULL,
  PRIMARY KEY (tool, key)
) STRICT;

CREATE INDEX idx_idempotency_keys_created ON idempotency_keys (created_at);

INSERT INTO schema_migrations (version, description) VALUES (1, 'initial schema');
PRAGMA user_version = 1;

COMMIT;
