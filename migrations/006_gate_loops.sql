-- 006: loops that are closed, blockers, a human's verdicts, and reviewers.
--
-- What humans said so far was relayed by an agent and let the loop go on.

BEGIN;

ALTER TABLE loop_states
  -- The blockers of the last decision; how many decisions running, since the last human guidance, had the same ones.
  ADD COLUMN blockers TEXT[] NOT NULL DEFAULT '{}',
  ADD COLUMN blocker_run INTEGER NOT NULL DEFAULT 0 CHECK (blocker_run >= 0),
  -- The critics that have to give feedback on each iteration, and those who have not yet on the one in progress.
  ADD COLUMN reviewers TEXT[] NOT NULL DEFAULT '{}' CHECK (cardinality(reviewers) <= 10),
  ADD COLUMN missing_reviewers TEXT[] NOT NULL DEFAULT '{}',
  ADD CHECK (missing_reviewers <@ reviewers),
  DROP CONSTRAINT loop_states_status_check,
  ADD CONSTRAINT loop_states_status_check
    CHECK (status IN ('initialized', 'in_progress', 'completed', 'user_input', 'refine', 'closed')),
  DROP CONSTRAINT loop_states_decision_reason_check,
  ADD CONSTRAINT loop_states_decision_reason_check
    CHECK (decision_reason IN ('threshold_reached', 'checkpoint', 'stagnation', 'blocked', 'below_threshold',
      'awaiting_reviews', 'accepted_by_human', 'stopped_by_human'));

ALTER TABLE human_guidance
  ADD COLUMN verdict VARCHAR(50) NOT NULL DEFAULT 'continue' CHECK (verdict IN ('continue', 'accept', 'stop')),
  ADD COLUMN source VARCHAR(50) NOT NULL DEFAULT 'relayed' CHECK (source IN ('relayed', 'command', 'elicited')),
  -- Null for a verdict without words.
  ALTER COLUMN feedback DROP NOT NULL,
  ADD CONSTRAINT human_guidance_words_check CHECK (feedback IS NOT NULL OR verdict <> 'continue');

INSERT INTO schema_migrations (version, description) VALUES (6, 'gate loops');

COMMIT;
