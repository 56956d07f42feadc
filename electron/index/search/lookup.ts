import { digestOfBytes } from '../digest-bytes.ts';
import type { Rows } from '../rows.ts';
import { SHORTEST_DIGEST, type Word } from './texts.ts';

/** Rows that are read at once, so that no cursor stays open while the thread does something else: about a millisecond. */
const CHUNK = 500;

export type TagAt = { readonly repository: number; readonly name: string; readonly manifest: number };

/** FTS5 takes what is in quotes as it is. */
const phrase = (text: string): string => `"${text.replaceAll('"', '""')}"`;

/** The first and the last bytes that begin with these hexadecimal digits. */
function bytesFrom(hex: string): readonly [Buffer, Buffer] {
  const isOdd = hex.length % 2 === 1;
  return [Buffer.from(isOdd ? `${hex}0` : hex, 'hex'), Buffer.from((isOdd ? `${hex}f` : hex).padEnd(130, 'f'), 'hex')];
}

/** The first and the last bytes of the layers and configs that are meant, and their least and most bytes. */
function partRange(prefix: string): readonly [Buffer, Buffer, number, number] | undefined {
  const hex = prefix.slice(prefix.indexOf(':') + 1);
  if (hex.length < SHORTEST_DIGEST) return undefined;
  return [...bytesFrom(hex), prefix.startsWith('sha512:') ? 64 : 32, prefix.startsWith('sha256:') ? 32 : 64];
}

/** `v1`, `V1`: names are kept as they are, and are found in both cases. */
function casesOf(text: string): string[] {
  return [...text].reduce<string[]>(
    (all, character) => all.flatMap((begun) => [...new Set([character, character.toUpperCase()])].map((one) => begun + one)),
    [''],
  );
}

const lastWith = (prefix: string): string => `${prefix}\u{10ffff}`;

/** Questions to the index whose answers may be long: each is read in chunks. */
export class Lookup {
  private readonly rows: Rows;

  constructor(rows: Rows) {
    this.rows = rows;
  }

  /** Distinct names of tags with this word: the word itself, those that begin with it, those that contain it. */
  *tagNames(word: Word): Generator<string> {
    for (const prefix of word.isShort ? casesOf(word.text) : [word.text]) yield* this.tagNamesFrom(prefix);
    if (word.isShort) return;
    const text = `SELECT n.id, n.name FROM tag_words w JOIN tag_name n ON n.id = w.rowid
      WHERE tag_words MATCH ? AND w.rowid > ? ORDER BY w.rowid LIMIT ${CHUNK}`;
    for (const { name } of this.chunks<{ id: number; name: string }>(text, [phrase(word.text)], ({ id }) => [id], [0]))
      if (!name.startsWith(word.text)) yield name;
  }

  *tagsNamed(name: string): Generator<TagAt> {
    const text = `SELECT repository, name, manifest FROM tag WHERE name = ? AND repository > ? ORDER BY repository LIMIT ${CHUNK}`;
    yield* this.chunks<TagAt>(text, [name], ({ repository }) => [repository], [0]);
  }

  *tagsOf(repository: number): Generator<TagAt> {
    const text = `SELECT repository, name, manifest FROM tag WHERE repository = ? AND name > ? ORDER BY name LIMIT ${CHUNK}`;
    yield* this.chunks<TagAt>(text, [repository], ({ name }) => [name], ['']);
  }

  *tagsOn(manifest: number): Generator<TagAt> {
    const text = `SELECT repository, name, manifest FROM tag WHERE manifest = ? AND (repository, name) > (?, ?) ORDER BY repository, name LIMIT ${CHUNK}`;
    yield* this.chunks<TagAt>(text, [manifest], ({ repository, name }) => [repository, name], [0, '']);
  }

  /** Repositories that have seen this manifest. */
  *holders(manifest: number): Generator<number> {
    const text = `SELECT repository FROM held WHERE manifest = ? AND repository > ? ORDER BY repository LIMIT ${CHUNK}`;
    for (const { repository } of this.chunks<{ repository: number }>(text, [manifest], (row) => [row.repository], [0])) yield repository;
  }

  *heldBy(repository: number): Generator<number> {
    const text = `SELECT manifest FROM held WHERE repository = ? AND manifest > ? ORDER BY manifest LIMIT ${CHUNK}`;
    for (const { manifest } of this.chunks<{ manifest: number }>(text, [repository], (row) => [row.manifest], [0])) yield manifest;
  }

  /** Repositories whose name has this word. */
  *repositories(word: Word): Generator<number> {
    const name = word.isShort ? "'/' || name" : 'name';
    const escaped = word.text.replaceAll(/[!%_]/g, '!$&');
    const text = `SELECT id FROM repository WHERE ${name} LIKE ? ESCAPE '!' AND id > ? ORDER BY id LIMIT ${CHUNK}`;
    const found = this.chunks<{ id: number }>(text, [word.isShort ? `%/${escaped}%` : `%${escaped}%`], (row) => [row.id], [0]);
    for (const { id } of found) yield id;
  }

  /** All repositories. */
  *everyRepository(): Generator<number> {
    const text = `SELECT id FROM repository WHERE id > ? ORDER BY id LIMIT ${CHUNK}`;
    for (const { id } of this.chunks<{ id: number }>(text, [], (row) => [row.id], [0])) yield id;
  }

  /** Manifests whose digest begins with this, with or without its algorithm. */
  *manifests(prefix: string): Generator<number> {
    const hex = prefix.slice(prefix.indexOf(':') + 1);
    const [from, to] = bytesFrom(hex);
    const length = prefix.startsWith('sha256:') ? 32 : prefix.startsWith('sha512:') ? 64 : undefined;
    // The first one may be `from` itself, which is not beyond it.
    const first = this.rows.sql('SELECT id, digest FROM manifest WHERE digest = ?').all(from) as { id: number; digest: Uint8Array }[];
    const text = `SELECT id, digest FROM manifest WHERE digest <= ? AND digest > ? ORDER BY digest LIMIT ${CHUNK}`;
    const others = this.chunks<{ id: number; digest: Uint8Array }>(text, [to], ({ digest }) => [digest], [from]);
    for (const found of [first, others])
      for (const { id, digest } of found) if (length === undefined || digest.byteLength === length) yield id;
  }

  /** Manifests with a layer or a config whose digest begins with this, of so many digits at least that it means one. */
  *withPart(prefix: string): Generator<number> {
    const range = partRange(prefix);
    if (!range) return;
    const blobs = this.rows.sql(`SELECT id FROM blob WHERE digest BETWEEN ? AND ? AND length(digest) BETWEEN ? AND ? LIMIT ${CHUNK}`);
    for (const { id } of blobs.all(...range) as { id: number }[]) {
      const text = `SELECT DISTINCT manifest FROM part WHERE blob = ? AND manifest > ? ORDER BY manifest LIMIT ${CHUNK}`;
      for (const { manifest } of this.chunks<{ manifest: number }>(text, [id], (row) => [row.manifest], [0])) yield manifest;
    }
  }

  /** The digest of a layer or a config of a manifest, or of one below it, that begins with this. */
  partOf(manifest: number, prefix: string): string | undefined {
    const range = partRange(prefix);
    if (!range) return undefined;
    const text = `${BELOW} SELECT b.digest FROM below JOIN part p ON p.manifest = below.id JOIN blob b ON b.id = p.blob
      WHERE b.digest BETWEEN ? AND ? AND length(b.digest) BETWEEN ? AND ? LIMIT 1`;
    const found = this.rows.sql(text).get(manifest, ...range) as { digest: Uint8Array } | undefined;
    return found && digestOfBytes(found.digest);
  }

  /** Labels and annotations whose value has this word. */
  *pairs(word: Word): Generator<number> {
    if (word.isShort) return;
    const text = `SELECT rowid AS id FROM pair_words WHERE pair_words MATCH ? AND rowid > ? ORDER BY rowid LIMIT ${CHUNK}`;
    for (const { id } of this.chunks<{ id: number }>(text, [phrase(word.text)], (row) => [row.id], [0])) yield id;
  }

  /** Labels and annotations with this key, and with this value where there is one. */
  *pairsOf(key: string, value: string | undefined): Generator<number> {
    const found = this.rows.sql('SELECT id FROM pair WHERE key = ? AND value = ?').get(key, value ?? '') as { id: number } | undefined;
    if (found) yield found.id;
    if (value !== undefined) return;
    const text = `SELECT id, value FROM pair WHERE key = ? AND value > ? ORDER BY value LIMIT ${CHUNK}`;
    for (const { id } of this.chunks<{ id: number; value: string }>(text, [key], (row) => [row.value], [''])) yield id;
  }

  /** Labels and annotations with this key whose value begins with this. */
  *pairsFrom(key: string, prefix: string): Generator<number> {
    if (prefix === '') return yield* this.pairsOf(key, undefined);
    const text = `SELECT id, value FROM pair WHERE key = ? AND value < ? AND value >= ? ORDER BY value LIMIT ${CHUNK}`;
    const found = this.rows.sql(text).all(key, lastWith(prefix), prefix) as { id: number }[];
    for (const { id } of found) yield id;
  }

  /** The first keys of labels and annotations. */
  keys(most: number): string[] {
    const found: string[] = [];
    const next = this.rows.sql('SELECT key FROM pair WHERE key > ? ORDER BY key LIMIT 1');
    for (let key = ''; found.length < most; found.push(key)) {
      const row = next.get(key) as { key: string } | undefined;
      if (!row) break;
      key = row.key;
    }
    return found;
  }

  /** Manifests with this label. */
  *labelled(pair: number): Generator<number> {
    const text = `SELECT manifest FROM labelled WHERE pair = ? AND manifest > ? ORDER BY manifest LIMIT ${CHUNK}`;
    for (const { manifest } of this.chunks<{ manifest: number }>(text, [pair], (row) => [row.manifest], [0])) yield manifest;
  }

  /** This manifest and every index that contains it, itself or in another index. */
  above(manifest: number): number[] {
    const text =
      'WITH RECURSIVE up (id) AS (VALUES (?) UNION SELECT c.parent FROM child c JOIN up ON c.manifest = up.id) SELECT id FROM up LIMIT 10000';
    return (this.rows.sql(text).all(manifest) as { id: number }[]).map(({ id }) => id);
  }

  /** The digest of a manifest, then those of the manifests below it. */
  digestsOf(manifest: number): string[] {
    const text = `${BELOW} SELECT m.digest FROM manifest m JOIN below b ON b.id = m.id ORDER BY m.id <> ?`;
    return (this.rows.sql(text).all(manifest, manifest) as { digest: Uint8Array }[]).map(({ digest }) => digestOfBytes(digest));
  }

  /** Labels and annotations of a manifest and of those below it. */
  labelsOf(manifest: number): (readonly [string, string])[] {
    const text = `${BELOW} SELECT p.key, p.value FROM labelled l JOIN below b ON b.id = l.manifest JOIN pair p ON p.id = l.pair`;
    return (this.rows.sql(text).all(manifest) as { key: string; value: string }[]).map(({ key, value }) => [key, value]);
  }

  private *tagNamesFrom(prefix: string): Generator<string> {
    const text = `SELECT name FROM tag_name WHERE name < ? AND name > ? ORDER BY name LIMIT ${CHUNK}`;
    const exact = this.rows.sql('SELECT name FROM tag_name WHERE name = ?').get(prefix) as { name: string } | undefined;
    if (exact) yield exact.name;
    for (const { name } of this.chunks<{ name: string }>(text, [lastWith(prefix)], (row) => [row.name], [prefix])) yield name;
  }

  /** What a statement finds beyond `start`, its last parameters, a chunk at a time. `keyOf` is where the next chunk begins. */
  private *chunks<T>(
    text: string,
    values: readonly (string | number | Uint8Array)[],
    keyOf: (row: T) => readonly (string | number | Uint8Array)[],
    start: readonly (string | number | Uint8Array)[],
  ): Generator<T> {
    let after = start;
    for (;;) {
      const found = this.rows.sql(text).all(...values, ...after) as T[];
      yield* found;
      const last = found.at(-1);
      if (found.length < CHUNK || last === undefined) return;
      after = keyOf(last);
    }
  }
}

const BELOW = 'WITH RECURSIVE below (id) AS (VALUES (?) UNION SELECT c.manifest FROM child c JOIN below b ON c.parent = b.id)';
