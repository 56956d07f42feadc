/**
 * Labels of configs and annotations of manifests. Images share most of them, so each pair is kept once. An image that was read before has none
 * here: it is read again.
 */
export const LABELS = `
CREATE TABLE pair (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL,
  -- At most 256 characters; one that was longer ends in an ellipsis.
  value TEXT NOT NULL,
  UNIQUE (key, value)
) STRICT;

-- Those of the manifest and its config, not of its children.
CREATE TABLE labelled (
  manifest INTEGER NOT NULL REFERENCES manifest (id) ON DELETE CASCADE,
  pair INTEGER NOT NULL REFERENCES pair (id),
  PRIMARY KEY (manifest, pair)
) STRICT, WITHOUT ROWID;
CREATE INDEX labelled_pair ON labelled (pair);

UPDATE manifest SET shape = NULL;
`;
