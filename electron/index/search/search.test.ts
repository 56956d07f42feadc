import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { SearchResult, SearchScope } from '../../../shared/contract/search.ts';
import type { Pairs } from '../../../shared/oci/manifest.ts';
import { parseQuery, type Term } from '../../../shared/query/query.ts';
import type { ImageSummary } from '../../browse/image-summary.ts';
import { Images } from '../images.ts';
import { openInMemory } from '../open.ts';
import { Rows } from '../rows.ts';
import { Tags } from '../tags.ts';
import { findParts, suggestParts } from './answers.ts';
import { Search } from './search.ts';

const NOW = Date.UTC(2026, 5, 1);
const DAY = 86_400_000;

type Image = Pick<ImageSummary, 'digest' | 'kind' | 'content' | 'children'> & {
  readonly platform: string;
  readonly size: number;
  readonly created: number;
  readonly labels: Pairs;
};
type Repository = {
  readonly connectionId: string;
  readonly name: string;
  readonly images: readonly Image[];
  readonly tags: ReadonlyMap<string, Image>;
};

const digestOf = (seed: string): string => `sha256:${createHash('sha256').update(seed).digest('hex')}`;

const layerOf = ({ digest }: Pick<Image, 'digest'>): string => digestOf(`layer of ${digest}`);
const configOf = ({ digest }: Pick<Image, 'digest'>): string => digestOf(`config of ${digest}`);

const partsOf = (image: Image): readonly string[] => [digestOf(`base ${image.platform}`), layerOf(image), configOf(image)];

/** Numbers that are the same in every run. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const TEAMS = ['team', 'Ops'.toLowerCase(), 'charts', 'ml', 'infra/core'];
const APPS = ['api', 'web', 'gateway', 'worker', 'api-docs', 'x'];
const TAGS = ['latest', '1.9.0', '1.9.1', '1.9.2-rc.1', 'v1.10', 'V2', 'main', 'dev', 'sha-0a1b2c3', '20260101'];

function generate(count: number): Repository[] {
  const pick = numbers(7);
  const of = <T>(all: readonly T[]): T => all[pick(all.length)] as T;
  const imageOf = (seed: string, children: readonly string[]): Image => ({
    digest: digestOf(seed),
    kind: children.length > 0 ? 'index' : 'image',
    content: children.length > 0 ? 'index' : of(['image', 'chart'] as const),
    children,
    platform: of(['amd64', 'arm64']),
    size: pick(5) * 50_000_000,
    created: NOW - pick(60) * DAY - DAY / 2,
    labels:
      pick(3) === 0
        ? [
            ['team', of(['payments', 'core'])],
            ['version', of(TAGS)],
          ]
        : [],
  });
  const shared = Array.from({ length: 5 }, (_, i) => imageOf(`shared ${i}`, []));
  return Array.from({ length: count }, (_, at) => {
    const name = `${of(TEAMS)}/${of(APPS)}-${at}`;
    const images = Array.from({ length: 1 + pick(3) }, (_, i) => (pick(4) === 0 ? of(shared) : imageOf(`${at} ${i}`, [])));
    const parent = imageOf(
      `index ${at}`,
      images.slice(0, 2).map(({ digest }) => digest),
    );
    const all = pick(3) === 0 ? [...images, parent] : images;
    const tags = new Map(Array.from({ length: pick(4) }, () => [of(TAGS), of(all)] as const));
    return { connectionId: of(['c1', 'c2']), name, images: all, tags };
  });
}

const repositories = generate(300);
const rows = new Rows(openInMemory().database);

const summaryOf = ({ platform, size, created, labels, ...image }: Image): ImageSummary => ({
  ...image,
  mediaType: 'application/vnd.oci.image.manifest.v1+json',
  platforms: [{ os: 'linux', architecture: platform }],
  created: new Date(created).toISOString(),
  layers: [
    [digestOf(`base ${platform}`), 0],
    [layerOf(image), size],
  ],
  configs: [[configOf(image), 500]],
  labels,
});

beforeAll(() => {
  const images = new Images(rows);
  const tags = new Tags(rows);
  for (const { connectionId, name: repository, images: own, tags: named } of repositories) {
    images.save({ connectionId, repository, opens: true }, own.map(summaryOf));
    tags.saw(
      { connectionId, repository },
      [...named].map(([tag, { digest }]) => [tag, digest]),
      NOW,
    );
  }
});

const lineOf = (result: SearchResult): string => {
  const place = `${result.connectionId} ${result.repository}`;
  if (result.kind === 'repository') return place;
  return `${place}${result.kind === 'tag' ? `:${result.tag}` : `@${result.untagged ? 'untagged ' : ''}${result.image.digest}`}`;
};

const found = (query: string, scope: SearchScope = {}): string[] =>
  [...new Search(rows, query, scope, NOW).results()].flatMap((result) => (result ? [lineOf(result)] : []));

// The same, by looking at everything.

const below = ({ digest, children }: Image): readonly string[] => [digest, ...children];
const isPart = (name: string, word: string, not: boolean): boolean =>
  word.length < 3 && !not ? name.split('/').some((part) => part.startsWith(word)) : name.includes(word);
const isAtStart = (digest: string, prefix: string): boolean => digest.startsWith(prefix) || digest.slice(7).startsWith(prefix);
const isHexWord = (word: string): boolean => /^[0-9a-f]{6,}$/.test(word);

const isInName = (term: Term, name: string): boolean =>
  term.kind === 'word'
    ? isPart(name.toLowerCase(), term.text.toLowerCase(), term.not)
    : term.kind === 'regex' && new RegExp(term.expression).test(name);
const isInDigest = (term: Term, image: Image): boolean =>
  term.kind === 'word' && isHexWord(term.text.toLowerCase()) && below(image).some((digest) => isAtStart(digest, term.text.toLowerCase()));

function isMetByImage(term: Term, image: Image, { images }: Repository, untagged: boolean): boolean {
  const parts = images.filter(({ digest }) => below(image).includes(digest));
  switch (term.kind) {
    case 'size':
      return term.is === '>' ? image.size > term.bytes : image.size < term.bytes;
    case 'created': {
      const limit = 'ago' in term.when ? NOW - term.when.ago : term.when.day;
      return (term.is === '<') === 'ago' in term.when ? image.created > limit : image.created < limit;
    }
    case 'platform':
      return image.platform === term.text;
    case 'kind':
      return image.content === term.content;
    case 'label':
      return parts.some(({ labels }) => labels.some(([key, value]) => key === term.key && (term.value ?? value) === value));
    case 'digest':
      return (
        below(image).some((digest) => isAtStart(digest, term.prefix)) ||
        (term.prefix.replace(/^.*:/, '').length >= 6 && parts.flatMap(partsOf).some((digest) => isAtStart(digest, term.prefix)))
      );
    case 'untagged':
      return untagged;
    default:
      throw new Error(term.kind);
  }
}

function bruteForce(query: string, { connectionId, folder }: SearchScope = {}): string[] {
  const { terms } = parseQuery(query);
  const isText = (term: Term): boolean => term.kind === 'word' || term.kind === 'regex';
  const texts = terms.filter(isText);
  if (terms.length === 0) return [];
  const inScope = repositories.filter(
    (one) => (connectionId ?? one.connectionId) === one.connectionId && (folder === undefined || `${one.name}/`.startsWith(`${folder}/`)),
  );
  const isMet = (repository: Repository, image: Image, tag: string | undefined, untagged: boolean): boolean => {
    const isOwn = (term: Term) => (tag !== undefined && isInName(term, tag)) || isInDigest(term, image);
    const all = terms.every(
      (term) =>
        (isText(term) ? isOwn(term) || isInName(term, repository.name) : isMetByImage(term, image, repository, untagged)) !== term.not,
    );
    const wanted = texts.filter(({ not }) => !not);
    return all && (terms.length > texts.length || wanted.length === 0 || wanted.some(isOwn));
  };
  return inScope.flatMap((repository) => {
    const { name, images, tags } = repository;
    const place = `${repository.connectionId} ${name}`;
    const own = terms.length === texts.length && texts.every((term) => isInName(term, name) !== term.not) ? [place] : [];
    const tagged = [...tags].filter(([tag, image]) => isMet(repository, image, tag, false)).map(([tag]) => `${place}:${tag}`);
    const reached = new Set([...tags.values()].flatMap(below));
    const inIndex = new Set(images.flatMap(({ children }) => children));
    const asksForImages = (image: Image) =>
      terms.some((term) => !term.not && (term.kind === 'digest' || term.kind === 'untagged' || isInDigest(term, image)));
    const others = images
      .filter((image, at) => !reached.has(image.digest) && images.findIndex(({ digest }) => digest === image.digest) === at)
      .filter((image) => asksForImages(image) && isMet(repository, image, undefined, !inIndex.has(image.digest)))
      .map(({ digest }) => `${place}@${inIndex.has(digest) ? '' : 'untagged '}${digest}`);
    return [...own, ...tagged, ...others];
  });
}

const digests = repositories.flatMap(({ images }) => images.map(({ digest }) => digest));

const someDigest = fc.oneof(fc.constantFrom(...digests), fc.constantFrom(...repositories.flatMap(({ images }) => images.flatMap(partsOf))));

const word = fc.oneof(
  fc.constantFrom(
    'api',
    'team/api',
    'rc',
    '1',
    '1.9',
    'v',
    'V2',
    'x',
    'core/',
    'latest',
    '-1',
    'sha-0a1b2c3',
    'nothing',
    '20260101',
    '%',
    'a_i',
    '"',
  ),
  fc.constantFrom(...digests).map((digest) => digest.slice(7, 14)),
  fc.constantFrom(...repositories.map(({ name }) => name)),
);
const term = fc.oneof(
  { weight: 4, arbitrary: word.map((text) => `"${text.replaceAll('"', '\\"')}"`) },
  fc.constantFrom('/^v/', '/api-\\d$/', '/\\.9/'),
  fc.constantFrom(
    'size:>100MB',
    'size:<60MB',
    'created:<30d',
    'created:>20d',
    'created:>2026-05-01',
    'platform:arm64',
    'kind:index',
    'kind:chart',
    'untagged',
  ),
  fc.constantFrom('label:team', 'label:team=core', 'label:version=1.9.0', 'label:none', 'label:Team'),
  fc.tuple(someDigest, fc.integer({ min: 1, max: 71 })).map(([digest, length]) => `digest:${digest.slice(0, 7 + Math.max(1, length - 7))}`),
  fc.tuple(someDigest, fc.integer({ min: 1, max: 64 })).map(([digest, length]) => `digest:${digest.slice(7, 7 + length)}`),
);
const query = fc
  .array(fc.tuple(fc.constantFrom('', '', '', '-'), term), { minLength: 1, maxLength: 4 })
  .map((terms) => terms.map((parts) => parts.join('')).join(' '));
const scope = fc.constantFrom<SearchScope>(
  {},
  {},
  { connectionId: 'c1' },
  { connectionId: 'c2', folder: 'team' },
  { connectionId: 'c1', folder: 'infra' },
);

test('a search finds what looking at each tag and image of 300 repositories finds, and nothing twice', () => {
  fc.assert(
    fc.property(query, scope, (asked, where) => {
      const all = found(asked, where);
      expect(new Set(all).size).toBe(all.length);
      expect(all.toSorted()).toEqual(bruteForce(asked, where).toSorted());
    }),
    { numRuns: 1_000 },
  );
});

test('an image is found by its config and by a layer that others share, and says so', () => {
  const image = repositories
    .find(({ tags }) => tags.size > 0)
    ?.tags.values()
    .next().value as Image;
  const contains = (query: string) =>
    [...new Search(rows, query, {}, NOW).results()].flatMap((result) =>
      result && result.kind !== 'repository' ? [result.image.contains] : [],
    );
  expect(new Set(contains(`digest:${configOf(image)}`))).toEqual(new Set([configOf(image)]));
  const base = contains(`digest:${digestOf(`base ${image.platform}`)}`);
  expect(new Set(base)).toEqual(new Set([digestOf(`base ${image.platform}`)]));
  expect(base.length).toBeGreaterThan(100);
});

describe('what is found comes', () => {
  test('in parts, and says where there is more', () => {
    const parts = [...findParts(rows, { query: 'team', scope: {}, most: 20 })].filter((part) => part !== undefined);
    expect(parts.at(-1)).toEqual({ kind: 'end', isMore: true });
    expect(parts.flatMap((part) => (part.kind === 'found' ? part.results : []))).toHaveLength(20);
    const few = [...findParts(rows, { query: 'nothing-is-called-so', scope: {}, most: 20 })].filter((part) => part !== undefined);
    expect(few).toEqual([{ kind: 'end', isMore: false }]);
  });

  test('with repositories that are called so before those that contain it', () => {
    const names = found('api').filter((line) => !line.includes(':'));
    const lasts = names.map((name) => name.slice(name.lastIndexOf('/') + 1).startsWith('api'));
    expect(lasts).toEqual(lasts.toSorted((a, b) => Number(b) - Number(a)));
    expect(names.length).toBeGreaterThan(10);
  });
});

describe('suggestions', () => {
  const suggest = (typed: string) => [...suggestParts(rows, { query: typed })].at(-1);

  test('are at most eight repositories and eight tags', () => {
    const kinds = suggest('1.9')?.results.map(({ kind }) => kind) ?? [];
    expect(kinds.filter((kind) => kind === 'tag')).toHaveLength(8);
    expect(suggest('api')?.results.filter(({ kind }) => kind === 'repository')).toHaveLength(8);
  });

  test.each(['payments', 'team=pay', 'label:team=p'])('tell labels for "%s", with how many images have them', (typed) => {
    const count = new Set(
      repositories.flatMap(({ images }) =>
        images.filter(({ labels }) => labels.some(([, v]) => v === 'payments')).map(({ digest }) => digest),
      ),
    );
    expect(suggest(typed)?.labels).toEqual([{ key: 'team', value: 'payments', images: count.size }]);
  });

  test('tell a label whose value is a hash by its beginning', () => {
    const revision = 'b'.repeat(40);
    new Images(rows).save({ connectionId: 'c3', repository: 'built', opens: true }, [
      summaryOf({ ...repositories[0]?.images[0], digest: digestOf('built'), labels: [['revision', revision]] } as Image),
    ]);
    expect(suggest('bbbbbbb')?.labels).toEqual([{ key: 'revision', value: revision, images: 1 }]);
    rows.sql("DELETE FROM connection WHERE name = 'c3'").run();
  });

  test('tell the keys of labels', () => {
    expect(suggest('vers')?.labels).toEqual([{ key: 'version' }]);
  });

  test('tell digests by their beginning, with how many repositories have them', () => {
    const digest = digestOf('shared 1');
    const count = repositories.filter(({ images }) => images.some((image) => image.digest === digest)).length;
    expect(count).toBeGreaterThan(1);
    for (const typed of [digest, digest.slice(7, 14), digest.slice(0, 14)])
      expect(suggest(typed)?.digests).toEqual([{ digest, repositories: count }]);
  });
});
