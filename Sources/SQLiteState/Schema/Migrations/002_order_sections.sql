-- 002: additional sections in order: an array of {name, text} in place of an object of texts by name.
--
-- What is there keeps the order in which it was shown, that of the names' bytes. A column's constraint cannot be
-- changed: a new column takes the place of the old one, the last of its table as before.

BEGIN IMMEDIATE;

ALTER TABLE technical_specs ADD COLUMN sections TEXT NOT NULL DEFAULT '[]' CHECK (sections GLOB '[[]*]');

UPDATE technical_specs SET sections = (
  SELECT json_group_array(json_object('name', key, 'text', value))
  FROM (SELECT key, value FROM json_each(additional_sections) ORDER BY key))
WHERE additional_sections <> '{}';

ALTER TABLE technical_specs DROP COLUMN additional_sections;
ALTER TABLE technical_specs RENAME COLUMN sections TO additional_sections;

ALTER TABLE technical_spec_versions ADD COLUMN sections TEXT NOT NULL DEFAULT '[]' CHECK (sections GLOB '[[]*]');

UPDATE technical_spec_versions SET sections = (
  SELECT json_group_array(json_object('name', key, 'text', value))
  FROM (SELECT key, value FROM json_each(additional_sections) ORDER BY key))
WHERE additional_sections <> '{}';

ALTER TABLE technical_spec_versions DROP COLUMN additional_sections;
ALTER TABLE technical_spec_versions RENAME COLUMN sections TO additional_sections;

INSERT INTO schema_migrations (version, description) VALUES (2, 'order sections');
PRAGMA user_version = 2;

COMMIT;
