/** Whether a value is neither a hash nor a time. */
const isText = (value: string): string =>
  `(${value} GLOB '*[^0-9a-f]*' OR length(${value}) < 16) AND ${value} NOT GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T*'`;

/**
 * What search looks into: parts of names of at least three characters (https://www.sqlite.org/fts5.html#the_trigram_tokenizer). Tags of all
 * repositories have few names between them, so each is kept once; `tag_by_name` leads to its tags. The tables of words hold no text of their own. Names of
 * repositories need none: there are few enough to look at each.
 */
export const SEARCH = `
CREATE INDEX tag_by_name ON tag (name);

CREATE TABLE tag_name (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
) STRICT;
CREATE VIRTUAL TABLE tag_words USING fts5 (name, content = 'tag_name', content_rowid = 'id', tokenize = 'trigram', columnsize = 0);
CREATE TRIGGER tag_name_added AFTER INSERT ON tag_name BEGIN
  INSERT INTO tag_words (rowid, name) VALUES (new.id, new.name);
END;
CREATE TRIGGER tag_name_dropped AFTER DELETE ON tag_name BEGIN
  INSERT INTO tag_words (tag_words, rowid, name) VALUES ('delete', old.id, old.name);
END;
CREATE TRIGGER tag_added AFTER INSERT ON tag BEGIN
  INSERT INTO tag_name (name) SELECT new.name WHERE NOT EXISTS (SELECT 1 FROM tag_name WHERE name = new.name);
END;
INSERT INTO tag_name (name) SELECT DISTINCT name FROM tag;

-- Values of labels and annotations. Hashes and times would be most of them: they are found by their beginning.
CREATE VIRTUAL TABLE pair_words USING fts5 (value, content = 'pair', content_rowid = 'id', tokenize = 'trigram', columnsize = 0);
INSERT INTO pair_words (rowid, value) SELECT id, value FROM pair WHERE ${isText('value')};
CREATE TRIGGER pair_added AFTER INSERT ON pair WHEN ${isText('new.value')} BEGIN
  INSERT INTO pair_words (rowid, value) VALUES (new.id, new.value);
END;
CREATE TRIGGER pair_dropped AFTER DELETE ON pair WHEN ${isText('old.value')} BEGIN
  INSERT INTO pair_words (pair_words, rowid, value) VALUES ('delete', old.id, old.value);
END;
`;
