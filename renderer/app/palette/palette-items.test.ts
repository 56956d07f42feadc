import { describe, expect, test } from 'vitest';
import type { Connection } from '../../../shared/contract/connections.ts';
import type { Suggestions } from '../../../shared/contract/search.ts';
import { inGroups, type PaletteAction, type PaletteSources, paletteItems } from './palette-items.ts';

const DIGEST = `sha256:${'a1'.repeat(32)}`;
type Known = Pick<Connection, 'recent' | 'pinned'>;
const connection = (id: string, name: string, url: string, { recent, pinned }: Known = { recent: [], pinned: [] }): Connection =>
  ({ id, name, url, recent, pinned }) as Connection;
const prod = connection('prod', 'Production', 'https://registry.example.com:5000', {
  recent: ['team/web', 'team/api'],
  pinned: ['team/api'],
});
const hub = connection('hub', 'Docker Hub', 'https://registry-1.docker.io', { recent: ['library/nginx'], pinned: [] });

const done: unknown[] = [];
const action = (id: string, ...names: [string, ...string[]]): PaletteAction => ({
  id: `action ${id}`,
  group: 'actions',
  label: names[0],
  detail: '',
  names,
  run: () => done.push(id),
});

const sources: PaletteSources = {
  connections: [prod, hub],
  current: prod,
  shown: 'team/web',
  repositories: ['team/api', 'team/web', 'settings', 'ops/retag', 'label'],
  areAllKnown: true,
  tags: ['1.9', 'latest'],
  actions: [action('settings', 'Settings'), action('retag', 'Retag 1.9…', 'Retag …'), action('load', 'Load an image file…')],
  known: undefined,
  inRepositories: (count) => `in ${count} repositories`,
  onImages: (count) => `${count} images`,
  search: (typed) => ({ label: `Search everything for ${typed}`, run: () => done.push({ search: typed }) }),
  searchFor: (query) => done.push({ query }),
  addHost: (host) => ({ label: `Add ${host}…`, run: () => done.push({ add: host }) }),
  showConnection: (id) => done.push({ connection: id }),
  goTo: (place) => done.push(place),
  openTag: (tag) => done.push({ tag }),
  openLink: (link) => done.push({ link }),
};

/** What choosing the first item for these words does. */
function chosen(typed: string): unknown {
  done.length = 0;
  paletteItems(sources, typed)[0]?.run();
  return done[0];
}

const lines = (items: readonly { readonly label: string; readonly detail: string }[]): string[] =>
  items.map(({ label, detail }) => (detail === '' ? label : `${label} | ${detail}`));

test.each([
  ['team/web', { connectionId: 'prod', repository: 'team/web' }],
  ['web', { connectionId: 'prod', repository: 'team/web' }],
  ['1.9', { tag: '1.9' }],
  ['Docker Hub', { connection: 'hub' }],
  ['settings', 'settings'],
  ['docker pull registry.example.com:5000/team/api:1.9', { connectionId: 'prod', repository: 'team/api', reference: { tag: '1.9' } }],
  [
    'docker pull --platform linux/arm64 registry.example.com:5000/team/api:1.9',
    { connectionId: 'prod', repository: 'team/api', reference: { tag: '1.9', platform: 'linux/arm64' } },
  ],
  [`registry.example.com:5000/team/api@${DIGEST}`, { connectionId: 'prod', repository: 'team/api', reference: { digest: DIGEST } }],
  ['docker.io/nginx:1.27', { connectionId: 'hub', repository: 'library/nginx', reference: { tag: '1.27' } }],
  ['team/new:2', { connectionId: 'prod', repository: 'team/new', reference: { tag: '2' } }],
  ['longshore://open?ref=registry.example.com:5000/team/api', { link: 'longshore://open?ref=registry.example.com:5000/team/api' }],
  ['other.example.com/team/none:1', { add: 'other.example.com' }],
  ['retag', 'retag'],
  ['Load an image file', 'load'],
  ['>set', 'settings'],
  ['> load', 'load'],
  ['>web', undefined],
  ['platform:arm64', { search: 'platform:arm64' }],
  ['label:team', { connectionId: 'prod', repository: 'label', reference: { tag: 'team' } }],
  ['team/none', { search: 'team/none' }],
  ['nothing of this kind', { search: 'nothing of this kind' }],
])('choosing the first line for "%s" leads to %j', (typed, outcome) => {
  expect(chosen(typed)).toEqual(outcome);
});

test('while the names are read, a path leads to the repository, and a word is searched', () => {
  const reading = { ...sources, repositories: ['team/api'], areAllKnown: false };
  const outcomes = ['charts/api', 'charts'].map((typed) => {
    done.length = 0;
    paletteItems(reading, typed)[0]?.run();
    return done[0];
  });
  expect(outcomes).toEqual([{ connectionId: 'prod', repository: 'charts/api' }, { search: 'charts' }]);
});

test('before anything is typed the palette has recent and pinned places, then all actions, then the registries', () => {
  const groups = inGroups(paletteItems(sources, ''));
  expect(groups.map(([group, items]) => [group, lines(items)])).toEqual([
    ['recent', ['team/api | Production', 'library/nginx | Docker Hub']],
    ['pinned', ['team/api | Production']],
    ['actions', ['Settings', 'Retag 1.9…', 'Load an image file…']],
    ['registries', ['Production | registry.example.com:5000', 'Docker Hub | registry-1.docker.io']],
  ]);
});

test('of two registries with one name both are found, with their addresses', () => {
  const other = connection('other', 'Production', 'https://other.example.com', { recent: ['a'], pinned: [] });
  const both = { ...sources, connections: [prod, other] };
  const registries = paletteItems(both, 'production').filter(({ group }) => group === 'registries');
  expect(lines(registries).toSorted()).toEqual(['Production | other.example.com', 'Production | registry.example.com:5000']);
  const recent = paletteItems(both, '').filter(({ group }) => group === 'recent');
  expect(lines(recent)).toEqual(['team/api | Production (registry.example.com:5000)', 'a | Production (other.example.com)']);
  done.length = 0;
  for (const registry of registries) registry.run();
  expect(done).toEqual(expect.arrayContaining([{ connection: 'other' }, { connection: 'prod' }]));
});

describe('what the index knows', () => {
  const image = { digest: DIGEST, platforms: [] };
  const known: Suggestions = {
    results: [
      { kind: 'repository', connectionId: 'prod', repository: 'team/web' },
      { kind: 'repository', connectionId: 'hub', repository: 'web/server' },
      { kind: 'tag', connectionId: 'hub', repository: 'web/server', tag: 'web-1', image },
      { kind: 'tag', connectionId: 'prod', repository: 'team/web', tag: 'web-of-the-shown-repository', image },
      { kind: 'tag', connectionId: 'removed', repository: 'web', tag: 'web-2', image },
      { kind: 'image', connectionId: 'hub', repository: 'web/server', image, untagged: true },
    ],
    digests: [{ digest: DIGEST, repositories: 3 }],
    labels: [{ key: 'team', value: 'web core', images: 34 }, { key: 'web.title' }],
  };
  const items = paletteItems({ ...sources, known }, 'web');

  test('is told in its groups, after what the page knows, and once; the last line searches everything', () => {
    expect(inGroups(items).map(([group, own]) => [group, lines(own)])).toEqual([
      ['repositories', ['team/web | Production', 'web/server | Docker Hub']],
      ['tags', ['web-1 | web/server · Docker Hub']],
      ['digests', ['a1a1a1a | in 3 repositories']],
      ['labels', ['team=web core | 34 images', 'web.title']],
      ['search', ['Search everything for web']],
    ]);
  });

  test('leaves the lines that were there in their order', () => {
    const before = inGroups(paletteItems(sources, 'a')).map(([group, own]) => [group, lines(own)]);
    const first: Suggestions = { results: [{ kind: 'repository', connectionId: 'prod', repository: 'team/api' }], digests: [], labels: [] };
    const after = inGroups(paletteItems({ ...sources, known: first }, 'a')).map(([group, own]) => [group, lines(own)]);
    expect(before.find(([group]) => group === 'repositories')?.[1]?.length).toBeGreaterThan(1);
    expect(after).toEqual(before);
  });

  test('comes before what only has the letters that were typed', () => {
    const named: Suggestions = { results: [{ kind: 'repository', connectionId: 'hub', repository: 'team/api' }], digests: [], labels: [] };
    const [first] = inGroups(paletteItems({ ...sources, repositories: ['internal/menu'], known: named }, 'team'));
    expect(first && lines(first[1])).toEqual(['team/api | Docker Hub', 'internal/menu | Production']);
    expect(lines(paletteItems({ ...sources, repositories: ['research/training'] }, 'set'))[0]).toBe('Settings');
  });

  test('leads to the tag in its registry, and to everything that has a digest or a label', () => {
    done.length = 0;
    for (const item of items) item.run();
    expect(done.slice(2)).toEqual([
      { connectionId: 'hub', repository: 'web/server', reference: { tag: 'web-1' } },
      { query: `digest:${DIGEST} ` },
      { query: 'label:team="web core" ' },
      { query: 'label:web.title ' },
      { search: 'web' },
    ]);
  });
});
