-- 004: additional sections in order: an array of {name, text} in place of an object of texts by name.
--
-- What is there keeps the order in which it was shown, that of the names' bytes. Servers of before read and write
-- objects: from here on they are refused, by what they read and by the constraints.

BEGIN;

ALTER TABLE technical_specs
  DROP CONSTRAINT technical_specs_additional_sections_check,
  ALTER COLUMN additional_sections SET DEFAULT '[]';

UPDATE technical_specs SET additional_sections = coalesce(
  (SELECT jsonb_agg(jsonb_build_object('name', key, 'text', value) ORDER BY key COLLATE "C")
   FROM jsonb_each(additional_sections)),
  '[]');

UPDATE technical_spec_versions SET additional_sections = coalesce(
  (SELECT jsonb_agg(jsonb_build_object('name', key, 'text', value) ORDER BY key COLLATE "C")
   FROM jsonb_each(additional_sections)),
  '[]');

ALTER TABLE technical_specs
  ADD CONSTRAINT technical_specs_additional_sections_check CHECK (jsonb_typeof(additional_sections) = 'array');
ALTER TABLE technical_spec_versions
  ADD CONSTRAINT technical_spec_versions_additional_sections_check
  CHECK (jsonb_typeof(additional_sections) = 'array');

INSERT INTO schema_migrations (version, description) VALUES (4, 'order sections');

COMMIT;
