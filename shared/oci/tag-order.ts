import { isFloating, kindOfTag, NUMBERED, plainNumbered, type TagFacts, type TagKind } from './tag-kind.ts';
import { chunks, compareChunks, compareVersions, plainVersion, type Version } from './version.ts';

/** What of a name decides its place. There are as many as tags, so most have nothing more than they need. */
type Key = {
  readonly tag: string;
  /** Undefined for a plain version, of which nearly always the rank is enough. */
  readonly kind: TagKind | undefined;
  readonly chunks: readonly (string | number)[];
  readonly facts: TagFacts | undefined;
  /** Of a version its first three numbers as one, by which nearly all are told apart; NaN for all else. */
  readonly rank: number;
};

const GROUPS = ['floating', 'version', 'word', 'dated', 'numbered', 'hashed', 'referrers'] as const;
type Group = (typeof GROUPS)[number];

const byName = (a: Key, b: Key): number => (a.tag < b.tag ? -1 : a.tag > b.tag ? 1 : 0);

const isLatest = ({ chunks: [first] }: Key): boolean => first === 'latest';

/** Words of one family (`build-7`) read newest first, others by the alphabet; `latest` before all. */
function compareWords(a: Key, b: Key): number {
  if (isLatest(a) !== isLatest(b)) return isLatest(a) ? -1 : 1;
  let at = 0;
  while (at < a.chunks.length && a.chunks[at] === b.chunks[at]) at++;
  const x = a.chunks[at];
  const y = b.chunks[at];
  if (at > 0 && typeof x === 'number' && typeof y === 'number') return y - x;
  return compareChunks(a.chunks, b.chunks) || byName(a, b);
}

/** Newest first; where that is unknown, last. */
function compareCreated(a: Key, b: Key): number {
  const x = a.facts?.created;
  const y = b.facts?.created;
  if (x === y) return byName(a, b);
  if (x === undefined || y === undefined) return x === undefined ? 1 : -1;
  return x < y ? 1 : -1;
}

function compareDated(a: Key, b: Key): number {
  if (a.kind?.kind !== 'dated' || b.kind?.kind !== 'dated') return 0;
  if (a.kind.day !== b.kind.day) return a.kind.day < b.kind.day ? 1 : -1;
  return compareChunks(b.chunks, a.chunks) || byName(a, b);
}

function versionOf({ tag, kind }: Key): Version | undefined {
  if (kind === undefined) return plainVersion(tag);
  return kind.kind === 'version' ? kind.version : undefined;
}

function compareReleases(a: Key, b: Key): number {
  const ranks = b.rank - a.rank;
  if (ranks < 0 || ranks > 0) return ranks;
  const [x, y] = [versionOf(a), versionOf(b)];
  return (x && y && compareVersions(y, x)) || byName(a, b);
}

const COMPARE: Readonly<Record<Group, (a: Key, b: Key) => number>> = {
  floating: compareWords,
  version: compareReleases,
  word: compareWords,
  dated: compareDated,
  numbered: compareWords,
  hashed: compareCreated,
  referrers: byName,
};

const NOTHING: readonly never[] = [];

/** What of a name decides its place in its group; only some groups need its parts. */
function chunksOf(tag: string, kind: TagKind): readonly (string | number)[] {
  if (kind.kind === 'word' || kind.kind === 'numbered') return chunks(tag);
  return kind.kind === 'dated' ? chunks(kind.rest) : NOTHING;
}

/** Numbers of a version that fit into its rank. */
const MOST_RANKED = 2 ** 17;

function rankOf({ numbers: [a = -1, b = -1, c = -1] }: Version): number {
  // A family such as 1.9 is newer than its members, which is no matter of numbers.
  if (c < 0 || a >= MOST_RANKED || b >= MOST_RANKED || c >= MOST_RANKED) return Number.NaN;
  return (a * MOST_RANKED + b) * MOST_RANKED + c;
}

function keyOf(tag: string, facts: TagFacts | undefined): Key {
  const plain = plainVersion(tag);
  if (plain) return { tag, kind: undefined, chunks: NOTHING, facts, rank: rankOf(plain) };
  const numbered = plainNumbered(tag);
  if (numbered) return { tag, kind: NUMBERED, chunks: numbered, facts, rank: Number.NaN };
  const kind = kindOfTag(tag);
  return { tag, kind, chunks: chunksOf(tag, kind), facts, rank: kind.kind === 'version' ? rankOf(kind.version) : Number.NaN };
}

function groupOf({ tag, kind, facts }: Key, versions: ReadonlySet<string>): Group {
  if (kind === undefined) return 'version';
  return isFloating(tag, kind, facts?.digest, versions) ? 'floating' : kind.kind;
}

const NO_VERSIONS: ReadonlySet<string> = new Set();

/** The digests of the versions. */
function digestsOf(keys: readonly Key[]): ReadonlySet<string> {
  const digests = new Set<string>();
  for (const { kind, facts } of keys)
    if (facts?.digest !== undefined && (kind === undefined || kind.kind === 'version')) digests.add(facts.digest);
  return digests;
}

/** Keys in order: by groups, and in each by what counts there. */
function inOrder(keys: readonly Key[], versions: ReadonlySet<string>): Key[] {
  const groups = new Map<Group, Key[]>(GROUPS.map((group) => [group, []]));
  for (const key of keys) groups.get(groupOf(key, versions))?.push(key);
  return [...groups].flatMap(([group, members]) => members.sort(COMPARE[group]));
}

/**
 * Tags in the order in which people look for them: floating names (`latest`, and words that share an image with a version), versions newest
 * first (1.10 before 1.9, a pre-release below its release, a family such as `1.9` above its members), other words, dated names, numbered ones,
 * names with commits by the time of their image, and last what holds signatures and the like. Without `factsOf` names alone decide. A new array;
 * each name is read once.
 */
export function orderTags(tags: readonly string[], factsOf: (tag: string) => TagFacts | undefined = () => undefined): string[] {
  const keys = tags.map((tag) => keyOf(tag, factsOf(tag)));
  return inOrder(keys, digestsOf(keys)).map(({ tag }) => tag);
}

/** Where names were put into others, as pairs: a place in the new list, and how many begin there. */
export type Runs = readonly number[];

/** Names that come in parts, in the order of {@link orderTags} by the names alone. Each is read once, however many parts there are. */
export class OrderedTags {
  private keys: readonly Key[] = [];

  get names(): string[] {
    return this.keys.map(({ tag }) => tag);
  }

  /** Takes more names: those in order, and where they are now. */
  add(tags: readonly string[]): { readonly names: readonly string[]; readonly runs: Runs } {
    const fresh = inOrder(
      tags.map((tag) => keyOf(tag, undefined)),
      NO_VERSIONS,
    );
    const known = this.keys;
    const merged: Key[] = [];
    const runs: number[] = [];
    let at = 0;
    for (const key of fresh) {
      for (let other = known[at]; other && isBefore(other, key); other = known[++at]) merged.push(other);
      const last = runs.length - 2;
      if (last >= 0 && (runs[last] ?? 0) + (runs[last + 1] ?? 0) === merged.length) runs[last + 1] = (runs[last + 1] ?? 0) + 1;
      else runs.push(merged.length, 1);
      merged.push(key);
    }
    for (; at < known.length; at++) merged.push(known[at] as Key);
    this.keys = merged;
    return { names: fresh.map(({ tag }) => tag), runs };
  }
}

function isBefore(a: Key, b: Key): boolean {
  const group = groupOf(a, NO_VERSIONS);
  const other = groupOf(b, NO_VERSIONS);
  return group === other ? COMPARE[group](a, b) <= 0 : GROUPS.indexOf(group) < GROUPS.indexOf(other);
}

/** The list that {@link OrderedTags} has after names were put into those before. */
export function insertRuns(before: readonly string[], names: readonly string[], runs: Runs): readonly string[] {
  if (before.length === 0) return names;
  const after: string[] = [];
  let [taken, put] = [0, 0];
  for (let run = 0; run < runs.length; run += 2) {
    for (const at = runs[run] ?? 0; after.length < at && taken < before.length; ) after.push(before[taken++] ?? '');
    for (let count = runs[run + 1] ?? 0; count > 0 && put < names.length; count--) after.push(names[put++] ?? '');
  }
  while (taken < before.length) after.push(before[taken++] ?? '');
  return after;
}
