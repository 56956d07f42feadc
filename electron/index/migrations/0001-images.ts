/**
 * What is known of images and tags. Rows that a digest names are shared by all repositories and connections; `held` says which repository has which.
 * Digests are their bytes: 32 of a sha256, 64 of a sha512.
 */
export const IMAGES = `
CREATE TABLE connection (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE repository (
  id INTEGER PRIMARY KEY,
  connection INTEGER NOT NULL REFERENCES connection (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  -- ms since 1970: when it was opened, and when all its tags were read last
  opened INTEGER NOT NULL,
  listed INTEGER,
  UNIQUE (connection, name)
) STRICT;

-- What thousands of manifests have in common.
CREATE TABLE shape (
  id INTEGER PRIMARY KEY,
  media_type TEXT NOT NULL,
  kind TEXT NOT NULL,
  content TEXT NOT NULL,
  artifact_type TEXT NOT NULL,
  -- JSON
  platforms TEXT NOT NULL,
  UNIQUE (media_type, kind, content, artifact_type, platforms)
) STRICT;

-- One without a shape was named by an index and never read.
CREATE TABLE manifest (
  id INTEGER PRIMARY KEY,
  digest BLOB NOT NULL UNIQUE,
  shape INTEGER REFERENCES shape (id),
  -- ms since 1970
  created INTEGER,
  -- bytes of its layers, each once
  size INTEGER,
  subject BLOB,
  -- JSON
  covers TEXT,
  over_limit INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE blob (
  id INTEGER PRIMARY KEY,
  digest BLOB NOT NULL UNIQUE
) STRICT;

-- Layers are positions from 0, configs those from -1 downwards. The size is what this manifest says: another may lie.
CREATE TABLE part (
  manifest INTEGER NOT NULL REFERENCES manifest (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  blob INTEGER NOT NULL REFERENCES blob (id),
  -- bytes
  size INTEGER NOT NULL,
  PRIMARY KEY (manifest, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX part_blob ON part (blob);

CREATE TABLE child (
  parent INTEGER NOT NULL REFERENCES manifest (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  manifest INTEGER NOT NULL REFERENCES manifest (id),
  PRIMARY KEY (parent, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX child_manifest ON child (manifest);

CREATE TABLE held (
  repository INTEGER NOT NULL REFERENCES repository (id) ON DELETE CASCADE,
  manifest INTEGER NOT NULL REFERENCES manifest (id),
  PRIMARY KEY (repository, manifest)
) STRICT, WITHOUT ROWID;
CREATE INDEX held_manifest ON held (manifest);

CREATE TABLE tag (
  repository INTEGER NOT NULL REFERENCES repository (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  manifest INTEGER NOT NULL REFERENCES manifest (id),
  -- ms since 1970
  seen INTEGER NOT NULL,
  PRIMARY KEY (repository, name)
) STRICT, WITHOUT ROWID;
CREATE INDEX tag_manifest ON tag (manifest);
`;
