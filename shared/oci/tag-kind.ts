import { subjectOf } from './digest.ts';
import { parseVersion, plainVersion, type Version } from './version.ts';

/**
 * What a tag's name says that it is. `word` has no number in it (`latest`, `debug`), `numbered` has one (`pr-218`), `dated` a day
 * (`nightly-20260411`), `hashed` a commit (`main-4f2a9c1`); a `carrier` holds signatures, attestations, SBOMs or the list of referrers of a digest.
 */
export type TagKind =
  | { readonly kind: 'version'; readonly version: Version }
  | { readonly kind: 'dated'; readonly day: string; readonly rest: string }
  | { readonly kind: 'word' | 'numbered' | 'hashed' | 'referrers' };

/** Referrers are looked for among at most so many tags that the page names; with more, the registry is asked tag by tag. */
export const MOST_REFERRER_TAGS = 2_000;

/** What is known of a tag beside its name. */
export type TagFacts = { readonly digest?: string | undefined; readonly created?: string | undefined };

/** Names that point to another image as time goes by, by habit. */
const WELL_KNOWN = new Set(
  [
    'latest stable current live lts rolling mainline release released newest default',
    'main master trunk develop dev development head edge next nightly canary insiders experimental unstable',
    'alpha beta rc preview prerelease snapshot',
    'prod production staging stage preprod qa uat test testing integration',
  ].flatMap((line) => line.split(' ')),
);

// A day, with the time of day or without: 20260411, 2026-04-11, 20260411-1530, 20260411153000.
const DAY = /(?<!\d)(20\d\d)[-_]?(0[1-9]|1[0-2])[-_]?(0[1-9]|[12]\d|3[01])(\d{4}|\d{6})?(?!\d)/;
const BUILD = /^(?:pr|mr|pull|merge|build|ci|run|job|snapshot)[-_.]?\d/i;
const BRANCH = /^(?:branch|develop|main|master|trunk)[-_.]?\d/i;
const HEX = /^[0-9a-f]{7,40}$/;
const HEX_FIRST = /^(?=[a-f]*\d)(?=\d*[a-f])[0-9a-f]{7,40}(?![0-9A-Za-z])/;
/** How long a commit is written. One without a letter is told by this from another number. */
const COMMIT_LENGTHS = new Set([7, 8, 40]);

const isCommit = (part: string): boolean => HEX.test(part) && /\d/.test(part) && (/[a-f]/.test(part) || COMMIT_LENGTHS.has(part.length));

/** How many parts of a name are looked at: a name has up to 128 characters. */
const PARTS_READ = 16;

type Dated = { readonly index: number; readonly kind: TagKind };

function datedOf(tag: string): Dated | undefined {
  // Nearly no name has a day in it, and to look for one costs more than all the rest.
  const match = tag.includes('20') ? DAY.exec(tag) : null;
  if (!match) return undefined;
  const [text, year, month, day, time = ''] = match;
  const rest = time + tag.slice(match.index + text.length);
  return { index: match.index, kind: { kind: 'dated', day: `${year}${month}${day}`, rest } };
}

export const NUMBERED: TagKind = { kind: 'numbered' };
/** Digits that are neither a day nor a commit. */
const FEW_DIGITS = 6;
const [ZERO, NINE, LOWER_A, LOWER_Z] = [...'09az'].map((character) => character.charCodeAt(0)) as [number, number, number, number];
const SEPARATORS: ReadonlySet<string> = new Set('-_.');

/** Reads `build-42`, of which large repositories have thousands, in a fraction of the time that the expressions take. Undefined for every other name. */
export function plainNumbered(tag: string): readonly [word: string, number: number] | undefined {
  let end = 0;
  while (end < tag.length && tag.charCodeAt(end) >= LOWER_A && tag.charCodeAt(end) <= LOWER_Z) end++;
  const digits = tag.length - end - 1;
  if (end === 0 || digits < 1 || digits > FEW_DIGITS || !SEPARATORS.has(tag.charAt(end))) return undefined;
  let number = 0;
  for (let i = end + 1; i < tag.length; i++) {
    const code = tag.charCodeAt(i);
    if (code < ZERO || code > NINE) return undefined;
    number = number * 10 + code - ZERO;
  }
  return [tag.slice(0, end), number];
}

/** Reads the name of a tag. */
export function kindOfTag(tag: string): TagKind {
  const plain = plainVersion(tag);
  if (plain) return { kind: 'version', version: plain };
  if (plainNumbered(tag)) return NUMBERED;
  if (tag.startsWith('sha') && subjectOf(tag) !== undefined) return { kind: 'referrers' };
  const dated = datedOf(tag);
  if (dated?.index === 0) return dated.kind;
  // 4f2a9c1 is a commit, and no version 4.
  if (HEX_FIRST.test(tag)) return { kind: 'hashed' };
  const version = parseVersion(tag);
  if (version) return { kind: 'version', version };
  if (dated) return dated.kind;
  const isBuild = BUILD.test(tag);
  if (tag.split(/[-_.]/, PARTS_READ).some((part) => isCommit(part) && !(isBuild && !/[a-f]/.test(part)))) return { kind: 'hashed' };
  return { kind: /\d/.test(tag) ? 'numbered' : 'word' };
}

/**
 * Whether a tag follows others from image to image: it is well known for that, or it is no version, no build, and shares its digest with a
 * version. `versions` are the digests of the versions.
 */
export function isFloating(tag: string, { kind }: TagKind, digest: string | undefined, versions: ReadonlySet<string>): boolean {
  if (kind !== 'word' && kind !== 'numbered') return false;
  if (kind === 'word' && WELL_KNOWN.has((/^[a-z]+/i.exec(tag)?.[0] ?? '').toLowerCase())) return true;
  return digest !== undefined && versions.has(digest) && !BUILD.test(tag) && !BRANCH.test(tag);
}
