/** Scans of whole registries that have not ended: a later start takes them up again. */
export const SCANS = `
CREATE TABLE scan (
  connection INTEGER PRIMARY KEY REFERENCES connection (id) ON DELETE CASCADE,
  -- ms since 1970
  started INTEGER NOT NULL,
  -- 1: what was read before that is read again
  again INTEGER NOT NULL,
  -- 1: it waits for a person
  paused INTEGER NOT NULL
) STRICT;
`;
