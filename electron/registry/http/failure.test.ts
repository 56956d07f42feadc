import { afterEach, expect, test } from 'vitest';
import { connect, failureOf } from '../../../e2e/support/connect.ts';
import type { Behaviour } from '../../../e2e/support/registry/behaviour.ts';
import { RegistryDouble } from '../../../e2e/support/registry/double.ts';
import { startRecordingServer } from '../../../e2e/support/servers/recording-server.ts';
import { putImage, SampleStore } from '../../sample/store.ts';
import type { RegistryClient } from '../client.ts';
import type { Credential } from '../endpoint.ts';

const SECRET = 'correct-horse-8d1f';
const password: Credential = { kind: 'password', username: 'sample', password: SECRET };
const errors = [{ code: 'DENIED', message: 'quota exceeded: ask the platform team' }];
const body = JSON.stringify({ errors });

const open: { stop(): Promise<void> }[] = [];
afterEach(async () => {
  for (const part of open.splice(0).reverse()) await part.stop();
});

async function registry(behaviour: Partial<Behaviour> = {}): Promise<RegistryDouble> {
  const store = new SampleStore();
  const plan = {
    layers: [{ instruction: 'RUN x', size: 10, seed: 'x' }],
    created: '2026-01-01T00:00:00Z',
    platform: { os: 'linux', architecture: 'amd64' },
  };
  putImage(store.repository('team/api'), plan, ['a']);
  const made = new RegistryDouble(store, { password: SECRET, ...behaviour });
  await made.start();
  open.push(made);
  return made;
}

function client(url: string, credential?: Credential): RegistryClient {
  const made = connect(url, credential);
  open.push({ stop: () => made.close() });
  return made;
}

const put = (to: RegistryClient) =>
  to.putManifest('team/api', 'b', { digest: '', mediaType: 'application/vnd.oci.image.index.v1+json', bytes: Buffer.from('{}') });

test.each([
  [403, 'FORBIDDEN'],
  [404, 'NOT_FOUND'],
  [409, 'REGISTRY'],
  [429, 'RATE_LIMITED'],
  [400, 'REGISTRY'],
  [507, 'REGISTRY'],
])("the registry's own words of a %i are kept", async (status, code) => {
  const from = await registry();
  from.fault = () => ({ kind: 'status', status, body, headers: { 'retry-after': '60' } });
  expect(await failureOf(client(from.url).manifest('team/api', 'a'))).toMatchObject({ code, data: { errors } });
});

test.each<[string, Credential | undefined, Partial<Behaviour>, object]>([
  ['nobody signed in', undefined, { auth: 'basic' }, { reason: 'no-credentials' }],
  ['the password is wrong', { ...password, password: 'wrong' }, { auth: 'basic' }, { reason: 'rejected' }],
])("the registry's own words of a 401 are kept where %s", async (_, credential, behaviour, data) => {
  const from = await registry(behaviour);
  const headers = { 'www-authenticate': 'Basic realm="x"' };
  from.fault = () => ({ kind: 'status', status: 401, body, headers });
  const failure = await failureOf(client(from.url, credential).manifest('team/api', 'a'));
  expect(failure).toMatchObject({ code: 'UNAUTHORIZED', data: { ...data, errors } });
});

test.each([
  [401, 'UNAUTHORIZED', { reason: 'rejected' }],
  [403, 'FORBIDDEN', { action: 'push' }],
])("the token service's own words of a %i are kept", async (status, code, data) => {
  const service = await startRecordingServer({ status, body });
  open.push(service);
  const from = await registry({ auth: 'bearer', realm: `${service.url}/token` });
  expect(await failureOf(put(client(from.url, password)))).toMatchObject({ code, data: { ...data, errors } });
});

test('a push that is refused without a challenge lacks the right to push, a delete that to delete', async () => {
  const from = await registry({ auth: 'basic' });
  from.fault = ({ method }) => (method === 'GET' ? undefined : { kind: 'status', status: 401, body });
  const to = client(from.url, password);
  expect(await failureOf(put(to))).toMatchObject({ code: 'FORBIDDEN', data: { action: 'push', errors } });
  expect(await failureOf(to.deleteManifest('team/api', 'a'))).toMatchObject({ code: 'FORBIDDEN', data: { action: 'delete', errors } });
});

test('a push that a token does not allow lacks the right to push', async () => {
  const from = await registry({ auth: 'bearer' });
  from.fault = ({ method }) => (method === 'PUT' ? { kind: 'status', status: 403, body } : undefined);
  expect(await failureOf(put(client(from.url, password)))).toMatchObject({ code: 'FORBIDDEN', data: { action: 'push', errors } });
});

test('a refused delete keeps the words of the refusal', async () => {
  const from = await registry();
  from.fault = ({ method }) => (method === 'DELETE' ? { kind: 'status', status: 405, body } : undefined);
  expect(await client(from.url).deleteManifest('team/api', 'a')).toEqual({ status: 405, errors });
});

test.each(['forbidden', 'missing', 'unauthorized'] as const)('a catalog that is %s keeps the words of the refusal', async (catalog) => {
  const from = await registry({ auth: 'basic', catalog });
  const failure = await failureOf(client(from.url, password).repositories().next());
  expect(failure).toMatchObject({ code: 'UNSUPPORTED', data: { feature: 'catalog', errors: [{ code: expect.stringMatching(/./) }] } });
});

test.each([401, 403, 404, 429])('a secret that a %i repeats is not among its words', async (status) => {
  const from = await registry({ auth: 'basic' });
  const headers = { 'www-authenticate': 'Basic realm="x"' };
  const echo = JSON.stringify({ errors: [{ code: 'BAD', message: `you sent ${SECRET}` }] });
  from.fault = ({ number }) => (number > 1 ? { kind: 'status', status, body: echo, headers } : undefined);
  const failure = await failureOf(client(from.url, password).manifest('team/api', 'a'));
  expect(JSON.stringify(failure)).not.toContain('horse');
  expect(failure.data['errors']).toMatchObject([{ code: 'BAD' }]);
});
