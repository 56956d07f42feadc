import { afterEach, beforeEach, expect, test } from 'vitest';
import { type MadeLayer, putLayered } from '../../e2e/support/content/layered-image.ts';
import { tarOf } from '../../e2e/support/content/tar-entries.ts';
import { makeZstdChunked } from '../../e2e/support/content/zstd-chunked.ts';
import { type AppOverDouble, inRepository, startAppOverDouble } from '../../e2e/support/hosts/app-over-double.ts';
import { testWith } from '../../e2e/support/needs.ts';
import { MAX_PREVIEW } from '../../shared/contract/files.ts';

let over: AppOverDouble;
beforeEach(async () => {
  over = await startAppOverDouble();
});
afterEach(() => over.stop());

const image = (digest: string) => ({ ...inRepository, digest });
const put = (...layers: MadeLayer[]): string => putLayered(over.repository, layers);
const blobsAsked = (): number => over.registry.requests.filter(({ path }) => path.includes('/blobs/')).length;

async function read(digest: string): Promise<void> {
  for await (const _event of await over.client.files.read({ ...image(digest), full: false }));
}

const base: MadeLayer = [
  { name: 'etc/', flag: '5' },
  { name: 'etc/motd', content: 'hello' },
  { name: 'bin/tool', content: 'v1', mode: 0o755 },
];

test('files of two images that were read are compared without a request; what both have in another layer is no difference', async () => {
  const from = put(base, [{ name: 'app/a.js', content: 'old' }]);
  const to = put(base, [
    { name: 'etc/motd', content: 'hello' },
    { name: 'bin/tool', content: 'v2', mode: 0o755 },
    { name: '.wh.app' },
    { name: 'lib/one', content: '1' },
    { name: 'lib/two', content: '22' },
  ]);
  const asked = { from: image(from), to: image(to) };
  await expect(over.client.files.compare(asked)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await read(from);
  await read(to);
  const before = blobsAsked();
  const found = await over.client.files.compare(asked);
  expect(found).toMatchObject({ count: 4, added: 2, removed: 1, changed: 1, undecided: 0 });
  expect(found.rows).toEqual([
    { mark: 'removed', path: 'app/a.js', kind: 'file', left: 3, facts: [], isContent: true },
    { mark: 'added', path: 'lib/two', kind: 'file', right: 2, facts: [], isContent: true },
    { mark: 'added', path: 'lib/one', kind: 'file', right: 1, facts: [], isContent: true },
    { mark: 'changed', path: 'bin/tool', kind: 'file', left: 2, right: 2, facts: [], isContent: true },
  ]);
  expect(blobsAsked()).toBe(before);
});

async function chunked(content: string): Promise<MadeLayer> {
  const { layer, annotations } = await makeZstdChunked(await tarOf([{ name: 'app/a.js', content: Buffer.from(content.repeat(200_000)) }]));
  return { bytes: layer, mediaType: 'application/vnd.oci.image.layer.v1.tar+zstd', annotations: Object.fromEntries(annotations) };
}

testWith(test, 'skopeo')('files of two images whose layers have tables of contents are compared after two requests', async () => {
  const [shared, before, after] = [await chunked('s'), await chunked('b'), await chunked('a')];
  const [from, to] = [put(shared, before), put(before, after)];
  const plans = await Promise.all([over.client.files.plan(image(from)), over.client.files.plan(image(to))]);
  for (const { layers, bytes } of plans) {
    expect(bytes).toBe(layers.reduce((sum, layer) => sum + layer.bytes, 0));
    expect(bytes).toBeLessThan(layers.reduce((sum, layer) => sum + layer.size, 0));
  }
  await read(put(shared));
  const asked = over.registry.requests.length;
  await read(from);
  expect((await over.client.files.plan(image(to))).layers.map(({ isKnown, bytes }) => [isKnown, bytes > 0])).toEqual([
    [true, false],
    [false, true],
  ]);
  await read(to);
  const found = await over.client.files.compare({ from: image(from), to: image(to) });
  expect(found.rows).toMatchObject([{ mark: 'changed', path: 'app/a.js' }]);
  expect(over.registry.requests.slice(asked).map(({ method, path }) => `${method} ${path.replace(/.*\/(?=blobs)/, '')}`)).toHaveLength(2);
});

test('what a text file differs in is told line by line, each side read by one request', async () => {
  const lines = (changed: string): string => Array.from({ length: 20 }, (_, i) => (i === 9 ? changed : `line ${i}`)).join('\n');
  const from = put([
    { name: 'app/a.conf', content: lines('port 80') },
    { name: 'app/old', content: 'gone\n' },
  ]);
  const to = put([{ name: 'app/a.conf', content: lines('port 8080') }]);
  await read(from);
  await read(to);
  const before = blobsAsked();
  const { kind, ...diff } = await over.client.files.diff({ from: image(from), to: image(to), path: 'app/a.conf' });
  expect(kind).toBe('text');
  expect(diff).toEqual({
    isRough: false,
    parts: [
      { mark: 'same', text: expect.stringMatching(/^line 0\n.*line 8\n$/s) },
      { mark: 'removed', text: 'port 80\n' },
      { mark: 'added', text: 'port 8080\n' },
      { mark: 'same', text: expect.stringMatching(/^line 10\n.*line 19$/s) },
    ],
  });
  expect(blobsAsked() - before).toBe(2);
  expect(await over.client.files.diff({ from: image(from), path: 'app/old' })).toEqual({
    kind: 'text',
    isRough: false,
    parts: [{ mark: 'removed', text: 'gone\n' }],
  });
  await expect(over.client.files.diff({ from: image(from), to: image(to), path: 'app/old' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test.each<[string, string | Buffer, string | Buffer, object]>([
  ['a binary file', Buffer.from([0, 1]), 'text', { kind: 'binary', isEqual: false }],
  ['two files of the same bytes that are no text', Buffer.from([0, 1]), Buffer.from([0, 1]), { kind: 'binary', isEqual: true }],
  ['a file that is too large', 'x'.repeat(MAX_PREVIEW + 1), 'x', { kind: 'too-large', most: MAX_PREVIEW }],
  ['a file of too many lines', '\n'.repeat(50_001), 'x', { kind: 'too-many-lines', most: 50_000 }],
])('%s is not compared line by line, and it is said why', async (_, left, right, told) => {
  const [from, to] = [put([{ name: 'a', content: left }]), put([{ name: 'a', content: right }])];
  await read(from);
  await read(to);
  expect(await over.client.files.diff({ from: image(from), to: image(to), path: 'a' })).toEqual(told);
});
