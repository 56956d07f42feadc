/** Repositories are known by their names alone, once a catalog told of them. */
export const NAMES = `
-- ms since 1970: when it was opened last; empty where it never was. A column of its own, because the first could not be empty.
ALTER TABLE repository ADD COLUMN used INTEGER;
UPDATE repository SET used = opened;
ALTER TABLE repository DROP COLUMN opened;
ALTER TABLE repository RENAME COLUMN used TO opened;

-- ms since 1970: when a catalog named it last; empty where none did.
ALTER TABLE repository ADD COLUMN named INTEGER;
`;
