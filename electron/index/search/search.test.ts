import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { bruteForce, type KnownImage, type KnownRepository, lineOf } from '../../../e2e/support/search/brute-force.ts';
import type { SearchEvent, SearchScope } from '../../../shared/contract/search.ts';
import type { SearchOrder } from '../../../shared/search-order.ts';
import type { ImageSummary } from '../../browse/image-summary.ts';
import { Images } from '../images.ts';
import { openInMemory } from '../open.ts';
import { Rows } from '../rows.ts';
import { Tags } from '../tags.ts';
import { findParts, suggestParts } from './answers.ts';
import { Search } from './search.ts';
import { sortResults } from './sort.ts';

const NOW = Date.UTC(2026, 5, 1);
const DAY = 86_400_000;

type Image = KnownImage & Pick<ImageSummary, 'kind'> & { readonly platform: string; readonly size: number; readonly created: number };
type Repository = KnownRepository & { readonly images: readonly Image[]; readonly tags: ReadonlyMap<string, Image> };

const digestOf = (seed: string): string => `sha256:${createHash('sha256').update(seed).digest('hex')}`;

const layerOf = ({ digest }: Pick<Image, 'digest'>): string => digestOf(`layer of ${digest}`);
const configOf = ({ digest }: Pick<Image, 'digest'>): string => digestOf(`config of ${digest}`);

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
  const imageOf = (seed: string, children: readonly string[]): Image => {
    const digest = digestOf(seed);
    const platform = of(['amd64', 'arm64']);
    return {
      ...{ digest, children, platform, platforms: [platform] },
      kind: children.length > 0 ? 'index' : 'image',
      content: children.length > 0 ? 'index' : of(['image', 'chart'] as const),
      size: pick(5) * 50_000_000,
      created: NOW - pick(60) * DAY - DAY / 2,
      labels:
        pick(3) === 0
          ? [
              ['team', of(['payments', 'core'])],
              ['version', of(TAGS)],
            ]
          : [],
      parts: [digestOf(`base ${platform}`), layerOf({ digest }), configOf({ digest })],
    };
  };
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
    const pulled = new Map([...tags.keys()].filter(() => pick(3) === 0).map((tag) => [tag, NOW - pick(200) * DAY - DAY / 2] as const));
    return { connectionId: of(['c1', 'c2']), name, images: all, tags, pulled };
  });
}

const repositories = generate(300);
const rows = new Rows(openInMemory().database);

const summaryOf = ({ digest, kind, content, children, platform, size, created, labels }: Image): ImageSummary => ({
  ...{ digest, kind, content, children },
  mediaType: 'application/vnd.oci.image.manifest.v1+json',
  platforms: [{ os: 'linux', architecture: platform }],
  created: new Date(created).toISOString(),
  layers: [
    [digestOf(`base ${platform}`), 0],
    [layerOf({ digest }), size],
  ],
  configs: [[configOf({ digest }), 500]],
  labels,
});

beforeAll(() => {
  const images = new Images(rows);
  const tags = new Tags(rows);
  for (const { connectionId, name: repository, images: own, tags: named, pulled } of repositories) {
    images.save({ connectionId, repository, opens: true }, own.map(summaryOf));
    tags.saw(
      { connectionId, repository },
      [...named].map(([tag, { digest }]) => {
        const at = pulled.get(tag);
        return [tag, digest, at === undefined ? {} : { pulled: new Date(at).toISOString() }];
      }),
      NOW,
    );
  }
});

const found = (query: string, scope: SearchScope = {}): string[] =>
  [...new Search(rows, query, scope, NOW).results()].flatMap((result) => (result ? [lineOf(result)] : []));

const digests = repositories.flatMap(({ images }) => images.map(({ digest }) => digest));

const someDigest = fc.oneof(
  fc.constantFrom(...digests),
  fc.constantFrom(...repositories.flatMap(({ images }) => images.flatMap(({ parts }) => parts))),
);

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
    'pulled:>90d',
    'pulled:<100d',
    'pulled:>2026-03-01',
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
      expect(all.toSorted()).toEqual(bruteForce(repositories, asked, where, NOW).toSorted());
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

test('a sorted search tells the first of all that is found, and how many that is', () => {
  const ask = (order: SearchOrder | undefined, most: number) =>
    [...findParts(rows, { query: 'size:>10MB', scope: {}, most, order })].filter((part) => part !== undefined);
  const resultsOf = (parts: readonly SearchEvent[]) => parts.flatMap((part) => (part.kind === 'found' ? part.results : []));
  const all = resultsOf(ask(undefined, 2_000));
  expect(all.length).toBeGreaterThan(200);
  for (const order of ['-size', 'created', 'repository', '-pulled', 'tag'] as const) {
    const parts = ask(order, 150);
    expect(resultsOf(parts)).toEqual(sortResults(all, order).slice(0, 150));
    expect(parts.at(-1)).toEqual({ kind: 'end', isMore: true, sorted: { count: all.length, isAll: true } });
  }
  expect(ask('-size', 2_000).at(-1)).toEqual({ kind: 'end', isMore: false, sorted: { count: all.length, isAll: true } });
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
