import { expect, test } from 'vitest';
import {
  COSIGN_SIGN,
  CYCLONEDX,
  LinkedPusher,
  OPENVEX,
  type Pushed,
  SLSA_V1,
  SLSA_V02,
  SPDX,
} from '../../../e2e/support/content/linked-images.ts';
import type { Behaviour } from '../../../e2e/support/registry/behaviour.ts';
import { connect, startRegistry } from '../../../e2e/support/registry/connected.ts';
import type { LinkedNode, LinkedTree } from '../../../shared/contract/linked.ts';
import { referrersTag, shortDigest } from '../../../shared/oci/digest.ts';
import { OCI_INDEX } from '../../../shared/oci/media-types.ts';
import { platformName } from '../../../shared/oci/platform.ts';
import type { ContentShelf } from '../image.ts';
import { missingBlobs } from './blobs.ts';
import { LinkCheck } from './broken-links.ts';
import { gatherLinked } from './gather.ts';
import { linkedTree } from './tree.ts';

const noShelf: ContentShelf = { load: async () => undefined, save: async () => {} };

async function start(behaviour: Partial<Behaviour> = {}) {
  const registry = await startRegistry(behaviour, []);
  const client = connect(registry.url);
  return { registry, pusher: new LinkedPusher(client, 'team/api') };
}

async function read(
  { client, repository }: LinkedPusher,
  { digest }: Pick<Pushed, 'digest'>,
  more: { tag?: string; tags?: string[] } = {},
) {
  const source = { client, repository, content: noShelf, tags: more.tags, signal: undefined };
  return linkedTree(await gatherLinked(source, digest, more.tag));
}

/** A node as a person would write it into a list: what it is, of which format, by whom, and how it was found. */
function lineOf({ kind, platform, format, by, foundBy, missing, unread }: LinkedNode): string {
  const what = [kind, platform && platformName(platform), format, by === undefined ? '' : `by ${by}`].filter(Boolean).join(' ');
  return `${what}${foundBy.length > 0 ? ` (${foundBy.join(', ')})` : ''}${missing ? ' missing' : ''}${unread ? ' unread' : ''}`;
}

/** The tree as lines, indented by level. */
function outline({ nodes }: LinkedTree): string[] {
  const levels = new Map<string | undefined, number>([[undefined, -1]]);
  return nodes.map((node) => {
    const level = (levels.get(node.parent) ?? Number.NaN) + 1;
    levels.set(node.id, level);
    return `${'  '.repeat(level)}${lineOf(node)}`;
  });
}

test('statements of buildx hang below the platforms that they are about, and unknown/unknown is no platform', async () => {
  const { pusher } = await start();
  const [amd64, arm64] = [await pusher.image('amd64'), await pusher.image('arm64')];
  const both = await pusher.buildx(amd64.digest, [SPDX, SLSA_V02]);
  const index = await pusher.index([amd64, arm64, both, await pusher.buildx(arm64.digest, [SLSA_V1])], '1.0');
  expect(outline(await read(pusher, index, { tag: '1.0' }))).toEqual([
    'index',
    '  image linux/amd64 (child)',
    '    sbom SPDX by BuildKit (attached)',
    '    provenance SLSA v0.2 by BuildKit (attached)',
    '  image linux/arm64 (child)',
    '    provenance SLSA v1 by BuildKit (attached)',
  ]);
});

test('statements whose rows say nothing of themselves are no platforms either', async () => {
  const { pusher } = await start();
  const amd64 = await pusher.image('amd64');
  const { mediaType, digest, size } = await pusher.buildx(amd64.digest, [SLSA_V1]);
  expect(outline(await read(pusher, await pusher.index([amd64, { mediaType, digest, size }], '1.0')))).toEqual([
    'index',
    '  image linux/amd64 (child)',
    '  provenance SLSA v1 (attached)',
  ]);
});

test('each signature, statement and SBOM under the tags of cosign 2 is one, whether or not an annotation says what it is', async () => {
  const { pusher } = await start();
  const image = await pusher.image('amd64', { tag: '1.0' });
  await pusher.cosignTag(image.digest, 'sig', [{}, {}]);
  await pusher.cosignTag(image.digest, 'att', [{ type: SLSA_V1, annotations: { predicateType: SLSA_V1 } }, { type: OPENVEX }]);
  await pusher.cosignTag(image.digest, 'sbom', [{ type: 'application/vnd.cyclonedx+json' }]);
  const tree = await read(pusher, image);
  expect(outline(tree)).toEqual([
    'image',
    '  signature cosign by cosign (tag)',
    '  signature cosign by cosign (tag)',
    '  sbom CycloneDX by cosign (tag)',
    '  provenance SLSA v1 by cosign (tag)',
    '  vex OpenVEX by cosign (tag)',
  ]);
  expect(tree.nodes.map(({ tag, layer }) => [tag?.split('.')[1], layer?.number])).toEqual([
    [undefined, undefined],
    ['sig', 0],
    ['sig', 1],
    ['sbom', 0],
    ['att', 0],
    ['att', 1],
  ]);
  expect(new Set(tree.nodes.map(({ id }) => id)).size).toBe(tree.nodes.length);
});

const layouts: readonly [string, (pusher: LinkedPusher, image: Pushed) => Promise<Pushed[]>, string[]][] = [
  [
    'bundles of sigstore',
    async (pusher, image) => [
      await pusher.bundle(image, undefined),
      await pusher.bundle(image, COSIGN_SIGN),
      await pusher.bundle(image, SLSA_V1),
    ],
    ['signature Sigstore', 'signature Sigstore', 'provenance SLSA v1'],
  ],
  [
    'statements without an envelope',
    async (pusher, image) => [await pusher.inToto(image, CYCLONEDX, false), await pusher.inToto(image, SLSA_V02, true)],
    ['sbom CycloneDX', 'provenance SLSA v0.2'],
  ],
  [
    'Notation, SARIF and other artifacts',
    async (pusher, image) => [
      await pusher.refer(image, 'application/vnd.example.readme', {}),
      await pusher.sarif(image),
      await pusher.notation(image),
    ],
    ['signature Notation by Notation', 'scan-result SARIF by Example scanner', 'artifact application/vnd.example.readme'],
  ],
];

for (const [name, put, lines] of layouts) {
  test.each([
    ['api', { referrers: true }],
    ['list', { referrers: false }],
  ] as const)(`${name} are found by their subject, by way of %s`, async (way, behaviour) => {
    const { pusher } = await start(behaviour);
    const image = await pusher.image('amd64', { tag: '1.0' });
    const put1 = await put(pusher, image);
    if (way === 'list') await pusher.list(image, put1);
    expect(outline(await read(pusher, image))).toEqual(['image', ...lines.map((line) => `  ${line} (${way})`)]);
  });
}

test('five layouts on one image are one list, and what two ways find is one entry with both', async () => {
  const { pusher } = await start();
  const amd64 = await pusher.image('amd64');
  const arm64 = await pusher.image('arm64');
  const index = await pusher.index([amd64, arm64, await pusher.buildx(amd64.digest, [SPDX, SLSA_V02])], '1.0');
  await pusher.cosignTag(index.digest, 'sig', [{}]);
  await pusher.cosignTag(amd64.digest, 'att', [{ type: SLSA_V1 }]);
  const bundle = await pusher.bundle(index, COSIGN_SIGN);
  const older = await pusher.inToto(index, OPENVEX, true);
  await pusher.notation(index);
  const sarif = await pusher.sarif(amd64);
  await pusher.list(index, [bundle, older]);
  // The SBOM of a scanner is signed itself.
  await pusher.bundle(sarif, undefined);
  expect(outline(await read(pusher, index))).toEqual([
    'index',
    '  image linux/amd64 (child)',
    '    sbom SPDX by BuildKit (attached)',
    '    provenance SLSA v0.2 by BuildKit (attached)',
    '    provenance SLSA v1 by cosign (tag)',
    '    scan-result SARIF by Example scanner (api)',
    '      signature Sigstore (api)',
    '  image linux/arm64 (child)',
    '  signature Sigstore (api, list)',
    '  signature Notation by Notation (api)',
    '  signature cosign by cosign (tag)',
    '  vex OpenVEX (api, list)',
  ]);
});

test('the same platform in other forms is folded below it: zstd, nydus and SOCI', async () => {
  const { pusher } = await start();
  const amd64 = await pusher.image('amd64');
  const zstd = { ...(await pusher.image('amd64', { seed: 'zstd' })), annotations: { 'io.github.containers.compression.zstd': 'true' } };
  const nydus = await pusher.image('amd64', { seed: 'nydus', layer: { 'containerd.io/snapshot/nydus-bootstrap': 'true' } });
  const arm64 = await pusher.image('arm64');
  const soci = {
    ...(await pusher.refer(amd64, 'application/vnd.amazon.soci.index.v2+json', {})),
    annotations: { 'com.amazon.soci.image-manifest-digest': amd64.digest },
  };
  const onlyZstd = { ...(await pusher.image('s390x')), annotations: { 'io.github.containers.compression.zstd': 'true' } };
  // The order of the rows is not that of the platforms.
  const index = await pusher.index([zstd, amd64, arm64, nydus, soci, onlyZstd], '1.0');
  expect(outline(await read(pusher, index))).toEqual([
    'index',
    '  image linux/amd64 (child)',
    '    twin linux/amd64 zstd (child)',
    '    nydus linux/amd64 (child)',
    '    soci (attached, api)',
    '  image linux/arm64 (child)',
    '  image linux/s390x zstd (child)',
  ]);
});

test('what is named and not there is missing: a platform, an entry of a list, what a statement is about, and a subject', async () => {
  const { registry, pusher } = await start({ referrers: false });
  const [amd64, arm64, gone] = [await pusher.image('amd64'), await pusher.image('arm64'), await pusher.image('riscv64')];
  const about = await pusher.buildx(gone.digest, [SLSA_V1]);
  const index = await pusher.index([amd64, arm64, about], '1.0');
  const sarif = await pusher.sarif(index);
  const notation = await pusher.notation(index);
  await pusher.list(index, [sarif, notation]);
  const store = registry.store.repository('team/api');
  for (const { digest } of [arm64, gone, sarif]) store.deleteDigest(digest);
  expect(outline(await read(pusher, index))).toEqual([
    'index',
    '  image linux/amd64 (child)',
    '  image linux/arm64 (child) missing',
    '  subject (attached) missing',
    '    provenance SLSA v1 by BuildKit (attached)',
    '  signature Notation by Notation (list)',
    '  scan-result SARIF by Example scanner (list) missing',
  ]);
  store.deleteDigest(index.digest);
  expect(outline(await read(pusher, notation))).toEqual(['signature Notation by Notation', '  subject (subject) missing']);
});

test('a question that is refused is said, and hides nothing of the rest', async () => {
  const { registry, pusher } = await start();
  const image = await pusher.image('amd64', { tag: '1.0' });
  await pusher.cosignTag(image.digest, 'sig', [{}]);
  await pusher.list(image, [await pusher.notation(image)]);
  registry.fault = ({ path }) => (path.includes('/referrers/') ? { kind: 'status', status: 403 } : undefined);
  const tree = await read(pusher, image);
  expect(outline(tree)).toEqual(['image', '  signature Notation by Notation (list)', '  signature cosign by cosign (tag)']);
  expect(tree.gaps.map(({ what, digest, failure }) => [what, shortDigest(digest), failure.code])).toContainEqual([
    'api',
    shortDigest(image.digest),
    'FORBIDDEN',
  ]);
});

test('where the tags are known, none is asked for that is not among them', async () => {
  const { registry, pusher } = await start({ referrers: false });
  const image = await pusher.image('amd64', { tag: '1.0' });
  const index = await pusher.index([image], '2.0');
  await pusher.cosignTag(image.digest, 'sig', [{}]);
  registry.requests.length = 0;
  const tree = await read(pusher, index, { tags: [`${referrersTag(image.digest)}.sig`] });
  expect(tree.nodes.map(({ kind }) => kind)).toEqual(['index', 'image', 'signature']);
  expect(registry.requests.filter(({ path }) => path.includes('/manifests/sha256-')).map(({ path }) => path)).toEqual([
    `/v2/team/api/manifests/${referrersTag(image.digest)}.sig`,
  ]);
  // The registry has no referrers API: it is asked once.
  expect(registry.requests.filter(({ path }) => path.includes('/referrers/'))).toHaveLength(1);
});

test('blobs that an image names and the registry does not have are found, with the manifests that name them', async () => {
  const { registry, pusher } = await start();
  const [amd64, arm64] = [await pusher.image('amd64'), await pusher.image('arm64')];
  const index = await pusher.index([amd64, arm64], '1.0');
  const { client, repository } = pusher;
  const source = { client, repository, content: noShelf, signal: undefined };
  expect(await missingBlobs(source, index.digest)).toMatchObject({ missing: [], checked: 4, all: 4 });
  const layer = JSON.parse((await client.manifest(repository, arm64.digest)).bytes.toString('utf8')).layers[0].digest as string;
  registry.store.repository('team/api').deleteBlob(layer);
  expect((await missingBlobs(source, index.digest)).missing).toMatchObject([{ manifest: arm64.digest, digest: layer, number: 0 }]);
});

test('the check of a repository finds every broken link by the tag that leads to it: parts, layers, configs and subjects', async () => {
  const { registry, pusher } = await start();
  const [amd64, arm64, other] = [await pusher.image('amd64'), await pusher.image('arm64'), await pusher.image('s390x', { tag: '2.0' })];
  const index = await pusher.index([amd64, arm64], '1.0');
  const gone = await pusher.image('riscv64', { tag: '3.0' });
  await pusher.cosignTag(gone.digest, 'sig', [{}]);
  const { client, repository } = pusher;
  const check = async () => {
    const told: { done: number; total: number }[] = [];
    const links = new LinkCheck({ client, repository, content: noShelf, signal: undefined }, (one) => told.push(one));
    await links.run();
    links.tellBlobs();
    return { ...links.found, told };
  };
  const whole = await check();
  expect(whole).toMatchObject({ broken: [], brokenCount: 0, tags: 4, manifests: 6, unread: 0 });
  expect(whole.told.at(-1)).toEqual({ done: whole.told.length, total: whole.told.length });

  const store = registry.store.repository('team/api');
  const { config, layers } = JSON.parse((await client.manifest(repository, other.digest)).bytes.toString('utf8')) as {
    config: Pushed;
    layers: Pushed[];
  };
  for (const { digest } of [arm64, gone]) store.deleteDigest(digest);
  for (const { digest } of [config, ...layers]) store.deleteBlob(digest);
  registry.requests.length = 0;
  const { broken, brokenCount } = await check();
  const signature = store.tags.get(`${referrersTag(gone.digest)}.sig`);
  expect(broken.map(({ tag }) => tag?.slice(0, 3))).toEqual(['1.0', '2.0', '2.0', 'sha']);
  expect(broken.toSorted((a, b) => a.what.localeCompare(b.what))).toEqual([
    { what: 'child', digest: arm64.digest, of: index.digest, tag: '1.0' },
    { what: 'config', digest: config.digest, of: other.digest, tag: '2.0' },
    { what: 'layer', digest: layers[0]?.digest, of: other.digest, tag: '2.0' },
    { what: 'subject', digest: gone.digest, of: signature, tag: `${referrersTag(gone.digest)}.sig` },
  ]);
  expect(brokenCount).toBe(4);
  // It reads, and asks for each blob once.
  expect(new Set(registry.requests.map(({ method }) => method))).toEqual(new Set(['GET', 'HEAD']));
  const blobs = registry.requests.filter(({ path }) => path.includes('/blobs/')).map(({ path }) => path);
  expect(new Set(blobs).size).toBe(blobs.length);
});

test('the check follows what the referrers API lists: an attachment that is gone, and the content of one that is there', async () => {
  const { registry, pusher } = await start();
  const image = await pusher.image('amd64', { tag: '1.0' });
  const gone = await pusher.sarif(image);
  const kept = await pusher.notation(image);
  const { client, repository } = pusher;
  const store = registry.store.repository('team/api');
  const { layers } = JSON.parse((await client.manifest(repository, kept.digest)).bytes.toString('utf8')) as { layers: Pushed[] };
  // A registry that keeps its list apart from its content still lists what was deleted.
  const body = JSON.stringify({ schemaVersion: 2, mediaType: OCI_INDEX, manifests: [gone, kept] });
  registry.fault = ({ path }) => (path.endsWith(`/referrers/${image.digest}`) ? { kind: 'body', body } : undefined);
  store.deleteDigest(gone.digest);
  store.deleteBlob(layers[0]?.digest ?? '');
  const links = new LinkCheck({ client, repository, content: noShelf, signal: undefined }, () => {});
  await links.run();
  links.tellBlobs();
  expect(links.found.broken.toSorted((a, b) => a.what.localeCompare(b.what))).toEqual([
    { what: 'layer', digest: layers[0]?.digest, of: kept.digest, tag: '1.0' },
    { what: 'referrer', digest: gone.digest, of: image.digest, tag: '1.0' },
  ]);
});

test('all pages of the referrers API are read, and a next page that leads to itself is said', async () => {
  const { registry, pusher } = await start();
  const image = await pusher.image('amd64', { tag: '1.0' });
  const other = await pusher.image('arm64', { tag: '2.0' });
  await pusher.sarif(image);
  // Of another image: only the first page, which the fault answers, lists it.
  const listed = await pusher.notation(other);
  const body = JSON.stringify({ schemaVersion: 2, mediaType: OCI_INDEX, manifests: [listed] });
  const path = `/v2/team/api/referrers/${image.digest}`;
  const headers = { link: `<${path}?next=2>; rel="next"` };
  const asked = (): number => registry.requests.filter((request) => request.path.startsWith(path)).length;
  registry.fault = (request) => (request.path === path && asked() === 1 ? { kind: 'body', body, headers } : undefined);
  const tree = await read(pusher, image);
  expect(outline(tree)).toEqual(['image', '  signature Notation by Notation (api)', '  scan-result SARIF by Example scanner (api)']);
  expect(tree.gaps).toEqual([]);
  registry.fault = (request) => (request.path === path ? { kind: 'body', body, headers } : undefined);
  const looped = await read(pusher, image);
  expect(outline(looped)).toEqual(['image', '  signature Notation by Notation (api)']);
  expect(looped.gaps.map(({ what, failure }) => [what, failure.code])).toEqual([['api', 'INVALID_RESPONSE']]);
});
