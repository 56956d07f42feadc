import { expect, test } from 'vitest';
import type { ImageView } from '../../../shared/contract/images.ts';
import type { Platform } from '../../../shared/oci/manifest.ts';
import { type Compared, comparedDigest, platformOfDigest, readSide, sideName, sideText } from './sides.ts';

const DIGEST = `sha256:${'a1'.repeat(32)}`;
const registries = [
  { id: 'prod', name: 'Production', url: 'https://registry.example.com:5000' },
  { id: 'nexus', name: 'Nexus', url: 'https://nexus.example.com/repository/docker' },
];
const side = (reference: Compared['reference'], repository = 'team/api', connectionId = 'prod'): Compared => ({
  connectionId,
  repository,
  reference,
});
const own = side({ tag: '1.9' });

test.each<[string, Compared | 'invalid' | { host: string }]>([
  ['1.8', side({ tag: '1.8' })],
  [' 1.8 ', side({ tag: '1.8' })],
  [DIGEST, side({ digest: DIGEST })],
  ['team/web:2', side({ tag: '2' }, 'team/web')],
  [`team/web@${DIGEST}`, side({ digest: DIGEST }, 'team/web')],
  ['registry.example.com:5000/team/web:2', side({ tag: '2' }, 'team/web')],
  ['nexus.example.com/repository/docker/api:3', side({ tag: '3' }, 'api', 'nexus')],
  ['docker pull registry.example.com:5000/team/web:2', side({ tag: '2' }, 'team/web')],
  ['other.example.com/api:1', { host: 'other.example.com' }],
  ['registry.example.com:5000/team/web', 'invalid'],
  ['team/web', 'invalid'],
  ['not a reference', 'invalid'],
  ['../../etc:1', 'invalid'],
])('"%s" typed in the field of a tag names %j', (typed, wanted) => {
  const answer = readSide(typed, own, registries);
  if (wanted === 'invalid') expect(answer).toEqual({ kind: 'invalid' });
  else if ('host' in wanted) expect(answer).toEqual({ kind: 'unknown-registry', host: wanted.host });
  else expect(answer).toEqual({ kind: 'side', side: wanted });
});

test.each<[Compared, string, string]>([
  [side({ tag: '1.8' }), '1.8', '1.8'],
  [side({ digest: DIGEST }), DIGEST, 'a1a1a1a'],
  [side({ tag: '2' }, 'team/web'), 'registry.example.com:5000/team/web:2', 'team/web:2'],
  [side({ tag: '3' }, 'api', 'nexus'), 'nexus.example.com/repository/docker/api:3', 'Nexus api:3'],
  [side({ tag: '1.9', platform: 'linux/arm64' }), '1.9', '1.9 linux/arm64'],
  [side({}), '', ''],
])('beside team/api:1.9, %j is written "%s" and called "%s"', (compared, text, name) => {
  expect(sideText(compared, own, registries)).toBe(text);
  expect(sideName(compared, own, registries)).toBe(name);
});

const base = { digest: 'sha256:own', mediaType: '', manifest: '', annotations: [] };
const platform = (name: string): Platform => {
  const [os = '', architecture = '', variant] = name.split('/');
  return { os, architecture, ...(variant === undefined ? {} : { variant }) };
};
const index = (...names: string[]): ImageView => ({
  ...base,
  ...{ kind: 'index', content: 'index', attestations: 0, imageCount: names.length },
  images: names.map((name) => ({ digest: `sha256:${name}`, platform: platform(name) })),
});
const image = (name: string): ImageView => ({
  ...base,
  ...{ kind: 'image', content: 'image', layers: [], layerCount: 0 },
  config: { platform: platform(name), env: [], entrypoint: [], command: [], ports: [], volumes: [], labels: [], history: [] },
});

test.each<[string, ImageView, string | undefined, ImageView, string | undefined, string | undefined]>([
  ['an image is itself', image('linux/amd64'), undefined, index('linux/amd64'), undefined, 'sha256:own'],
  ['the usual platform of both', index('linux/arm64', 'linux/amd64'), undefined, index('linux/amd64'), undefined, 'sha256:linux/amd64'],
  [
    'the first that both have',
    index('linux/s390x', 'linux/arm64'),
    undefined,
    index('linux/amd64', 'linux/arm64'),
    undefined,
    'sha256:linux/arm64',
  ],
  ['the platform of a single image', index('linux/amd64', 'linux/arm64'), undefined, image('linux/arm64'), undefined, 'sha256:linux/arm64'],
  ['the one that was chosen', index('linux/amd64', 'linux/arm64'), 'linux/arm64', index('linux/amd64'), undefined, 'sha256:linux/arm64'],
  [
    'the one that was chosen of the other',
    index('linux/amd64', 'linux/arm64'),
    undefined,
    index('linux/arm64'),
    'linux/arm64',
    'sha256:linux/arm64',
  ],
  ['another where the chosen one is not there', index('linux/amd64'), 'linux/s390x', index('linux/amd64'), undefined, 'sha256:linux/amd64'],
  ['its first where nothing is shared', index('linux/s390x'), undefined, index('linux/amd64'), undefined, 'sha256:linux/s390x'],
  [
    'arm64 in its usual form',
    index('linux/amd64', 'linux/arm64/v8'),
    'linux/arm64',
    index('linux/amd64'),
    undefined,
    'sha256:linux/arm64/v8',
  ],
  ['nothing of an empty index', index(), undefined, index('linux/amd64'), undefined, undefined],
])('of an index is compared: %s', (_, of, wanted, other, otherWanted, digest) => {
  expect(comparedDigest({ image: of, wanted }, { image: other, wanted: otherWanted })).toBe(digest);
});

test('the platform of an image of an index is known by its digest', () => {
  expect(platformOfDigest(index('linux/amd64', 'linux/arm64/v8'), 'sha256:linux/arm64/v8')).toBe('linux/arm64/v8');
  expect(platformOfDigest(image('linux/amd64'), 'sha256:own')).toBeUndefined();
});
