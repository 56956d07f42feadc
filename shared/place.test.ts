import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hostileLinks } from '../e2e/support/content/hostile-links.ts';
import { imageTabs, linkFragment, type Place, placeFromFragment, placeFromUrl, placeToUrl } from './place.ts';

const DIGEST = `sha256:${'a1'.repeat(32)}`;
const registries = [
  { id: 'prod', url: 'https://registry.example.com:5000' },
  { id: 'hub', url: 'https://registry-1.docker.io' },
  { id: 'nexus', url: 'https://nexus.example.com/repository/docker' },
  { id: 'plain', url: 'http://registry' },
  { id: 'twin', url: 'https://registry.example.com:5000' },
];

test.each<[Place, string]>([
  [{ connectionId: 'prod' }, 'ref=registry.example.com:5000'],
  [{ connectionId: 'prod', repository: 'team/api' }, 'ref=registry.example.com:5000/team/api'],
  [
    { connectionId: 'prod', repository: 'team/api', reference: { tag: '1.9' }, tab: 'layers' },
    'ref=registry.example.com:5000/team/api:1.9&tab=layers',
  ],
  [{ connectionId: 'prod', repository: 'team/api', view: 'clean-up' }, 'ref=registry.example.com:5000/team/api&view=clean-up'],
  [{ connectionId: 'plain', view: 'clean-up' }, 'ref=registry&view=clean-up'],
  [{ connectionId: 'prod', repository: 'team/api', view: 'storage' }, 'ref=registry.example.com:5000/team/api&view=storage'],
  [{ connectionId: 'prod', view: 'storage', folder: 'team/web' }, 'ref=registry.example.com:5000&view=storage&folder=team/web'],
  [{ connectionId: 'plain', view: 'search' }, 'ref=registry&view=search'],
  [
    { connectionId: 'plain', view: 'search', query: 'api -rc label:a="b&c" ', scope: 'all' },
    'ref=registry&view=search&query=api%20-rc%20label:a%3D%22b%26c%22%20&scope=all',
  ],
  [
    { connectionId: 'prod', view: 'search', folder: 'team/web', query: '1.9', order: '-size' },
    'ref=registry.example.com:5000&view=search&folder=team/web&query=1.9&order=-size',
  ],
  [{ connectionId: 'hub', repository: 'library/nginx', reference: { digest: DIGEST } }, `ref=registry-1.docker.io/library/nginx@${DIGEST}`],
  [
    { connectionId: 'nexus', repository: 'team/api', reference: { tag: '1.9', digest: DIGEST } },
    `ref=nexus.example.com/repository/docker/team/api:1.9@${DIGEST}`,
  ],
  [
    { connectionId: 'plain', repository: 'api', reference: { tag: '1.9' }, tab: 'files', path: 'etc/a&b=#1 说明.md' },
    'ref=registry/api:1.9&tab=files&path=etc/a%26b%3D%231%20%E8%AF%B4%E6%98%8E.md',
  ],
  [
    {
      ...{ connectionId: 'plain', repository: 'api', tab: 'files', layer: 3, path: 'srv/\\x80' },
      reference: { tag: '1.9', digest: DIGEST, platform: 'linux/arm64' },
    },
    `ref=registry/api:1.9@${DIGEST}&tab=files&layer=3&path=srv/%5Cx80&platform=linux/arm64`,
  ],
  [
    { connectionId: 'plain', repository: 'api', reference: { tag: '1.9' }, tab: 'layers', layer: 2 },
    'ref=registry/api:1.9&tab=layers&layer=2',
  ],
  [{ connectionId: 'nexus' }, 'ref=nexus.example.com/repository/docker'],
  [{ connectionId: 'plain', repository: 'api' }, 'ref=registry/api'],
  [
    {
      connectionId: 'prod',
      repository: 'team/api',
      reference: { tag: '1.9' },
      compareWith: { connectionId: 'plain', repository: 'api', reference: { tag: '1.8' } },
    },
    'ref=registry.example.com:5000/team/api:1.9&with=registry/api:1.8',
  ],
])('%j is the link ?%s, and the link leads back to it', (place, query) => {
  const link = `longshore://open?${query}`;
  expect(placeToUrl(place, registries)).toBe(link);
  expect(placeFromUrl(link, registries)).toEqual({ kind: 'place', place });
});

test.each([
  ['https://open?ref=registry/api', { kind: 'invalid', why: 'address' }],
  ['javascript:alert(1)', { kind: 'invalid', why: 'address' }],
  ['longshore://delete?ref=registry/api', { kind: 'invalid', why: 'address' }],
  ['longshore://open/../delete?ref=registry/api', { kind: 'invalid', why: 'address' }],
  ['no link', { kind: 'invalid', why: 'address' }],
  ['longshore://me:secret@open?ref=registry/api', { kind: 'invalid', why: 'user-info' }],
  ['longshore://open?ref=me:secret@registry/api', { kind: 'invalid', why: 'reference' }],
  [`longshore://open?ref=registry/${'a'.repeat(17_000)}`, { kind: 'invalid', why: 'too-long' }],
  [`longshore://open?ref=registry/${'a'.repeat(300)}`, { kind: 'invalid', why: 'reference' }],
  ['longshore://open', { kind: 'invalid', why: 'reference' }],
  ['longshore://open?ref=registry/Team', { kind: 'invalid', why: 'reference' }],
  ['longshore://open?ref=registry/../../etc/passwd', { kind: 'invalid', why: 'reference' }],
  ['longshore://open?ref=registry/api%0d%0a', { kind: 'invalid', why: 'reference' }],
  ['longshore://open?ref=registry/api:-bad', { kind: 'invalid', why: 'reference' }],
  ['longshore://open?ref=registry/api@sha256:abc', { kind: 'invalid', why: 'reference' }],
  ['longshore://open?ref=registry/api:1&with=registry', { kind: 'invalid', why: 'reference' }],
  ['longshore://open?ref=other.example.com/team/api:1', { kind: 'unknown-registry', host: 'other.example.com' }],
  ['longshore://open?ref=other.example.com', { kind: 'unknown-registry', host: 'other.example.com' }],
  ['longshore://open?ref=nexus.example.com/other/api', { kind: 'unknown-registry', host: 'nexus.example.com' }],
  ['longshore://open?ref=registry/api:1&with=other.example.com/api:2', { kind: 'unknown-registry', host: 'other.example.com' }],
])('the link %s is answered with %j', (link, answer) => {
  expect(placeFromUrl(link, registries)).toEqual(answer);
});

test.each([
  ['longshore://open?ref=registry/api:1&tab=entrails', { connectionId: 'plain', repository: 'api', reference: { tag: '1' } }],
  ['longshore://open?ref=registry/api&tab=layers', { connectionId: 'plain', repository: 'api' }],
  ['longshore://open?ref=registry/api&view=basement', { connectionId: 'plain', repository: 'api' }],
  // A view takes the room of the tags, so that it shows no image.
  ['longshore://open?ref=registry/api:1&view=clean-up', { connectionId: 'plain', repository: 'api', reference: { tag: '1' } }],
  ['longshore://open/?ref=docker.io/nginx', { connectionId: 'hub', repository: 'library/nginx' }],
  ['longshore://open?ref=docker.io', { connectionId: 'hub' }],
  ['longshore://open?ref=registry%2Fapi%3A1', { connectionId: 'plain', repository: 'api', reference: { tag: '1' } }],
])('the link %s leads to %j', (link, place) => {
  expect(placeFromUrl(link, registries)).toEqual({ kind: 'place', place });
});

test('of two saved registries at one address, the preferred one is shown', () => {
  const link = 'longshore://open?ref=registry.example.com:5000/team/api';
  expect(placeFromUrl(link, registries, 'twin')).toMatchObject({ place: { connectionId: 'twin' } });
  expect(placeFromUrl(link, registries)).toMatchObject({ place: { connectionId: 'prod' } });
});

test('a place on a registry that is not saved has no link', () => {
  expect(placeToUrl({ connectionId: 'gone' }, registries)).toBeUndefined();
});

test('whatever a link holds, it is read or refused, and what is read leads back to itself', () => {
  const part = fc.oneof(fc.string(), fc.constantFrom('registry/', 'api', ':1', `@${DIGEST}`, '&tab=', ...imageTabs, '%2f', '&with='));
  fc.assert(
    fc.property(fc.array(part), (parts) => {
      const answer = placeFromUrl(`longshore://open?ref=${parts.join('')}`, registries);
      if (answer.kind !== 'place') return;
      expect(placeFromUrl(placeToUrl(answer.place, registries) ?? '', registries)).toEqual(answer);
    }),
  );
});

test.each([
  ['tab=files&path=/etc/motd', { tab: 'files', path: 'etc/motd' }],
  ['tab=files&path=', { tab: 'files' }],
  ['tab=files&path=/', { tab: 'files' }],
  [`tab=files&path=${'a'.repeat(5_000)}`, { tab: 'files' }],
  ['tab=files&layer=0&path=a', { tab: 'files', path: 'a' }],
  ['tab=files&layer=99999', { tab: 'files' }],
  ['tab=files&layer=1e3', { tab: 'files' }],
  ['tab=layers&layer=4&path=a', { tab: 'layers', layer: 4 }],
  ['tab=config&layer=4&path=a', { tab: 'config' }],
  ['path=a', {}],
])('of a link with %s the window shows %j', (query, shown) => {
  expect(placeFromUrl(`longshore://open?ref=registry/api:1&${query}`, registries)).toEqual({
    kind: 'place',
    place: { connectionId: 'plain', repository: 'api', reference: { tag: '1' }, ...shown },
  });
});

const place: Place = { connectionId: 'plain', repository: 'api', reference: { tag: '1' }, tab: 'files', path: 'a b&c' };

const fragments: readonly (readonly [string, ReturnType<typeof placeFromFragment>])[] = [
  ['ref=registry/api:1&tab=files&path=a%20b%26c', { kind: 'place', place }],
  ['longshore://open?ref=registry/api:1&tab=files&path=a%20b%26c', { kind: 'place', place }],
  [linkFragment('longshore://open?ref=registry/api:1&tab=files&path=a%20b%26c'), { kind: 'place', place }],
  // Once the page has taken the token out.
  [`${new URLSearchParams(linkFragment('longshore://open?ref=registry/api:1&tab=files&path=a%20b%26c'))}`, { kind: 'place', place }],
  [linkFragment('https://example.com/'), { kind: 'invalid', why: 'address' }],
  [linkFragment(`longshore://open?ref=registry/${'说'.repeat(1_800)}`), { kind: 'invalid', why: 'reference' }],
  [linkFragment('a'.repeat(16_385)), { kind: 'invalid', why: 'too-long' }],
  [`link=${'a'.repeat(200_000)}`, { kind: 'invalid', why: 'too-long' }],
  [
    'ref=registry/api:1&link=longshore://open?ref=other',
    { kind: 'place', place: { connectionId: 'plain', repository: 'api', reference: { tag: '1' } } },
  ],
  ['longshore:', { kind: 'invalid', why: 'address' }],
];

test('what is after the # of the address is read as the page writes it, as a person pastes it, and as the host hands it over', () => {
  for (const [fragment, answer] of fragments) expect([fragment, placeFromFragment(fragment, registries)]).toEqual([fragment, answer]);
});

test('none of 200 hostile links leads to a place, however it comes in', () => {
  const links = hostileLinks('registry.example.com:5000', '127.0.0.1:8080');
  expect(new Set(links).size).toBe(links.length);
  expect(links.length).toBeGreaterThan(200);
  for (const link of links)
    for (const answer of [
      placeFromUrl(link, registries),
      placeFromFragment(link, registries),
      placeFromFragment(linkFragment(link), registries),
    ])
      expect([link, answer.kind]).not.toEqual([link, 'place']);
});

test('whatever is after the #, it is read or refused, and never throws', () => {
  const part = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('longshore://open?', 'link=', 'ref=', 'registry/', '%', '%00', '&with=', '\r\n', '__proto__'),
  );
  fc.assert(
    fc.property(fc.array(part), (parts) => {
      const answer = placeFromFragment(parts.join(''), registries);
      expect(['place', 'invalid', 'unknown-registry']).toContain(answer.kind);
    }),
    { numRuns: 2_000 },
  );
});
