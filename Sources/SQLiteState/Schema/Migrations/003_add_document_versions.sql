-- 003: roadmaps and project plans keep their versions, have additional sections, and plans may be without some fields.
--
-- What is stored already becomes version 1. The current version of each stands in its table, the replaced ones in
-- roadmap_versions and project_plan_versions.

BEGIN IMMEDIATE;

ALTER TABLE roadmaps ADD COLUMN version INTEGER NOT NULL DEFAULT 1 CHECK (version >= 1);
-- An array of names: what the current version changed.
ALTER TABLE roadmaps ADD COLUMN changed_fields TEXT NOT NULL DEFAULT '[]' CHECK (changed_fields GLOB '[[]*]');
-- An array of objects with a name and a text, in order.
ALTER TABLE roadmaps ADD COLUMN additional_sections TEXT NOT NULL DEFAULT '[]' CHECK (additional_sections GLOB '[[]*]');

CREATE TABLE roadmap_versions (
  project_name TEXT NOT NULL REFERENCES roadmaps (project_name) ON DELETE CASCADE,
  version INTEGER NOT NULL CHECK (version >= 1),
  roadmap_title TEXT,
  roadmap_status TEXT NOT NULL,
  -- When this version came to be.
  updated_at INTEGER NOT NULL,
  changed_fields TEXT NOT NULL CHECK (changed_fields GLOB '[[]*]'),
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
  additional_sections TEXT NOT NULL CHECK (additional_sections GLOB '[[]*]'),
  PRIMARY KEY (project_name, version)
) STRICT;

-- NOT NULL can be taken from a column by another table only.
CREATE TABLE new_project_plans (
  project_name TEXT NOT NULL PRIMARY KEY CHECK (project_name <> ''),
  project_status TEXT NOT NULL DEFAULT 'draft'
    CHECK (project_status IN ('draft', 'in-review', 'approved', 'active', 'completed', 'cancelled')),
  version INTEGER NOT NULL DEFAULT 1 CHECK (version >= 1),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  changed_fields TEXT NOT NULL DEFAULT '[]' CHECK (changed_fields GLOB '[[]*]'),
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
  additional_sections TEXT NOT NULL DEFAULT '[]' CHECK (additional_sections GLOB '[[]*]')
) STRICT;

INSERT INTO new_project_plans (
  project_name, project_status, created_at, updated_at,
  project_vision,
  project_mission,
  project_timeline,
  project_budget,
  primary_objectives,
  success_metrics,
  key_performance_indicators,
  included_features,
  excluded_features,
  project_assumptions,
  project_constraints,
  project_sponsor,
  key_stakeholders,
  end_users,
  work_breakdown,
  phases_overview,
  project_dependencies,
  team_structure,
  technology_requirements,
  infrastructure_needs,
  identified_risks,
  mitigation_strategies,
  contingency_plans,
  quality_standards,
  testing_strategy,
  acceptance_criteria,
  reporting_structure,
  meeting_schedule,
  documentation_standards
)
SELECT
  project_name, project_status, created_at, updated_at,
  project_vision,
  project_mission,
  project_timeline,
  project_budget,
  primary_objectives,
  success_metrics,
  key_performance_indicators,
  included_features,
  excluded_features,
  project_assumptions,
  project_constraints,
  project_sponsor,
  key_stakeholders,
  end_users,
  work_breakdown,
  phases_overview,
  project_dependencies,
  team_structure,
  technology_requirements,
  infrastructure_needs,
  identified_risks,
  mitigation_strategies,
  contingency_plans,
  quality_standards,
  testing_strategy,
  acceptance_criteria,
  reporting_structure,
  meeting_schedule,
  documentation_standards
FROM project_plans;

DROP TABLE project_plans;
ALTER TABLE new_project_plans RENAME TO project_plans;

CREATE INDEX idx_plans_created ON project_plans (created_at, project_name);
CREATE INDEX idx_plans_status ON project_plans (project_status, created_at, project_name);

CREATE TABLE project_plan_versions (
  project_name TEXT NOT NULL REFERENCES project_plans (project_name) ON DELETE CASCADE,
  version INTEGER NOT NULL CHECK (version >= 1),
  project_status TEXT NOT NULL,
  updated_at INTEGER NOT NULL,
  changed_fields TEXT NOT NULL CHECK (changed_fields GLOB '[[]*]'),
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
  additional_sections TEXT NOT NULL CHECK (additional_sections GLOB '[[]*]'),
  PRIMARY KEY (project_name, version)
) STRICT;

INSERT INTO schema_migrations (version, description) VALUES (3, 'add document versions');
PRAGMA user_version = 3;

COMMIT;
