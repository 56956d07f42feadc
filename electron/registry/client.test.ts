import { createServer } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Server } from 'node:net';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { failureOf } from '../../e2e/support/connect.ts';
import { connect, listTags, password, startRegistry } from '../../e2e/support/registry/connected.ts';
import { startRecordingServer } from '../../e2e/support/servers/recording-server.ts';
import { started } from '../../e2e/support/started.ts';

const DIGEST = `sha256:${'1'.repeat(64)}`;

/** The address of a server of this test, which ends with it. */
async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  started({ stop: () => new Promise((resolve) => server.close(() => resolve())) });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('what comes back', () => {
  test('bytes that are not what the digest says are refused', async () => {
    const registry = await startRegistry();
    registry.fault = ({ path, method }) =>
      method === 'GET' && path.includes('/manifests/') ? { kind: 'body', body: '{"schemaVersion":2}' } : undefined;
    const digest = registry.store.repository('team/api').tags.get('a') ?? '';
    expect(await failureOf(connect(registry.url).manifest('team/api', digest))).toMatchObject({
      code: 'DIGEST_MISMATCH',
      data: { expected: digest },
    });
  });

  test('a manifest over the limit is refused by the name of the limit', async () => {
    const registry = await startRegistry();
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
    const registry = await startRegistry({ auth: 'bearer' });
    const send = (value: object) =>
      ({ kind: 'body', body: encode(JSON.stringify(value)), headers: { 'content-encoding': encoding } }) as const;
    registry.fault = ({ path, number }) =>
      path === '/token' ? send({ token: 'x' }) : path.endsWith('/list') && number > 1 ? send({ tags: ['a', 'b'] }) : undefined;
    expect(await listTags(connect(registry.url, password)).then(({ names }) => names)).toEqual(['a', 'b']);
  });

  test('a bomb is refused by the name of the limit, and a broken one as that', async () => {
    const registry = await startRegistry();
    const headers = { 'content-encoding': 'gzip' };
    registry.fault = () => ({ kind: 'body', body: gzipSync(Buffer.alloc(20 * 1024 * 1024, 32)), headers });
    expect(await failureOf(connect(registry.url).manifest('team/api', 'a'))).toMatchObject({
      code: 'INVALID_RESPONSE',
      data: { why: 'manifest-limit', detail: '4 MiB' },
    });
    registry.fault = () => ({ kind: 'body', body: gzipSync('{"tags":["a"]}').subarray(0, 20), headers });
    expect(await failureOf(listTags(connect(registry.url)).then(({ names }) => names))).toMatchObject({
      code: 'INVALID_RESPONSE',
      data: { why: 'encoding-broken', detail: 'gzip' },
    });
    registry.fault = () => ({ kind: 'body', body: '{}', headers: { 'content-encoding': 'pack200' } });
    expect(await failureOf(listTags(connect(registry.url)).then(({ names }) => names))).toMatchObject({ code: 'INVALID_RESPONSE' });
  });

  test('a registry says why it refuses, also where that is sent as gzip', async () => {
    const registry = await startRegistry();
    const body = gzipSync(JSON.stringify({ errors: [{ code: 'DENIED', message: 'not today' }] }));
    registry.behaviour = { ...registry.behaviour, headers: { 'content-encoding': 'gzip' } };
    registry.fault = () => ({ kind: 'status', status: 418, body });
    expect(await failureOf(listTags(connect(registry.url)).then(({ names }) => names))).toMatchObject({
      code: 'REGISTRY',
      data: { errors: [{ code: 'DENIED', message: 'not today' }] },
    });
  });

  test('a byte order mark before JSON is passed over', async () => {
    const registry = await startRegistry();
    registry.fault = () => ({ kind: 'body', body: '\ufeff{"tags":["a"]}' });
    expect(await listTags(connect(registry.url)).then(({ names }) => names)).toEqual(['a']);
    registry.fault = () => ({ kind: 'status', status: 418, body: '\ufeff{"errors":[{"code":"DENIED"}]}' });
    expect(await failureOf(listTags(connect(registry.url)).then(({ names }) => names))).toMatchObject({
      data: { errors: [{ code: 'DENIED' }] },
    });
  });

  test('a HEAD that is refused where nothing is given either says nothing of other HEADs', async () => {
    const registry = await startRegistry();
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
    const registry = await startRegistry();
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

  test('100 HEADs in a row share a connection or two', async () => {
    const connections = new Set<unknown>();
    const server = createServer((request, response) => {
      connections.add(request.socket);
      response.writeHead(200, { 'docker-content-digest': DIGEST, 'content-length': 500 }).end();
    });
    const client = connect(await listen(server));
    for (let i = 0; i < 100; i++) expect(await client.head('team/api', 'a')).toMatchObject({ digest: DIGEST });
    expect(connections.size).toBeLessThanOrEqual(2);
  });

  test.each([
    ['with its head', 0],
    ['a little later', 4],
  ])('HEADs are answered by a registry that sends a body after each, %s', async (_, ms) => {
    const server = createTcpServer((socket) => {
      socket.on('error', () => {});
      socket.on('data', () => {
        socket.write(`HTTP/1.1 200 OK\r\ndocker-content-digest: ${DIGEST}\r\ncontent-length: 5\r\n\r\n${ms === 0 ? '{"a":' : ''}`);
        if (ms > 0) setTimeout(() => socket.write('{"a":'), ms);
      });
    });
    const client = connect(await listen(server));
    const heads = await Promise.all(Array.from({ length: 60 }, () => client.head('team/api', 'a')));
    expect(heads.map((head) => head?.digest)).toEqual(heads.map(() => DIGEST));
  });

  test('a blob is found where the registry knows no HEAD', async () => {
    const registry = await startRegistry();
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
    expect(await failureOf(connect(await listen(server)).ping())).toMatchObject({ code: 'NETWORK', data: { reason } });
  });

  test('a schema 1 manifest, whose digest is not of its bytes, is still read', async () => {
    const registry = await startRegistry();
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
    const registry = await startRegistry({ digestHeader: 'never' });
    expect((await connect(registry.url).head('team/api', 'a'))?.digest).toBe(registry.store.repository('team/api').tags.get('a'));
  });

  test('a cut connection and a 503 are tried again; a PUT is not', async () => {
    const registry = await startRegistry();
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
    const registry = await startRegistry();
    registry.fault = ({ number }) => (number === 1 ? { kind: 'status', status: 429, headers: { 'retry-after': '1' } } : undefined);
    const before = performance.now();
    expect(await connect(registry.url).head('team/api', 'a')).toBeDefined();
    expect(performance.now() - before).toBeGreaterThan(950);
  });

  test('a web page is not taken for a registry', async () => {
    const page = started(await startRecordingServer({ headers: { 'content-type': 'text/html' } }));
    expect(await failureOf(connect(page.url).ping())).toMatchObject({
      code: 'UNSUPPORTED',
      data: { feature: 'registry-v2', detail: '200 text/html' },
    });
  });

  test('names that are none never become a URL', async () => {
    const registry = await startRegistry();
    const client = connect(registry.url);
    expect(await failureOf(client.head('../../etc', 'a'))).toMatchObject({ code: 'INVALID_RESPONSE' });
    expect(await failureOf(client.head('team/api', 'sha256:../../x'))).toMatchObject({ code: 'INVALID_RESPONSE' });
    expect(registry.requests).toEqual([]);
  });

  test('an abort ends the request', async () => {
    const registry = await startRegistry({ latency: 5_000 });
    const stop = new AbortController();
    const work = connect(registry.url).head('team/api', 'a', stop.signal);
    setTimeout(() => stop.abort(), 50);
    await expect(work).rejects.toThrow(/abort/i);
  });
});
