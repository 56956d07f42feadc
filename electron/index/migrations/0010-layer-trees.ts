/**
 * What is in layers that were read: each tree packed as the thread of the layers made it, and the names of its files, so that it can be asked which
 * images have one. Shared by all images that have the layer.
 */
export const LAYER_TREES = `
CREATE TABLE layer_tree (
  id INTEGER PRIMARY KEY,
  digest BLOB NOT NULL UNIQUE,
  packed BLOB NOT NULL,
  -- ms since 1970: when it was needed last
  used INTEGER NOT NULL
) STRICT;
CREATE INDEX layer_tree_used ON layer_tree (used);

-- The last parts of paths: layers have most of them in common.
CREATE TABLE file_name (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE layer_file (
  name INTEGER NOT NULL REFERENCES file_name (id),
  layer INTEGER NOT NULL REFERENCES layer_tree (id) ON DELETE CASCADE,
  PRIMARY KEY (name, layer)
) STRICT, WITHOUT ROWID;
CREATE INDEX layer_file_layer ON layer_file (layer);
`;
