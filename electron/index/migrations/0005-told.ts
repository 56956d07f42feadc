/** What only the API of a product says of a tag. */
export const TOLD = `
-- ms since 1970: when it was pulled last; empty where the product does not say, or knows of no pull
ALTER TABLE tag ADD COLUMN pulled INTEGER;
-- 1: nobody can move or delete it. 0: it can be. Empty: the product does not say
ALTER TABLE tag ADD COLUMN immutable INTEGER;
`;
