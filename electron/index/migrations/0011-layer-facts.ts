/**
 * What is told of a layer without unpacking its tree, and what its list rests on. Trees that were kept before have none of this: such layers are
 * read again.
 */
export const LAYER_FACTS = `
DELETE FROM layer_tree;
-- entries that are no folders
ALTER TABLE layer_tree ADD COLUMN files INTEGER NOT NULL DEFAULT 0;
-- bytes of its tar
ALTER TABLE layer_tree ADD COLUMN unpacked INTEGER NOT NULL DEFAULT 0;
-- which table of contents it was listed by; empty of one that was read whole and held against its digest
ALTER TABLE layer_tree ADD COLUMN toc TEXT;
`;
