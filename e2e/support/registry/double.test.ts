import { afterEach, expect, test } from 'vitest';
import { sha256 } from '../../../electron/sample/store.ts';
import { OCI_MANIFEST } from '../../../shared/oci/media-types.ts';
import type { Behaviour } from './behaviour.ts';
import { RegistryDouble } from './double.ts';

// What the double changes of the sample registry; what it keeps is in electron/sample/conformance.test.ts.

const CONFIG = { mediaType: 'application/vnd.oci.image.config.v1+json', digest: sha256('{}'), size: 2 };
const MANIFEST = JSON.stringify({ schemaVersion: 2, mediaType: OCI_MANIFEST, config: CONFIG, layers: [], subject: CONFIG });

const open: RegistryDouble[] = [];
afterEach(async () => {
  for (const registry of open.splice(0)) await registry.stop();
});

/** A registry with one image, `team/api:v1`, and its blob; sends a request to it. */
async function start(behaviour: Partial<Behaviour>) {
  const registry = new RegistryDouble(undefined, behaviour);
  open.push(registry);
  const repository = registry.store.repository('team/api');
  repository.putBlob(Buffer.from('{}'));
  repository.putManifest({ bytes: Buffer.from(MANIFEST), mediaType: OCI_MANIFEST }, 'v1');
  const url = await registry.start();
  return (method: string, path: string, init: RequestInit = {}) => fetch(new URL(path, url), { method, ...init });
}

test('An upload finds its way behind a path', async () => {
  const send = await start({ prefix: '/repository/docker' });
  const begun = await send('POST', '/repository/docker/v2/team/api/blobs/uploads/');
  const ended = await send('PUT', `${begun.headers.get('location')}?digest=${sha256('x')}`, { body: 'x' });
  expect(await (await send('GET', ended.headers.get('location') ?? '')).text()).toBe('x');
});

test.each([true, false])('A pushed subject is confirmed only where referrers are kept (%s)', async (referrers) => {
  const send = await start({ referrers });
  const pushed = await send('PUT', '/v2/team/api/manifests/v2', { body: MANIFEST, headers: { 'content-type': OCI_MANIFEST } });
  expect([pushed.status, pushed.headers.has('oci-subject')]).toEqual([201, referrers]);
});

test.each([
  ['manifests', 'off', 405, 200],
  ['blobs', 'off', 405, 200],
  ['manifests', 'lies', 202, 200],
  ['blobs', 'lies', 202, 200],
  ['manifests', 'digest', 202, 404],
  ['blobs', 'digest', 202, 404],
] as const)('Of %s where deletes are %s, a DELETE is answered %i and the next GET %i', async (kind, deletes, status, then) => {
  const send = await start({ deletes });
  const path = `/v2/team/api/${kind}/${kind === 'blobs' ? CONFIG.digest : sha256(MANIFEST)}`;
  expect((await send('DELETE', path)).status).toBe(status);
  expect((await send('GET', path)).status).toBe(then);
});

test('A digest that is deleted and leaves its tags is found by them alone', async () => {
  const send = await start({ digestWhileTagged: 'left' });
  const digest = sha256(MANIFEST);
  expect((await send('DELETE', `/v2/team/api/manifests/${digest}`)).status).toBe(202);
  expect((await send('GET', `/v2/team/api/manifests/${digest}`)).status).toBe(404);
  expect((await send('GET', '/v2/team/api/manifests/v1')).headers.get('docker-content-digest')).toBe(digest);
});
