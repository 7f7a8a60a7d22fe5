-- 004: loops that are closed, blockers, a human's verdicts, and reviewers.
--
-- What humans said so far was relayed by an agent and let the loop go on. A column's constraint cannot be changed: a new
-- column takes the place of the old one.

BEGIN IMMEDIATE;

DROP INDEX idx_loop_states_status;
DROP INDEX idx_loop_states_active;

ALTER TABLE loop_states ADD COLUMN new_status TEXT NOT NULL DEFAULT 'initialized'
  CHECK (new_status IN ('initialized', 'in_progress', 'completed', 'user_input', 'refine', 'closed'));
ALTER TABLE loop_states ADD COLUMN new_reason TEXT
  CHECK (new_reason IN ('threshold_reached', 'checkpoint', 'stagnation', 'blocked', 'below_threshold',
    'awaiting_reviews', 'accepted_by_human', 'stopped_by_human'));
UPDATE loop_states SET new_status = status, new_reason = decision_reason;
ALTER TABLE loop_states DROP COLUMN status;
ALTER TABLE loop_states RENAME COLUMN new_status TO status;
ALTER TABLE loop_states DROP COLUMN decision_reason;
ALTER TABLE loop_states RENAME COLUMN new_reason TO decision_reason;

-- The blockers of the last decision; how many decisions running, since the last human guidance, had the same ones.
ALTER TABLE loop_states ADD COLUMN blocker_run INTEGER NOT NULL DEFAULT 0 CHECK (blocker_run >= 0);
ALTER TABLE loop_states ADD COLUMN blockers TEXT NOT NULL DEFAULT '[]' CHECK (blockers GLOB '[[]*]');

-- The critics that have to give feedback on each iteration, and those who have not yet on the one in progress.
ALTER TABLE loop_states ADD COLUMN reviewers TEXT NOT NULL DEFAULT '[]' CHECK (reviewers GLOB '[[]*]');
ALTER TABLE loop_states ADD COLUMN missing_reviewers TEXT NOT NULL DEFAULT '[]' CHECK (missing_reviewers GLOB '[[]*]');

CREATE INDEX idx_loop_states_status ON loop_states (project_name, status, created_at, id);
CREATE INDEX idx_loop_states_active ON loop_states (project_name, status, updated_at, id)
  WHERE status NOT IN ('completed', 'closed');

-- NOT NULL can be taken from a column by another table only.
CREATE TABLE new_human_guidance (
  loop_id TEXT NOT NULL REFERENCES loop_states (id) ON DELETE CASCADE,
  -- 1, 2, … within a loop.
  position INTEGER NOT NULL CHECK (position >= 1),
  iteration INTEGER NOT NULL CHECK (iteration >= 1),
  verdict TEXT NOT NULL DEFAULT 'continue' CHECK (verdict IN ('continue', 'accept', 'stop')),
  source TEXT NOT NULL DEFAULT 'relayed' CHECK (source IN ('relayed', 'command', 'elicited')),
  created_at INTEGER NOT NULL,
  -- Null for a verdict without words.
  feedback TEXT CHECK (feedback IS NOT NULL OR verdict <> 'continue'),
  PRIMARY KEY (loop_id, position)
) STRICT;

INSERT INTO new_human_guidance (loop_id, position, iteration, created_at, feedback)
SELECT loop_id, position, iteration, created_at, feedback FROM human_guidance;

DROP TABLE human_guidance;
ALTER TABLE new_human_guidance RENAME TO human_guidance;

INSERT INTO schema_migrations (version, description) VALUES (4, 'gate loops');
PRAGMA user_version = 4;

COMMIT;
