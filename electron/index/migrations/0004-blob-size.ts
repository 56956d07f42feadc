/** One size for each blob, so that sums over the manifests that share it agree. */
export const BLOB_SIZE = `
-- bytes: the smallest that any manifest says. A registry does not check what manifests say, and a sum should not promise more than there is.
ALTER TABLE blob ADD COLUMN size INTEGER NOT NULL DEFAULT 0;
UPDATE blob SET size = coalesce((SELECT min(p.size) FROM part p WHERE p.blob = blob.id), 0);
`;
