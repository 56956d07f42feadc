/** The order in which a person saw the tags of a repository, so that the first rows are told without reading all of them. */
export const ORDER = `
-- names of all its tags when they were read last, a line each; empty where that is not known
ALTER TABLE repository ADD COLUMN ordered TEXT;
`;
