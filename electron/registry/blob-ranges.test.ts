import { createHash, randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { failureOf } from '../../e2e/support/connect.ts';
import { client, expectNoSecret, password, registry } from '../../e2e/support/registry/secret-sign-in.ts';
import { type BlobStorage, startBlobStorage } from '../../e2e/support/servers/blob-storage.ts';
import { startDistribution } from '../../e2e/support/servers/distribution.ts';
import { started } from '../../e2e/support/started.ts';
import type { BlobRanges } from './blob-ranges.ts';

const content = randomBytes(20 * 1024 * 1024);
const digest = `sha256:${createHash('sha256').update(content).digest('hex')}`;
const part = (from: number, to: number): Buffer => content.subarray(from, to);

/** A registry that redirects its blobs to storage on another port. */
async function redirecting(): Promise<{ ranges: BlobRanges; storage: BlobStorage; asked: () => number; authorized: () => number }> {
  const storage = started(await startBlobStorage(content));
  const from = await registry({ auth: 'basic' });
  const isBlob = (path: string): boolean => path.includes('/blobs/');
  const signedIn = (): number => from.requests.filter(({ path, authorization }) => isBlob(path) && authorization !== undefined).length;
  from.fault = ({ path }) => (isBlob(path) && signedIn() > 0 ? { kind: 'redirect', location: `${storage.url}/signed?key=1` } : undefined);
  const ranges = client(from.url, password).blobs.ranges('team/api', digest);
  return { ranges, storage, asked: () => from.requests.filter(({ path }) => isBlob(path)).length, authorized: signedIn };
}

test('parts of a blob of a real registry are those of its bytes', async () => {
  const distribution = started(await startDistribution());
  const { blobs } = client(distribution.url);
  const upload = await blobs.start('team/api', undefined);
  if (!upload) throw new Error('It was mounted');
  async function* bytes(): AsyncGenerator<Uint8Array> {
    yield content;
  }
  await blobs.finish(await blobs.write(upload, bytes(), { offset: 0, size: content.length }), digest);
  const ranges = blobs.ranges('team/api', digest);
  expect(await ranges.bytes(0, 10)).toEqual(part(0, 10));
  expect(await ranges.bytes(content.length - 70_000, content.length)).toEqual(part(content.length - 70_000, content.length));
  expect(await failureOf(ranges.bytes(content.length + 5, content.length + 9))).toMatchObject({ code: 'REGISTRY' });
  expect(await failureOf(ranges.bytes(content.length - 5, content.length + 5))).toMatchObject({
    code: 'INVALID_RESPONSE',
    data: { why: 'range-short', detail: '5/10' },
  });
});

test('the registry is asked once where it redirects, and the storage never sees the password', async () => {
  const { ranges, storage, asked } = await redirecting();
  expect(await ranges.bytes(100, 200)).toEqual(part(100, 200));
  const first = asked();
  expect(await ranges.bytes(5_000_000, 5_000_100)).toEqual(part(5_000_000, 5_000_100));
  expect(asked()).toBe(first);
  expect(storage.requests.map(({ range }) => range)).toEqual(['bytes=100-199', 'bytes=5000000-5000099']);
  for (const { authorization } of storage.requests) expect(authorization).toBeUndefined();
  expectNoSecret(JSON.stringify(storage.requests));
});

test('an address that has expired is asked for again at the registry', async () => {
  const { ranges, storage, authorized } = await redirecting();
  await ranges.bytes(0, 10);
  const before = authorized();
  storage.behaviour = 'expired';
  const failed = await failureOf(ranges.bytes(10, 20));
  expect(failed.code).toBe('FORBIDDEN');
  expect(authorized()).toBe(before + 1);
  storage.behaviour = 'ranges';
  expect(await ranges.bytes(10, 20)).toEqual(part(10, 20));
});

test('a server without ranges sends the whole blob, which is read no further than the part', async () => {
  const { ranges, storage } = await redirecting();
  storage.behaviour = 'whole';
  expect(await ranges.bytes(1_000_000, 1_000_100)).toEqual(part(1_000_000, 1_000_100));
  expect(storage.sent).toBeLessThan(content.length);
});

test('another part than the requested one is refused', async () => {
  const { ranges, storage } = await redirecting();
  storage.behaviour = 'other-part';
  expect(await failureOf(ranges.bytes(50, 60))).toMatchObject({
    data: { where: 'blob', why: 'other-range', detail: `bytes 51-60/${content.length}` },
  });
});

test('leaving a part stops the bytes', async () => {
  const { ranges, storage } = await redirecting();
  for await (const _ of ranges.read(0, content.length)) break;
  // Long enough for all of it to have been sent.
  await wait(300);
  expect(storage.sent).toBeLessThan(content.length);
});
