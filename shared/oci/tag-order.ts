import { isFloating, kindOfTag, type TagFacts, type TagKind } from './tag-kind.ts';
import { chunks, compareChunks, compareVersions } from './version.ts';

type Key = {
  readonly tag: string;
  readonly kind: TagKind;
  readonly chunks: readonly (string | number)[];
  readonly facts: TagFacts | undefined;
};

const GROUPS = ['floating', 'version', 'word', 'dated', 'numbered', 'hashed', 'referrers'] as const;
type Group = (typeof GROUPS)[number];

const byName = (a: Key, b: Key): number => (a.tag < b.tag ? -1 : a.tag > b.tag ? 1 : 0);

const isLatest = ({ chunks: [first] }: Key): boolean => first === 'latest';

/** Words of one family (`build-7`) read newest first, others by the alphabet; `latest` before all. */
function compareWords(a: Key, b: Key): number {
  if (isLatest(a) !== isLatest(b)) return isLatest(a) ? -1 : 1;
  const at = a.chunks.findIndex((part, i) => part !== b.chunks[i]);
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
  if (a.kind.kind !== 'dated' || b.kind.kind !== 'dated') return 0;
  if (a.kind.day !== b.kind.day) return a.kind.day < b.kind.day ? 1 : -1;
  return compareChunks(b.chunks, a.chunks) || byName(a, b);
}

function compareReleases(a: Key, b: Key): number {
  if (a.kind.kind !== 'version' || b.kind.kind !== 'version') return 0;
  return compareVersions(b.kind.version, a.kind.version) || byName(a, b);
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

/** What of a name decides its place in its group; only some groups need its parts. */
function chunksOf(tag: string, kind: TagKind): readonly (string | number)[] {
  if (kind.kind === 'word' || kind.kind === 'numbered') return chunks(tag);
  return kind.kind === 'dated' ? chunks(kind.rest) : [];
}

/**
 * Tags in the order in which people look for them: floating names (`latest`, and words that share an image with a version), versions newest
 * first (1.10 before 1.9, a pre-release below its release, a family such as `1.9` above its members), other words, dated names, numbered ones,
 * names with commits by the time of their image, and last what holds signatures and the like. Without `factsOf` names alone decide. A new array;
 * each name is read once.
 */
export function orderTags(tags: readonly string[], factsOf: (tag: string) => TagFacts | undefined = () => undefined): string[] {
  const keys = tags.map((tag): Key => {
    const kind = kindOfTag(tag);
    return { tag, kind, chunks: chunksOf(tag, kind), facts: factsOf(tag) };
  });
  const versions = new Set(keys.flatMap(({ kind, facts }) => (kind.kind === 'version' ? (facts?.digest ?? []) : [])));
  const groups = new Map<Group, Key[]>(GROUPS.map((group) => [group, []]));
  for (const key of keys) {
    const { tag, kind, facts } = key;
    groups.get(isFloating(tag, kind, facts?.digest, versions) ? 'floating' : kind.kind)?.push(key);
  }
  return [...groups].flatMap(([group, members]) => members.sort(COMPARE[group]).map((key) => key.tag));
}
