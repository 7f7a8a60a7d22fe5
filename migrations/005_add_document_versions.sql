-- 005: roadmaps and project plans keep their versions, have additional sections, and plans may be without some fields.
--
-- What is stored already becomes version 1. The current version of each stands in its table, the replaced ones in
-- roadmap_versions and project_plan_versions.

BEGIN;

ALTER TABLE roadmaps
  -- An array of objects with a name and a text, in order.
  ADD COLUMN additional_sections JSONB NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(additional_sections) = 'array'),
  ADD COLUMN version INTEGER NOT NULL DEFAULT 1 CHECK (version >= 1),
  -- What the current version changed.
  ADD COLUMN changed_fields TEXT[] NOT NULL DEFAULT '{}';

CREATE TABLE roadmap_versions (
  project_name VARCHAR(255) NOT NULL REFERENCES roadmaps (project_name) ON DELETE CASCADE,
  version INTEGER NOT NULL CHECK (version >= 1),
  roadmap_title VARCHAR(255),
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
  performance_targets TEXT NOT NULL,
  additional_sections JSONB NOT NULL,
  roadmap_status VARCHAR(50) NOT NULL,
  -- When this version came to be.
  updated_at TIMESTAMP NOT NULL,
  changed_fields TEXT[] NOT NULL,
  PRIMARY KEY (project_name, version)
);

ALTER TABLE project_plans
  ALTER COLUMN project_vision DROP NOT NULL,
  ALTER COLUMN project_mission DROP NOT NULL,
  ALTER COLUMN project_timeline DROP NOT NULL,
  ALTER COLUMN project_budget DROP NOT NULL,
  ALTER COLUMN primary_objectives DROP NOT NULL,
  ALTER COLUMN success_metrics DROP NOT NULL,
  ALTER COLUMN key_performance_indicators DROP NOT NULL,
  ALTER COLUMN included_features DROP NOT NULL,
  ALTER COLUMN excluded_features DROP NOT NULL,
  ALTER COLUMN project_assumptions DROP NOT NULL,
  ALTER COLUMN project_constraints DROP NOT NULL,
  ALTER COLUMN project_sponsor DROP NOT NULL,
  ALTER COLUMN key_stakeholders DROP NOT NULL,
  ALTER COLUMN end_users DROP NOT NULL,
  ALTER COLUMN work_breakdown DROP NOT NULL,
  ALTER COLUMN phases_overview DROP NOT NULL,
  ALTER COLUMN project_dependencies DROP NOT NULL,
  ALTER COLUMN team_structure DROP NOT NULL,
  ALTER COLUMN technology_requirements DROP NOT NULL,
  ALTER COLUMN infrastructure_needs DROP NOT NULL,
  ALTER COLUMN identified_risks DROP NOT NULL,
  ALTER COLUMN mitigation_strategies DROP NOT NULL,
  ALTER COLUMN contingency_plans DROP NOT NULL,
  ALTER COLUMN quality_standards DROP NOT NULL,
  ALTER COLUMN testing_strategy DROP NOT NULL,
  ALTER COLUMN acceptance_criteria DROP NOT NULL,
  ALTER COLUMN reporting_structure DROP NOT NULL,
  ALTER COLUMN meeting_schedule DROP NOT NULL,
  ALTER COLUMN documentation_standards DROP NOT NULL,
  ADD COLUMN additional_sections JSONB NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(additional_sections) = 'array'),
  ADD COLUMN version INTEGER NOT NULL DEFAULT 1 CHECK (version >= 1),
  ADD COLUMN changed_fields TEXT[] NOT NULL DEFAULT '{}';

CREATE TABLE project_plan_versions (
  project_name VARCHAR(255) NOT NULL REFERENCES project_plans (project_name) ON DELETE CASCADE,
  version INTEGER NOT NULL CHECK (version >= 1),
  project_vision TEXT,
  project_mission TEXT,
  project_timeline TEXT,
  project_budget TEXT,
  primary_objectives TEXT,
  success_metrics TEXT,
  key_performance_indicators TEXT,
  included_features TEXT,
  excluded_features TEXT,
  project_assumptions TEXT,
  project_constraints TEXT,
  project_sponsor TEXT,
  key_stakeholders TEXT,
  end_users TEXT,
  work_breakdown TEXT,
  phases_overview TEXT,
  project_dependencies TEXT,
  team_structure TEXT,
  technology_requirements TEXT,
  infrastructure_needs TEXT,
  identified_risks TEXT,
  mitigation_strategies TEXT,
  contingency_plans TEXT,
  quality_standards TEXT,
  testing_strategy TEXT,
  acceptance_criteria TEXT,
  reporting_structure TEXT,
  meeting_schedule TEXT,
  documentation_standards TEXT,
  additional_sections JSONB NOT NULL,
  project_status VARCHAR(50) NOT NULL,
  updated_at TIMESTAMP NOT NULL,
  changed_fields TEXT[] NOT NULL,
  PRIMARY KEY (project_name, version)
);

INSERT INTO schema_migrations (version, description) VALUES (5, 'add document versions');

COMMIT;
