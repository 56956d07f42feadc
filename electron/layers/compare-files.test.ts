import { afterEach, beforeEach, expect, test } from 'vitest';
import { type MadeLayer, putLayered } from '../../e2e/support/content/layered-image.ts';
import { type AppOverDouble, inRepository, startAppOverDouble } from '../../e2e/support/hosts/app-over-double.ts';

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
  expect(found).toMatchObject({ count: 3, added: 2, removed: 1, changed: 1, undecided: 0 });
  expect(found.rows).toEqual([
    { mark: 'removed', path: 'app', kind: 'folder', left: 3, files: 1 },
    { mark: 'added', path: 'lib', kind: 'folder', right: 3, files: 2 },
    { mark: 'changed', path: 'bin/tool', kind: 'file', left: 2, right: 2 },
  ]);
  expect(blobsAsked()).toBe(before);
});
