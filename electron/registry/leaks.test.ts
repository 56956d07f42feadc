import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { isIP, type LookupFunction, type Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { connect, connectionTo, failureOf } from '../../e2e/support/connect.ts';
import { processorTime } from '../../e2e/support/patience.ts';
import { until } from '../../e2e/support/process.ts';
import type { Behaviour } from '../../e2e/support/registry/behaviour.ts';
import { RegistryDouble } from '../../e2e/support/registry/double.ts';
import type { Certificates } from '../../e2e/support/servers/certificates.ts';
import { makeCertificates } from '../../e2e/support/servers/certificates.ts';
import { type FixedAnswer, type RecordingServer, startRecordingServer } from '../../e2e/support/servers/recording-server.ts';
import { startTinyproxy } from '../../e2e/support/servers/tinyproxy.ts';
import type { ImageSummary } from '../browse/image-summary.ts';
import { Summaries } from '../browse/image-summary.ts';
import { putImage, SampleStore } from '../sample/store.ts';
import { hiderOf, secretsOf } from './auth/redact.ts';
import type { RegistryClient } from './client.ts';
import type { Credential, Endpoint, NetworkOptions } from './endpoint.ts';
import { dockerHub } from './products/docker-hub.ts';
import { Transport } from './transport.ts';

const SECRET = 'corréct-horse-8d1f';
const password: Credential = { kind: 'password', username: 'sample', password: SECRET };
const token: Credential = { kind: 'token', token: SECRET.replace('é', 'e') };
const identity: Credential = { kind: 'identity', username: '', token: SECRET.replace('é', 'e') };

/** Everything that would give the secret away. */
const TRACES = [SECRET, SECRET.replace('é', 'e'), encodeURIComponent(SECRET), Buffer.from(`sample:${SECRET}`).toString('base64'), 'horse'];

const open: { stop(): Promise<void> }[] = [];
afterEach(async () => {
  for (const part of open.splice(0).reverse()) await part.stop();
});

function started<T extends { stop(): Promise<void> }>(part: T): T {
  open.push(part);
  return part;
}

const recording = async (answer: FixedAnswer = {}, certificates?: Certificates): Promise<RecordingServer> =>
  started(await startRecordingServer(answer, certificates));

function client(
  url: string,
  credential?: Credential,
  extra: Partial<Endpoint> = {},
  network: Partial<NetworkOptions> = {},
): RegistryClient {
  const made = connect(url, credential, extra, network);
  open.push({ stop: () => made.close() });
  return made;
}

async function registry(behaviour: Partial<Behaviour> = {}): Promise<RegistryDouble> {
  const store = new SampleStore();
  const plan = {
    layers: [{ instruction: 'RUN x', size: 10, seed: 'x' }],
    created: '2026-01-01T00:00:00Z',
    platform: { os: 'linux', architecture: 'amd64' },
  };
  putImage(store.repository('team/api'), plan, ['a', 'b', 'c']);
  const made = started(new RegistryDouble(store, { password: SECRET, ...behaviour }));
  await made.start();
  return made;
}

function expectNoSecret(...texts: readonly string[]): void {
  for (const text of texts) for (const trace of TRACES) expect(text).not.toContain(trace);
}

/** Resolves names as a test says; what it does not name is loopback. `asked` notes every question. */
function resolver(addresses: Readonly<Record<string, readonly string[]>>): { lookup: LookupFunction; asked: string[] } {
  const asked: string[] = [];
  const lookup: LookupFunction = (hostname, options, callback) => {
    const times = asked.filter((name) => name === hostname).length;
    asked.push(hostname);
    const known = addresses[hostname] ?? ['127.0.0.1'];
    const address = known[Math.min(times, known.length - 1)] ?? '127.0.0.1';
    if (options.all) callback(null, [{ address, family: isIP(address) }]);
    else callback(null, address, isIP(address));
  };
  return { lookup, asked };
}

const PUBLIC = '203.0.114.7';

describe('redirects', () => {
  test.each([
    ['another port', (place: RecordingServer) => place.url],
    ['another name of the same machine', (place: RecordingServer) => `http://localhost:${place.port}`],
  ])('a redirect to %s loses the password', async (_, target) => {
    const place = await recording();
    const from = await registry({ auth: 'basic' });
    from.fault = ({ path, number }) =>
      path.endsWith('/manifests/a') && number > 1 ? { kind: 'redirect', location: `${target(place)}/x` } : undefined;
    await client(from.url, password).manifest('team/api', 'a');
    expect(place.received).toHaveLength(1);
    expectNoSecret(...place.received);
    expect(place.received[0]).not.toMatch(/authorization/i);
  });

  test('a redirect away and back comes back without the password', async () => {
    const from = await registry({ auth: 'basic' });
    const place = await recording({ status: 307, headers: { location: `${from.url}/v2/team/api/manifests/b` } });
    from.fault = ({ path, number }) =>
      path.endsWith('/manifests/a') && number > 1 ? { kind: 'redirect', location: `${place.url}/x` } : undefined;
    await failureOf(client(from.url, password).manifest('team/api', 'a'));
    expectNoSecret(...place.received);
    expect(from.requests.at(-1)).toMatchObject({ path: '/v2/team/api/manifests/b', authorization: undefined });
  });

  test('a token is lost at another origin like a password', async () => {
    const place = await recording();
    const from = await registry({ auth: 'bearer' });
    from.fault = ({ path, number }) =>
      path.endsWith('/manifests/a') && number > 2 ? { kind: 'redirect', location: `${place.url}/x` } : undefined;
    await client(from.url, password).manifest('team/api', 'a');
    expect(place.received).toHaveLength(1);
    expect(place.received[0]).not.toMatch(/authorization|bearer/i);
  });

  test('a redirect from https to http is not followed', async () => {
    const certificates = await makeCertificates();
    const place = await recording();
    const from = await recording({ status: 307, headers: { location: `${place.url}/v2/` } }, certificates);
    const failure = await failureOf(client(from.url, password, { ca: certificates.authorityPem }).ping());
    expect(failure).toMatchObject({ code: 'INVALID_RESPONSE', data: { why: 'redirect-to-http' } });
    expect(place.received).toEqual([]);
  });

  test('a redirect of a PUT is not followed, and its body stays', async () => {
    const place = await recording();
    const from = await registry();
    from.fault = () => ({ kind: 'redirect', location: `${place.url}/x` });
    const manifest = { digest: '', mediaType: 'application/json', bytes: Buffer.from(SECRET) };
    await failureOf(client(from.url, password).putManifest('team/api', 'a', manifest));
    expect(place.received).toEqual([]);
  });

  test('a redirect of the token service is not followed', async () => {
    const place = await recording();
    const service = await recording({ status: 307, headers: { location: `${place.url}/token` } });
    const from = await registry({ auth: 'bearer', realm: `${service.url}/token` });
    await failureOf(client(from.url, password).ping());
    expect(service.received).toHaveLength(1);
    expect(place.received).toEqual([]);
  });

  describe('lead no nearer than the registry is', () => {
    /** The addresses that sockets of this process really tried, and not merely meant to. */
    function attempts(): readonly string[] {
      const tried: string[] = [];
      const listen = (message: unknown): void => {
        const { socket } = message as { socket: Socket };
        socket.on('connectionAttempt', (address: string, port: number) => tried.push(`${address} ${port}`));
      };
      subscribe('net.client.socket', listen);
      open.push({ stop: async () => void unsubscribe('net.client.socket', listen) });
      return tried;
    }

    /** A registry that counts as being at `at`, and redirects to `target`. */
    async function redirecting(at: string, target: string, names: Readonly<Record<string, readonly string[]>> = {}) {
      const from = await registry();
      from.fault = () => ({ kind: 'redirect', location: `${target}/latest` });
      const tried = attempts();
      // It is reached where it is, and counts as what its name says when it is asked about.
      const { lookup } = resolver({ 'registry.example.com': ['127.0.0.1', at], ...names });
      const { port } = new URL(from.url);
      return { made: client(`http://registry.example.com:${port}`, password, {}, { lookup }), tried, itself: `127.0.0.1 ${port}` };
    }

    const refused = { code: 'INVALID_RESPONSE', data: { where: 'redirect', why: 'redirect-nearer' } };
    const near = [
      '127.0.0.1',
      '0.0.0.0',
      '10.0.0.7',
      '172.16.3.4',
      '192.168.1.1',
      '100.64.0.1',
      '169.254.169.254',
      '100.100.100.200',
      '[::1]',
      '[fe80::1]',
      '[fd00::1]',
      '[fd00:ec2::254]',
      '[::ffff:127.0.0.1]',
      '[::ffff:10.0.0.7]',
      '[64:ff9b::a00:7]',
    ];

    test.each(near)('a public registry that redirects to %s is refused, and no connection is tried', async (address) => {
      const { made, tried, itself } = await redirecting(PUBLIC, `http://${address}:9`);
      expect(await failureOf(made.ping())).toMatchObject(refused);
      expect(tried).toEqual([itself]);
    });

    test.each(near)('a public registry that redirects to a name at %s is refused, and no connection is tried', async (address) => {
      const names = { 'inside.example.com': [address.replace(/[[\]]/g, '')] };
      const { made, tried, itself } = await redirecting(PUBLIC, 'http://inside.example.com:9', names);
      expect(await failureOf(made.ping())).toMatchObject(refused);
      expect(tried).toEqual([itself]);
    });

    test.each(['127.0.0.1', '169.254.169.254', '[fd00:ec2::254]', '[::1]'])(
      'a registry in a private network that redirects to %s is refused, and no connection is tried',
      async (address) => {
        const { made, tried, itself } = await redirecting('10.1.2.3', `http://${address}:9`);
        expect(await failureOf(made.ping())).toMatchObject(refused);
        expect(tried).toEqual([itself]);
      },
    );

    test('a registry in a private network may redirect within private networks', async () => {
      const { made, tried } = await redirecting('10.1.2.3', 'http://storage.example.com:9', { 'storage.example.com': ['10.0.0.7'] });
      const stop = new AbortController();
      const asked = made.ping(stop.signal).catch(() => {});
      await until('the connection', async () => (tried.includes('10.0.0.7 9') ? true : undefined));
      stop.abort();
      await asked;
    });

    test('a registry whose name is not found for a moment is not taken for one that may not redirect', async () => {
      const from = await registry();
      const place = await recording();
      from.fault = () => ({ kind: 'redirect', location: `${place.url}/latest` });
      const { lookup: found, asked } = resolver({});
      // Found to be connected to, and not when it is asked how near it is.
      const lookup: LookupFunction = (hostname, options, callback) => {
        found(hostname, options, (...answer) => {
          if (asked.length === 2) callback(Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND', hostname }), '', 0);
          else callback(...answer);
        });
      };
      const made = client(`http://registry.example.com:${new URL(from.url).port}`, undefined, {}, { lookup });
      expect(await failureOf(made.head('team/api', 'a'))).toMatchObject({ code: 'NETWORK', data: { reason: 'unknown-host' } });
      await made.head('team/api', 'a').catch(() => {});
      expect(place.received.length).toBeGreaterThan(0);
    });

    test('a public registry behind a proxy may not use the proxy to reach a private network', async () => {
      const from = await recording({ status: 307, headers: { location: 'http://inside.example.com:9/latest' } });
      const proxy = started(await startTinyproxy());
      const { lookup } = resolver({ localhost: [PUBLIC], 'inside.example.com': ['10.0.0.7'] });
      const through = { kind: 'given', url: proxy.url, username: '', password: async () => undefined } as const;
      const made = client(`http://localhost:${from.port}`, undefined, { proxy: through }, { lookup });
      expect(await failureOf(made.ping())).toMatchObject(refused);
      expect(from.received).toHaveLength(1);
      expect(await proxy.log()).not.toContain('inside.example.com');
    });
  });

  test('a redirect to another server is not shown the client certificate', async () => {
    const certificates = await makeCertificates();
    const { certificatePem: clientCertificate, keyPem } = certificates.client;
    const place = await recording({}, certificates);
    const from = await recording({ status: 307, headers: { location: `${place.url}/v2/` } }, certificates);
    await client(from.url, undefined, { ca: certificates.authorityPem, clientCertificate, clientKey: async () => keyPem }).ping();
    expect(from.received[0]).toContain('CERTIFICATE');
    expect(place.received).toHaveLength(1);
    expect(place.received[0]).not.toContain('CERTIFICATE');
  });

  test('a certificate that was trusted for one registry is not trusted where it redirects to', async () => {
    const own = await makeCertificates();
    const place = await recording({}, await makeCertificates());
    const from = await recording({ status: 307, headers: { location: `${place.url}/v2/` } }, own);
    const shown = await failureOf(client(from.url).ping());
    const [leaf] = shown.data['chain'] as { fingerprint: string }[];
    const failure = await failureOf(client(from.url, password, { fingerprint: leaf?.fingerprint ?? '' }).ping());
    expect(failure).toMatchObject({ code: 'TLS', data: { reason: 'unknown-authority' } });
    expect(place.received).toEqual([]);
  });
});

describe('token services', () => {
  test('one of another site is not asked unless the person agreed, and then it is', async () => {
    const place = await recording();
    const realm = `http://localhost:${place.port}/token`;
    const from = await registry({ auth: 'bearer', realm });
    expect(await failureOf(client(from.url, password).ping())).toMatchObject({ code: 'UNAUTHORIZED', data: { reason: 'foreign-realm' } });
    expect(place.received).toEqual([]);
    await failureOf(client(from.url, password, { trustedRealms: [new URL(realm).host] }).ping());
    expect(place.received).toHaveLength(1);
  });

  test('agreeing to one port of a host is not agreeing to another', async () => {
    const place = await recording();
    const from = await registry({ auth: 'bearer', realm: `http://localhost:${place.port}/token` });
    const failure = await failureOf(client(from.url, password, { trustedRealms: ['localhost:1'] }).ping());
    expect(failure).toMatchObject({ data: { reason: 'foreign-realm' } });
    expect(place.received).toEqual([]);
  });

  test('one without encryption is not asked by a registry with', async () => {
    const certificates = await makeCertificates();
    const place = await recording();
    const headers = { 'www-authenticate': `Bearer realm="${place.url}/token",service="x"` };
    const from = await recording({ status: 401, headers }, certificates);
    const failure = await failureOf(
      client(from.url, password, { ca: certificates.authorityPem, trustedRealms: [new URL(place.url).host] }).ping(),
    );
    expect(failure).toMatchObject({ data: { reason: 'unsafe-realm' } });
    expect(place.received).toEqual([]);
  });

  test('an address with a name and a password in it is not asked', async () => {
    const place = await recording();
    const from = await registry({ auth: 'bearer', realm: place.url.replace('http://', 'http://user:pass@') });
    expect(await failureOf(client(from.url, password).ping())).toMatchObject({ data: { reason: 'unsafe-realm' } });
    expect(place.received).toEqual([]);
  });

  test.each(['127.0.0.1', '169.254.169.254', '10.0.0.7', '::1'])(
    'one whose name is %s is not asked by a public registry',
    async (address) => {
      const place = await recording();
      const from = await registry({ auth: 'bearer', realm: `http://auth.example.com:${place.port}/token` });
      const { lookup } = resolver({ 'registry.example.com': ['127.0.0.1', PUBLIC], 'auth.example.com': [address] });
      const url = `http://registry.example.com:${new URL(from.url).port}`;
      expect(await failureOf(client(url, password, {}, { lookup }).ping())).toMatchObject({ data: { reason: 'unsafe-realm' } });
      expect(place.received).toEqual([]);
    },
  );

  test('one that is the number of a metadata service is not asked by a public registry', async () => {
    const from = await registry({ auth: 'bearer', realm: 'http://169.254.169.254/token' });
    const { lookup } = resolver({ 'registry.example.com': ['127.0.0.1', PUBLIC] });
    const url = `http://registry.example.com:${new URL(from.url).port}`;
    const failure = await failureOf(client(url, password, { trustedRealms: ['169.254.169.254'] }, { lookup }).ping());
    expect(failure).toMatchObject({ data: { reason: 'unsafe-realm' } });
  });

  test('one whose name changes is asked about once: where it is connected to is what was checked', async () => {
    const place = await recording();
    const from = await registry({ auth: 'bearer', realm: `http://auth.example.com:${place.port}/token` });
    const { lookup, asked } = resolver({ 'registry.example.com': ['127.0.0.1', PUBLIC], 'auth.example.com': ['127.0.0.1', PUBLIC] });
    const url = `http://registry.example.com:${new URL(from.url).port}`;
    expect(await failureOf(client(url, password, {}, { lookup }).ping())).toMatchObject({ data: { reason: 'unsafe-realm' } });
    expect(asked.filter((name) => name === 'auth.example.com')).toHaveLength(1);
    expect(place.received).toEqual([]);
  });

  test('an identity token goes to the token service by POST and never to the registry', async () => {
    const from = await registry({ auth: 'bearer', identityToken: 'correct-horse-identity' });
    await client(from.url, { ...identity, token: 'correct-horse-identity' }).head('team/api', 'a');
    for (const { path, authorization } of from.requests) expectNoSecret(path, authorization ?? '');
    const basic = await registry({ auth: 'basic' });
    expect(await failureOf(client(basic.url, identity).ping())).toMatchObject({ data: { reason: 'unknown-challenge' } });
    expect(basic.requests.every(({ authorization }) => authorization === undefined)).toBe(true);
  });

  test('a password that goes by POST is in the body, never in the address', async () => {
    const from = await registry({ auth: 'bearer', tokenFlow: 'post' });
    await client(from.url, password).head('team/api', 'a');
    expect(from.auth.tokensGiven).toBe(1);
    for (const { path } of from.requests) expectNoSecret(path);
  });

  test('two accounts on one host never share a token', async () => {
    const from = await registry({ auth: 'bearer' });
    await client(from.url, password).head('team/api', 'a');
    expect(await failureOf(client(from.url, { ...password, username: 'other' }).head('team/api', 'a'))).toMatchObject({
      code: 'UNAUTHORIZED',
    });
  });
});

describe('what a registry points at', () => {
  test('an upload that is to go on at another origin does not', async () => {
    const place = await recording();
    const from = await registry({ auth: 'basic' });
    const transport = new Transport(connectionTo(from.url, password), { userAgent: 'test' });
    const upload = { method: 'PUT', scopes: [], expect: [201], what: 'upload', action: 'push', body: Buffer.from(SECRET) } as const;
    const failure = await failureOf(transport.send({ ...upload, path: new URL(`${place.url}/v2/upload?state=1`) }));
    expect(failure).toMatchObject({ code: 'INVALID_RESPONSE', data: { where: 'upload' } });
    expect(place.received).toEqual([]);
    await transport.close();
  });

  test('an upload that is to go on without encryption does not', async () => {
    const certificates = await makeCertificates();
    const from = await recording({}, certificates);
    const transport = new Transport(connectionTo(from.url, password, { ca: certificates.authorityPem }), { userAgent: 'test' });
    const path = new URL(from.url.replace('https:', 'http:'));
    const upload = { method: 'PATCH', path, scopes: [], expect: [202], what: 'upload', action: 'push' } as const;
    expect(await failureOf(transport.send(upload))).toMatchObject({ data: { where: 'upload' } });
    expect(from.received).toEqual([]);
    await transport.close();
  });

  test('a next page at another origin is not asked for', async () => {
    const place = await recording();
    const from = await registry({ auth: 'basic', pageSize: 2, linkPath: () => `${place.url}/v2/team/api/tags/list` });
    const names: string[] = [];
    for await (const page of client(from.url, password).tags('team/api')) names.push(...page.names);
    expect(names).toEqual(['a', 'b']);
    expect(place.received).toEqual([]);
  });

  test("a layer's other addresses are never fetched", async () => {
    const place = await recording();
    const from = await registry({ auth: 'basic' });
    const digest = `sha256:${'a'.repeat(64)}`;
    const layer = { mediaType: 'application/vnd.oci.image.layer.nondistributable.v1.tar', digest, size: 10, urls: [`${place.url}/layer`] };
    const config = { mediaType: 'application/vnd.oci.image.config.v1+json', digest, size: 2, urls: [`${place.url}/config`] };
    const document = { schemaVersion: 2, mediaType: 'application/vnd.oci.image.manifest.v1+json', config, layers: [layer] };
    from.store.repository('team/api').putDocument(document, ['foreign']);
    const asked = client(from.url, password);
    const head = await asked.head('team/api', 'foreign');
    const cache = new Map<string, ImageSummary>();
    const summaries = new Summaries(
      asked,
      'team/api',
      { get: (key) => cache.get(key), set: (entry) => void cache.set(entry.digest, entry) },
      undefined,
    );
    expect((await summaries.get(head?.digest ?? '')).layers).toEqual([[digest, 10]]);
    expect(place.received).toEqual([]);
  });

  test('cookies of a registry are not kept, and so go nowhere', async () => {
    const from = await registry({ auth: 'basic', headers: { 'set-cookie': 'sid=1; Domain=127.0.0.1' } });
    const place = await recording();
    const asked = client(from.url, password);
    await asked.head('team/api', 'a');
    from.fault = ({ path }) => (path.endsWith('/manifests/b') ? { kind: 'redirect', location: `${place.url}/x` } : undefined);
    await asked.head('team/api', 'b').catch(() => {});
    expect(place.received.length).toBeGreaterThan(0);
    expect(place.received.join('\n')).not.toMatch(/cookie/i);
    expect(from.cookies).toEqual([]);
  });
});

describe('proxies', () => {
  test("the proxy's password stays with the proxy, and the registry's passes it by encrypted", async () => {
    const certificates = await makeCertificates();
    const from = await recording({ status: 401, headers: { 'www-authenticate': 'Basic realm="x"' } }, certificates);
    const proxy = started(await startTinyproxy({ username: 'worker', password: 'through-me' }));
    const through = { kind: 'given', url: proxy.url, username: 'worker', password: async () => 'through-me' } as const;
    await failureOf(client(from.url, password, { proxy: through, ca: certificates.authorityPem }).ping());
    expect(from.received.join('\n')).toContain('Basic');
    expect(from.received.join('\n')).not.toMatch(/proxy-authorization|through-me/i);
    expectNoSecret(await proxy.log());
  });
});

describe('errors', () => {
  test.each<[string, Partial<Behaviour>, Credential]>([
    ['a password over Basic', { auth: 'basic', password: 'other' }, password],
    ['a password over a token service', { auth: 'bearer', password: 'other' }, password],
    ['a pasted token', { auth: 'bearer' }, token],
    ['an identity token', { auth: 'bearer' }, identity],
  ])('the failure of %s carries nothing of it', async (_, behaviour, credential) => {
    const from = await registry(behaviour);
    const failure = await client(from.url, credential)
      .head('team/api', 'a')
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(Error);
    expectNoSecret(JSON.stringify(failure), String(failure), (failure as Error).stack ?? '', String((failure as Error).cause));
  });

  /** A password of everything that is escaped somewhere. */
  const TRICKY = 'a"b\\c/d&e<f>g\'h%i+j k=é€𝄞-horse';
  const utf8 = (text: string): string[] => [...Buffer.from(text, 'utf8')].map((byte) => byte.toString(16).padStart(2, '0'));
  const unicode = (text: string): string =>
    [...Array(text.length).keys()].map((i) => `\\u${text.charCodeAt(i).toString(16).padStart(4, '0')}`).join('');
  const html = (text: string): string =>
    text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;');
  const base64 = (text: string): string => Buffer.from(text, 'utf8').toString('base64');
  /** How a registry may repeat what it was sent, as it stands in a message. */
  const echoes: [string, (secret: string) => string][] = [
    ['as it is', (secret) => secret],
    ['with the bytes taken for Latin-1', (secret) => Buffer.from(secret, 'utf8').toString('latin1')],
    ['escaped for JSON', (secret) => JSON.stringify(secret)],
    ['escaped for JSON in ASCII', unicode],
    [
      'escaped for JSON as Go does',
      (secret) => JSON.stringify(secret).replaceAll('<', '\\u003c').replaceAll('>', '\\u003E').replaceAll('&', '\\u0026'),
    ],
    ['escaped for JSON twice', (secret) => JSON.stringify(JSON.stringify(secret))],
    ['escaped for an address', (secret) => `https://x/?password=${encodeURIComponent(secret)}&y`],
    [
      'escaped for an address, all of it',
      (secret) =>
        utf8(secret)
          .map((byte) => `%${byte}`)
          .join(''),
    ],
    ['as a form is sent', (secret) => new URLSearchParams({ secret }).toString()],
    ['escaped for HTML', html],
    ['escaped for HTML by number', (secret) => [...secret].map((char) => `&#${char.codePointAt(0)};`).join('')],
    ['escaped for HTML in hexadecimal', (secret) => [...secret].map((char) => `&#X${char.codePointAt(0)?.toString(16)};`).join('')],
    ['escaped for an address and then for HTML', (secret) => html(`?a=b&password=${encodeURIComponent(secret)}`)],
    ['in base64', base64],
    ['in base64 with the name', (secret) => `Authorization: Basic ${base64(`sample:${secret}`)}`],
    ['in base64 with another name', (secret) => `{"auth":"${base64(`robot$x:${secret}`)}"}`],
    ['in base64 for addresses, without the end', (secret) => Buffer.from(`sample:${secret}`).toString('base64url')],
    ['in base64 inside an address', (secret) => encodeURIComponent(base64(secret))],
  ];
  const secrets: [string, string][] = [
    ['an ordinary password', SECRET],
    ['a password of signs', TRICKY],
    ['a short password', 'pw1'],
  ];

  /** What a person could read the secret from. */
  function expectHidden(shown: string, secret: string, echo: string): void {
    expect(shown).not.toContain(secret);
    expect(shown).not.toContain(echo);
    expect(JSON.parse(`"${shown.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`)).not.toContain(secret);
  }

  describe.each(secrets)('%s that a registry repeats', (_, secret) => {
    // A few bytes in base64 beside others are in any word.
    const sure = echoes.filter(([name]) => secret.length > 4 || name !== 'in base64 with another name');
    test.each(sure)('%s is shown nowhere in its answer', async (_name, make) => {
      const echo = make(secret);
      const bodies = {
        message: JSON.stringify({ errors: [{ code: 'BAD', message: `what you sent was ${echo} and more` }] }),
        code: JSON.stringify({ errors: [{ code: echo, message: 'bad' }] }),
        page: `<html><body>what you sent was ${echo} and more</body></html>`,
        cut: JSON.stringify({ errors: [{ code: 'BAD', message: `${'.'.repeat(285)} ${echo}` }] }),
      };
      const from = await registry({ auth: 'basic', password: secret });
      const asked = client(from.url, { ...password, password: secret });
      await asked.ping();
      for (const [place, body] of Object.entries(bodies))
        for (const status of [400, 403, 404]) {
          from.fault = () => ({ kind: 'status', status, body });
          const failure = await failureOf(asked.manifest('team/api', 'a'));
          const said = (failure.data['errors'] as { code: string; message: string }[] | undefined) ?? [];
          expect([place, said.length]).toEqual([place, 1]);
          for (const { code, message } of said) {
            expectHidden(code, secret, echo);
            expectHidden(message, secret, echo);
            if (place === 'cut' && [secret, base64(secret)].includes(echo))
              expect(message.replace(/^[.\s]+/, '')).not.toContain(echo.slice(0, 6));
          }
          if (place === 'message') expect(said[0]?.message).toMatch(/^what you sent was .*…/);
        }
    });
  });

  test('a token that a service gave is hidden like a password, and so is the answer to a delete', async () => {
    const from = await registry({ auth: 'bearer' });
    const asked = client(from.url, password);
    await asked.head('team/api', 'a');
    const sent = from.requests.at(-1)?.authorization?.slice('Bearer '.length) ?? '';
    expect(sent.length).toBeGreaterThan(10);
    const body = JSON.stringify({ errors: [{ code: 'DENIED', message: `your token ${sent}, your password ${SECRET}` }] });
    from.fault = () => ({ kind: 'status', status: 405, body });
    const { errors } = await asked.deleteManifest('team/api', `sha256:${'a'.repeat(64)}`);
    expect(errors).toEqual([{ code: 'DENIED', message: 'your token …, your password …' }]);
  });

  test("Docker Hub's own sign-in, which has the password in its body, is not quoted with it", async () => {
    const place = await recording({ status: 400, body: JSON.stringify({ errors: [{ code: 'BAD', message: `no ${SECRET}` }] }) });
    const hub = dockerHub(connectionTo('https://registry-1.docker.io', password), { userAgent: 'test', productApi: place.url });
    const failure = await failureOf(hub.repositories?.(undefined).next() ?? Promise.resolve());
    expect(place.received.join('')).toContain(SECRET);
    expect(failure.data['errors']).toEqual([{ code: 'BAD', message: 'no …' }]);
    await hub.close?.();
  });

  test('what is no secret is shown as the registry said it', async () => {
    const from = await registry({ auth: 'basic' });
    const asked = client(from.url, password);
    await asked.ping();
    const message = 'manifest unknown: tag "50%+1" & <none> in C:\\x\\u00e9, sample:c2FtcGxlOg==';
    from.fault = () => ({ kind: 'status', status: 400, body: JSON.stringify({ errors: [{ code: 'BAD', message }] }) });
    expect((await failureOf(asked.manifest('team/api', 'a'))).data['errors']).toEqual([{ code: 'BAD', message }]);
  });

  test('hiding takes no longer than 50 ms of the processor for an answer that is all escapes', async () => {
    const credential: Credential = { ...password, password: '%26%26&amp;\\u0026'.repeat(20) };
    const hider = hiderOf(secretsOf(credential));
    for (const unit of ['&amp;', '%26', '\\u0026', '%26amp;', '\\\\u0026#38;', '+', 'YWJj'])
      for (const wrap of [
        (text: string) => text,
        (text: string) =>
          JSON.stringify({ errors: Array.from({ length: 10 }, () => ({ code: text.slice(0, 3_000), message: text.slice(0, 3_000) })) }),
      ]) {
        const body = Buffer.from(wrap(unit.repeat(Math.floor(65_536 / unit.length))));
        // The quickest of three: one of them may have to collect garbage.
        const took = [1, 2, 3].map(() => processorTime(() => hider.body(body)));
        expect([unit, Math.min(...took) < 50]).toEqual([unit, true]);
      }
  });

  test('nor is a token service that repeats it', async () => {
    const body = JSON.stringify({ errors: [{ code: 'BAD', message: `cannot use ${SECRET}` }] });
    const service = await recording({ status: 400, body });
    const from = await registry({ auth: 'bearer', realm: `${service.url}/token` });
    const failure = await failureOf(client(from.url, password).ping());
    expect(failure).toMatchObject({ code: 'REGISTRY', data: { status: 400 } });
    expectNoSecret(JSON.stringify(failure));
  });
});
