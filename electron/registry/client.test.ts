import { createServer, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type LookupFunction } from 'node:net';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import { connect as connectTo, failureOf } from '../../e2e/support/connect.ts';
import { RegistryDouble } from '../../e2e/support/registry/double.ts';
import { putImage, SampleStore } from '../sample/store.ts';
import type { RegistryClient } from './client.ts';
import type { Credential, Endpoint } from './endpoint.ts';

const password: Credential = { kind: 'password', username: 'sample', password: 'sample' };
const open: { stop(): Promise<void> }[] = [];
afterEach(async () => {
  for (const part of open.splice(0)) await part.stop();
});

function connect(url: string, credential?: Credential, extra: Partial<Endpoint> = {}, lookup?: LookupFunction): RegistryClient {
  const client = connectTo(url, credential, extra, lookup ? { lookup } : {});
  open.push({ stop: () => client.close() });
  return client;
}

function storeWith(tags: readonly string[]): SampleStore {
  const store = new SampleStore();
  for (const tag of tags)
    putImage(
      store.repository('team/api'),
      {
        layers: [{ instruction: 'RUN x', size: 10, seed: tag }],
        created: '2026-01-01T00:00:00Z',
        platform: { os: 'linux', architecture: 'amd64' },
      },
      [tag],
    );
  return store;
}

async function start(
  behaviour: ConstructorParameters<typeof RegistryDouble>[1] = {},
  tags: readonly string[] = ['a', 'b', 'c', 'd', 'e'],
): Promise<RegistryDouble> {
  const registry = new RegistryDouble(storeWith(tags), behaviour);
  await registry.start();
  open.push(registry);
  return registry;
}

/** A server at the wrong place: it only notes what it was sent. */
async function listen(
  answer: { status?: number; headers?: Record<string, string> } = {},
): Promise<{ url: string; received: (string | undefined)[] }> {
  const received: (string | undefined)[] = [];
  const server: Server = createServer((request, response) => {
    received.push(request.headers.authorization);
    response.writeHead(answer.status ?? 200, answer.headers).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push({ stop: () => new Promise((resolve) => server.close(() => resolve())) });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, received };
}

async function tagsOf(client: RegistryClient): Promise<string[]> {
  return (await listOf(client)).names;
}

async function listOf(client: RegistryClient): Promise<{ names: string[]; cut: string | undefined }> {
  const names: string[] = [];
  let cut: string | undefined;
  for await (const page of client.tags('team/api')) {
    names.push(...page.names);
    cut ??= page.cut;
  }
  return { names, cut };
}

describe('paging', () => {
  test.each(['link', 'none', 'refuses-n'] as const)('reads every tag where the registry pages by %s', async (paging) => {
    const registry = await start({ paging, pageSize: paging === 'link' ? 2 : 1000 });
    expect(await tagsOf(connect(registry.url))).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  test('a full page without a Link is followed once by its last item', async () => {
    const tags = Array.from({ length: 1500 }, (_, i) => `t${String(i).padStart(4, '0')}`);
    const registry = await start({ paging: 'none' }, tags);
    expect(await tagsOf(connect(registry.url))).toEqual(tags);
  });

  test('a Link to another origin is not followed, and the list is known to be cut', async () => {
    const registry = await start({ paging: 'foreign-link', pageSize: 2 });
    expect(await listOf(connect(registry.url))).toEqual({ names: ['a', 'b'], cut: 'link' });
  });

  test('a page that is not there in the middle of the list is no end of it', async () => {
    const registry = await start({ pageSize: 2 });
    registry.fault = ({ number }) => (number === 2 ? { kind: 'status', status: 404 } : undefined);
    expect(await failureOf(listOf(connect(registry.url)))).toMatchObject({ code: 'NOT_FOUND' });
  });

  test('a registry that links to the same page for ever is left when nothing new comes, and the list counts as cut', async () => {
    const registry = await start({ paging: 'endless' });
    expect(await listOf(connect(registry.url))).toEqual({ names: ['a', 'b', 'c', 'd', 'e'], cut: 'loop' });
  });

  test('two pages that lead to each other are a loop, and no limit', async () => {
    const registry = await start();
    registry.fault = ({ path, number }) => ({
      kind: 'body',
      body: JSON.stringify({ tags: number % 2 ? ['a', 'b'] : ['c', 'd'] }),
      headers: { link: `<${path}?page=${number % 2}>; rel="next"` },
    });
    expect(await listOf(connect(registry.url))).toEqual({ names: ['a', 'b', 'c', 'd'], cut: 'loop' });
    expect(registry.requests).toHaveLength(3);
  });

  test('a name that a page lists twice is one row', async () => {
    const registry = await start();
    registry.fault = () => ({ kind: 'body', body: JSON.stringify({ tags: ['a', 'b', 'a', 'b', 'a'] }) });
    expect(await listOf(connect(registry.url))).toEqual({ names: ['a', 'b'], cut: undefined });
  });

  test('a repository without tags has none, and is no error', async () => {
    const registry = await start();
    registry.store.repository('team/empty');
    const pages = [];
    for await (const page of connect(registry.url).tags('team/empty')) pages.push(...page.names);
    for await (const page of connect(registry.url).tags('team/never')) pages.push(...page.names);
    expect(pages).toEqual([]);
  });

  test.each(['forbidden', 'missing'] as const)('a catalog that is %s means that repositories are not listed', async (catalog) => {
    const registry = await start({ catalog });
    expect(await failureOf(connect(registry.url).repositories().next())).toMatchObject({
      code: 'UNSUPPORTED',
      data: { feature: 'catalog' },
    });
  });
});

describe('signing in', () => {
  test('nothing is sent before a challenge', async () => {
    const registry = await start();
    await connect(registry.url, password).ping();
    expect(registry.requests.map((request) => request.authorization)).toEqual([undefined]);
  });

  test.each(['basic', 'bearer'] as const)('%s: the challenge is answered, and remembered for its scope', async (auth) => {
    const registry = await start({ auth });
    const client = connect(registry.url, password);
    await client.head('team/api', 'a');
    await client.head('team/api', 'b');
    expect(registry.requests.filter((request) => request.path.endsWith('/manifests/b'))).toHaveLength(1);
  });

  test('many requests at once ask for one token', async () => {
    const registry = await start({ auth: 'bearer' });
    const client = connect(registry.url, password);
    await Promise.all(['a', 'b', 'c', 'd', 'e'].map((tag) => client.head('team/api', tag)));
    expect(registry.auth.tokensGiven).toBe(1);
  });

  test('a token that has expired is renewed without an error', async () => {
    const registry = await start({ auth: 'bearer', tokenLife: 0.2 });
    const client = connect(registry.url, password);
    await client.head('team/api', 'a');
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await client.head('team/api', 'b')).toBeDefined();
    expect(registry.auth.tokensGiven).toBe(2);
  });

  test.each(['basic', 'bearer'] as const)('%s: a wrong password is refused, once', async (auth) => {
    const registry = await start({ auth });
    const failure = await failureOf(connect(registry.url, { ...password, password: 'no' }).ping());
    expect(failure).toMatchObject({ code: 'UNAUTHORIZED', data: { reason: 'rejected' } });
    expect(registry.requests.length).toBeLessThan(4);
  });

  test('no password where one is wanted is said as that', async () => {
    const registry = await start({ auth: 'basic' });
    expect(await failureOf(connect(registry.url).ping())).toMatchObject({ code: 'UNAUTHORIZED', data: { reason: 'no-credentials' } });
  });

  test('a token without the right to delete is no right', async () => {
    const registry = await start({ auth: 'bearer', allowedActions: ['pull'] });
    expect(await failureOf(connect(registry.url, password).deleteManifest('team/api', 'a'))).toMatchObject({ code: 'FORBIDDEN' });
    expect(registry.store.repository('team/api').tags.has('a')).toBe(true);
  });
});

describe('where a credential may go', () => {
  test('a redirect to another port loses it, and it does not come back', async () => {
    const registry = await start({ auth: 'basic' });
    const elsewhere = await listen({ status: 307, headers: { location: `${registry.url}/v2/team/api/manifests/a` } });
    const client = connect(registry.url, password);
    registry.fault = ({ path, number }) =>
      path.endsWith('/manifests/a') && number === 2 ? { kind: 'redirect', location: `${elsewhere.url}/x` } : undefined;
    await failureOf(client.manifest('team/api', 'a'));
    expect(elsewhere.received).toEqual([undefined]);
    expect(registry.requests.at(-1)?.authorization).toBeUndefined();
  });

  test('a token service of another site is not sent the password unless the person agreed', async () => {
    const thief = await listen();
    const registry = await start({ auth: 'bearer', realm: thief.url.replace('127.0.0.1', 'localhost') });
    expect(await failureOf(connect(registry.url, password).ping())).toMatchObject({
      code: 'UNAUTHORIZED',
      data: { reason: 'foreign-realm' },
    });
    expect(thief.received).toEqual([]);
  });

  test.each(['127.0.0.1', '169.254.169.254', '10.0.0.7'])(
    'a realm that resolves to %s is refused for a registry on a public address, and no connection is tried',
    async (address) => {
      const thief = await listen();
      const { port } = new URL(thief.url);
      const registry = await start({ auth: 'bearer', realm: `http://auth.example.com:${port}/token` });
      const registryPort = new URL(registry.url).port;
      const asked: string[] = [];
      // The registry is made to look public when its class is asked for, and connected to where it is.
      const lookup: LookupFunction = (hostname, options, callback) => {
        asked.push(hostname);
        const isRegistry = hostname === 'registry.example.com';
        const connecting = isRegistry && asked.filter((name) => name === hostname).length === 1;
        const found = [{ address: isRegistry ? (connecting ? '127.0.0.1' : '203.0.114.7') : address, family: 4 }];
        if (options.all) callback(null, found);
        else callback(null, found[0]?.address ?? '', 4);
      };
      const failure = await failureOf(connect(`http://registry.example.com:${registryPort}`, password, {}, lookup).ping());
      expect(failure).toMatchObject({ code: 'UNAUTHORIZED', data: { reason: 'unsafe-realm' } });
      expect(thief.received).toEqual([]);
    },
  );

  test('an error never carries the password', async () => {
    const registry = await start({ auth: 'basic' });
    const failure = await failureOf(connect(registry.url, { ...password, password: 'hunter2-secret' }).head('team/api', 'a'));
    expect(JSON.stringify(failure)).not.toMatch(/hunter2|Basic [A-Za-z0-9]/);
  });
});

describe('what comes back', () => {
  test('bytes that are not what the digest says are refused', async () => {
    const registry = await start();
    registry.fault = ({ path, method }) =>
      method === 'GET' && path.includes('/manifests/') ? { kind: 'body', body: '{"schemaVersion":2}' } : undefined;
    const digest = registry.store.repository('team/api').tags.get('a') ?? '';
    expect(await failureOf(connect(registry.url).manifest('team/api', digest))).toMatchObject({
      code: 'DIGEST_MISMATCH',
      data: { expected: digest },
    });
  });

  test('a manifest over the limit is refused by the name of the limit', async () => {
    const registry = await start();
    registry.fault = ({ path }) => (path.includes('/manifests/') ? { kind: 'body', body: Buffer.alloc(5 * 1024 * 1024, 32) } : undefined);
    expect(await failureOf(connect(registry.url).manifest('team/api', 'a'))).toMatchObject({
      code: 'INVALID_RESPONSE',
      data: { why: 'manifest-limit', detail: '4 MiB' },
    });
  });

  test.each([
    ['gzip', gzipSync],
    ['x-gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ])('a list that is sent as %s, though none was asked for, is read', async (encoding, encode) => {
    const registry = await start({ auth: 'bearer' });
    const send = (value: object) =>
      ({ kind: 'body', body: encode(JSON.stringify(value)), headers: { 'content-encoding': encoding } }) as const;
    registry.fault = ({ path, number }) =>
      path === '/token' ? send({ token: 'x' }) : path.endsWith('/list') && number > 1 ? send({ tags: ['a', 'b'] }) : undefined;
    expect(await tagsOf(connect(registry.url, password))).toEqual(['a', 'b']);
  });

  test('a bomb is refused by the name of the limit, and a broken one as that', async () => {
    const registry = await start();
    const headers = { 'content-encoding': 'gzip' };
    registry.fault = () => ({ kind: 'body', body: gzipSync(Buffer.alloc(20 * 1024 * 1024, 32)), headers });
    expect(await failureOf(connect(registry.url).manifest('team/api', 'a'))).toMatchObject({
      code: 'INVALID_RESPONSE',
      data: { why: 'manifest-limit', detail: '4 MiB' },
    });
    registry.fault = () => ({ kind: 'body', body: gzipSync('{"tags":["a"]}').subarray(0, 20), headers });
    expect(await failureOf(tagsOf(connect(registry.url)))).toMatchObject({
      code: 'INVALID_RESPONSE',
      data: { why: 'encoding-broken', detail: 'gzip' },
    });
    registry.fault = () => ({ kind: 'body', body: '{}', headers: { 'content-encoding': 'pack200' } });
    expect(await failureOf(tagsOf(connect(registry.url)))).toMatchObject({ code: 'INVALID_RESPONSE' });
  });

  test('a registry says why it refuses, also where that is sent as gzip', async () => {
    const registry = await start();
    const body = gzipSync(JSON.stringify({ errors: [{ code: 'DENIED', message: 'not today' }] }));
    registry.behaviour = { ...registry.behaviour, headers: { 'content-encoding': 'gzip' } };
    registry.fault = () => ({ kind: 'status', status: 418, body });
    expect(await failureOf(tagsOf(connect(registry.url)))).toMatchObject({
      code: 'REGISTRY',
      data: { errors: [{ code: 'DENIED', message: 'not today' }] },
    });
  });

  test('a byte order mark before JSON is passed over', async () => {
    const registry = await start();
    registry.fault = () => ({ kind: 'body', body: '\ufeff{"tags":["a"]}' });
    expect(await tagsOf(connect(registry.url))).toEqual(['a']);
    registry.fault = () => ({ kind: 'status', status: 418, body: '\ufeff{"errors":[{"code":"DENIED"}]}' });
    expect(await failureOf(tagsOf(connect(registry.url)))).toMatchObject({ data: { errors: [{ code: 'DENIED' }] } });
  });

  test('a HEAD that is refused where nothing is given either says nothing of other HEADs', async () => {
    const registry = await start();
    const client = connect(registry.url);
    registry.fault = ({ path }) => (path.includes('/missing/') ? { kind: 'status', status: 405 } : undefined);
    expect(await failureOf(client.head('team/missing', 'a'))).toMatchObject({ code: 'REGISTRY', data: { status: 405 } });
    registry.fault = ({ method, path }) => (method === 'HEAD' && path.endsWith('/gone') ? { kind: 'status', status: 501 } : undefined);
    expect(await client.head('team/api', 'gone')).toBeUndefined();
    registry.fault = undefined;
    registry.requests.length = 0;
    await client.head('team/api', 'a');
    expect(registry.requests.map(({ method }) => method)).toEqual(['HEAD']);
  });

  test('a repository without HEAD is read by GET from then on, and no other is', async () => {
    const registry = await start();
    const other = registry.store.repository('team/web');
    other.tags.set('a', registry.store.repository('team/api').tags.get('a') ?? '');
    const client = connect(registry.url);
    registry.fault = ({ method, path }) => (method === 'HEAD' && path.includes('team/api') ? { kind: 'status', status: 501 } : undefined);
    await client.head('team/api', 'a');
    await client.head('team/api', 'b');
    await client.head('team/web', 'none');
    expect(registry.requests.map(({ method, path }) => `${method} ${path.split('/').slice(3, 4)}`)).toEqual([
      'HEAD api',
      'GET api',
      'GET api',
      'HEAD web',
    ]);
  });

  test('a blob is found where the registry knows no HEAD', async () => {
    const registry = await start();
    registry.fault = ({ method }) => (method === 'HEAD' ? { kind: 'status', status: 405 } : undefined);
    const { blobs } = connect(registry.url);
    const held = registry.store.repository('team/api').putBlob(Buffer.alloc(100_000));
    expect(await blobs.has('team/api', held)).toBe(true);
    expect(await blobs.has('team/api', `sha256:${'0'.repeat(64)}`)).toBe(false);
  });

  test.each([
    ['not-http', 'SSH-2.0-OpenSSH_9.6\r\n'],
    ['not-http', '\x15\x03\x01\x00\x02\x02\x46'],
    ['headers-too-large', `HTTP/1.1 200 OK\r\nx: ${'a'.repeat(100_000)}\r\n\r\n`],
  ])('what answers as no registry can is said to be %s, not to be out of reach', async (reason, text) => {
    const server = createTcpServer(
      (socket) =>
        void socket
          .on('error', () => {})
          .resume()
          .end(text, 'latin1'),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    open.push({ stop: () => new Promise((resolve) => server.close(() => resolve())) });
    const { port } = server.address() as AddressInfo;
    expect(await failureOf(connect(`http://127.0.0.1:${port}`).ping())).toMatchObject({ code: 'NETWORK', data: { reason } });
  });

  test('a schema 1 manifest, whose digest is not of its bytes, is still read', async () => {
    const registry = await start();
    const digest = `sha256:${'1'.repeat(64)}`;
    registry.fault = () => ({
      kind: 'body',
      body: '{"schemaVersion":1}',
      headers: { 'content-type': 'application/vnd.docker.distribution.manifest.v1+prettyjws' },
    });
    expect(await connect(registry.url).manifest('team/api', digest)).toMatchObject({
      digest,
      mediaType: 'application/vnd.docker.distribution.manifest.v1+prettyjws',
    });
  });

  test('a registry that names no digest is asked for the body', async () => {
    const registry = await start({ digestHeader: 'never' });
    expect((await connect(registry.url).head('team/api', 'a'))?.digest).toBe(registry.store.repository('team/api').tags.get('a'));
  });

  test('a cut connection and a 503 are tried again; a PUT is not', async () => {
    const registry = await start();
    registry.fault = ({ number }) => (number === 1 ? { kind: 'cut' } : number === 2 ? { kind: 'status', status: 503 } : undefined);
    expect(await connect(registry.url).head('team/api', 'a')).toBeDefined();
    registry.fault = () => ({ kind: 'cut' });
    const before = registry.requests.length;
    const manifest = { digest: 'sha256:00', mediaType: 'application/json', bytes: Buffer.from('{}') };
    expect(await failureOf(connect(registry.url).putManifest('team/api', 'z', manifest))).toMatchObject({
      code: 'NETWORK',
      data: { reason: 'cut' },
    });
    expect(registry.requests.length).toBe(before + 1);
  });

  test('a 429 with Retry-After is waited for', async () => {
    const registry = await start();
    registry.fault = ({ number }) => (number === 1 ? { kind: 'status', status: 429, headers: { 'retry-after': '1' } } : undefined);
    const started = performance.now();
    expect(await connect(registry.url).head('team/api', 'a')).toBeDefined();
    expect(performance.now() - started).toBeGreaterThan(950);
  });

  test('a web page is not taken for a registry', async () => {
    const page = await listen({ headers: { 'content-type': 'text/html' } });
    expect(await failureOf(connect(page.url).ping())).toMatchObject({
      code: 'UNSUPPORTED',
      data: { feature: 'registry-v2', detail: '200 text/html' },
    });
  });

  test('names that are none never become a URL', async () => {
    const registry = await start();
    const client = connect(registry.url);
    expect(await failureOf(client.head('../../etc', 'a'))).toMatchObject({ code: 'INVALID_RESPONSE' });
    expect(await failureOf(client.head('team/api', 'sha256:../../x'))).toMatchObject({ code: 'INVALID_RESPONSE' });
    expect(registry.requests).toEqual([]);
  });

  test('an abort ends the request', async () => {
    const registry = await start({ latency: 5_000 });
    const stop = new AbortController();
    const work = connect(registry.url).head('team/api', 'a', stop.signal);
    setTimeout(() => stop.abort(), 50);
    await expect(work).rejects.toThrow(/abort/i);
  });
});
