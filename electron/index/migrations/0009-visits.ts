/** How repositories were when a person saw them last, so that what changed since can be marked. */
export const VISITS = `
-- ms since 1970: when a person's last reading of it ended. Empty before one did, and once that visit is over and kept in visit_tag.
ALTER TABLE repository ADD COLUMN visited INTEGER;
-- ms since 1970: as of when visit_tag is
ALTER TABLE repository ADD COLUMN compared INTEGER;

-- Where tags pointed at the end of the last visit. The digest itself, so that a manifest may be forgotten meanwhile.
CREATE TABLE visit_tag (
  repository INTEGER NOT NULL REFERENCES repository (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  digest BLOB NOT NULL,
  PRIMARY KEY (repository, name)
) STRICT, WITHOUT ROWID;
`;
