import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { connect, connectionTo, failureOf } from '../../../e2e/support/connect.ts';
import { pushImage } from '../../../e2e/support/content/images.ts';
import { makeCertificates } from '../../../e2e/support/servers/certificates.ts';
import { type DistributionOptions, startDistribution } from '../../../e2e/support/servers/distribution.ts';
import { startNginx } from '../../../e2e/support/servers/nginx.ts';
import { startTinyproxy } from '../../../e2e/support/servers/tinyproxy.ts';
import type { RegistryClient } from '../client.ts';
import type { Endpoint } from '../endpoint.ts';
import { inspectTls } from './certificate.ts';
import { readProxyList } from './proxy.ts';

const open: { stop(): Promise<void> }[] = [];
afterEach(async () => {
  for (const part of open.splice(0).reverse()) await part.stop();
});

function started<T extends { stop(): Promise<void> }>(part: T): T {
  open.push(part);
  return part;
}

function client(url: string, extra: Partial<Endpoint> = {}, network = {}): RegistryClient {
  const made = connect(url, undefined, extra, network);
  open.push({ stop: () => made.close() });
  return made;
}

const registry = async (options: DistributionOptions = {}) => started(await startDistribution(options));

async function tagsOf(from: RegistryClient, repository = 'team/api'): Promise<string[]> {
  const names: string[] = [];
  for await (const page of from.tags(repository)) names.push(...page.names);
  return names;
}

async function withTag(options: DistributionOptions = {}) {
  const made = await registry(options);
  await pushImage({ layers: [1000] }, { host: made.host, repository: 'team/api', tags: ['1.0'] });
  return made;
}

describe('TLS', () => {
  test('a client certificate opens a registry that wants one, and none does not', async () => {
    const certificates = await makeCertificates();
    const { url } = await registry({ tls: { ...certificates, clientAuthority: certificates.authority } });
    const ca = certificates.authorityPem;
    expect(await failureOf(client(url, { ca }).ping())).toMatchObject({ code: 'TLS', data: { reason: 'client-certificate' } });
    const { certificatePem, keyPem } = certificates.client;
    await client(url, { ca, clientCertificate: certificatePem, clientKey: async () => keyPem }).ping();
    const wrong = { ca, clientCertificate: certificatePem, clientKey: async () => 'no key' };
    expect(await failureOf(client(url, wrong).ping())).toMatchObject({ code: 'TLS', data: { reason: 'client-certificate' } });
  });

  test('a registry over plain http is read without its certificates, which no TLS needs there', async () => {
    const { url } = await registry();
    const clientKey = () => Promise.reject(new Error('the keychain is locked'));
    await client(url, { ca: 'no certificate', clientCertificate: 'no certificate', clientKey }).ping();
  });

  test('a pinned certificate is trusted for what it is, whatever is wrong with it otherwise, and no other is', async () => {
    const bad = await makeCertificates({ expired: true, names: 'DNS:elsewhere.example.com' });
    const { url } = await registry({ tls: bad });
    const seen = await inspectTls(connectionTo(url), { userAgent: 'test' }, new URL(url));
    expect(seen.chain[0]?.subject).toBe('registry.example.com');
    expect(seen.reason).toBe('expired');
    const fingerprint = seen.chain[0]?.fingerprint ?? '';
    const pinned = client(url, { fingerprint });
    await pinned.ping();
    expect(await tagsOf(pinned)).toEqual([]);
    const other = client(url, { fingerprint: fingerprint.replace(/^../, (byte) => (byte === '00' ? '01' : '00')) });
    for (let round = 0; round < 2; round++)
      expect(await failureOf(other.ping())).toMatchObject({ code: 'TLS', data: { reason: 'pin-changed', chain: [{ fingerprint }] } });
  });

  test.each([
    ['expired', { expired: true }, 'expired'],
    ['made out to another name', { names: 'DNS:elsewhere.example.com' }, 'wrong-name'],
  ] as const)('a certificate that is %s is called that, at the second try too', async (_, options, reason) => {
    const certificates = await makeCertificates(options);
    const { url } = await registry({ tls: certificates });
    const asked = client(url, { ca: certificates.authorityPem });
    for (let round = 0; round < 2; round++) {
      const failure = await failureOf(asked.ping());
      expect(failure).toMatchObject({ code: 'TLS', data: { reason } });
      expect(failure.data['chain']).toHaveLength(2);
    }
  });

  test('a server that closes before TLS is called that, and no proxy is blamed', async () => {
    const server = createServer((socket) => socket.destroy());
    await once(server.listen(0, '127.0.0.1'), 'listening');
    open.push({ stop: async () => void server.close() });
    const { port } = server.address() as AddressInfo;
    expect(await failureOf(client(`https://127.0.0.1:${port}`).ping())).toMatchObject({ code: 'NETWORK', data: { reason: 'cut' } });
  });

  test("an authority in the system's store is trusted without being given", async () => {
    const certificates = await makeCertificates();
    const { url } = await registry({ tls: certificates });
    const ask = `import { connect } from ${JSON.stringify(join(import.meta.dirname, '../../../e2e/support/connect.ts'))};
      const client = connect(${JSON.stringify(url)}); await client.ping().then(() => console.log('in'), (e) => console.log(e.data.reason)); await client.close();`;
    const run = (env: NodeJS.ProcessEnv): string =>
      execFileSync(process.execPath, ['--input-type=module', '-e', ask], { env: { ...process.env, ...env }, encoding: 'utf8' }).trim();
    expect(run({})).toBe('unknown-authority');
    expect(run({ SSL_CERT_FILE: certificates.authority })).toBe('in');
  });
});

describe('a path and a cache before it', () => {
  test('a registry under a path behind nginx is browsed page by page, and its root is no registry', async () => {
    const { url } = await withTag();
    const nginx = started(await startNginx(url, '/registries/docker'));
    const behind = client(nginx.url);
    await behind.ping();
    expect(await tagsOf(behind)).toEqual(['1.0']);
    expect(await behind.head('team/api', '1.0')).toMatchObject({ digest: expect.stringMatching(/^sha256:/) });
    expect(await failureOf(client(new URL(nginx.url).origin).ping())).toMatchObject({
      code: 'UNSUPPORTED',
      data: { feature: 'registry-v2' },
    });
  });

  test('where HTTP/2 is offered, answers share a connection that is left after 100 requests without a loss, and layers have their own', async () => {
    const certificates = await makeCertificates();
    const { url } = await withTag();
    const nginx = started(await startNginx(url, '', { tls: certificates, requests: 100 }));
    const behind = client(nginx.url, { ca: certificates.authorityPem });
    await behind.ping();
    const read = await Promise.all(Array.from({ length: 350 }, () => behind.manifest('team/api', '1.0')));
    expect(new Set(read.map(({ digest }) => digest)).size).toBe(1);
    const { layers } = JSON.parse(read[0]?.bytes.toString('utf8') ?? '') as { layers: { digest: string }[] };
    for await (const part of behind.blobs.read('team/api', layers[0]?.digest ?? '', 0)) expect(part.byteLength).toBeGreaterThan(0);
    const log = await nginx.log();
    const manifests = log.filter(({ path }) => path.includes('/manifests/'));
    expect(new Set(manifests.map(({ protocol }) => protocol))).toEqual(new Set(['HTTP/2.0']));
    expect(new Set(manifests.map(({ connection }) => connection)).size).toBeLessThan(10);
    expect(log.filter(({ path }) => path.includes('/blobs/')).map(({ protocol }) => protocol)).toEqual(['HTTP/1.1']);
  });

  test('a pull-through cache shows the tags of the registry behind it', async () => {
    const behind = await withTag();
    const cache = await registry({ remote: behind.url });
    const asked = client(cache.url);
    expect(await tagsOf(asked)).toEqual(['1.0']);
    expect((await asked.head('team/api', '1.0'))?.digest).toBe((await client(behind.url).head('team/api', '1.0'))?.digest);
  });
});

describe('a proxy', () => {
  test('a given proxy carries https by a tunnel and http by forwarding, and with `none` it is left aside', async () => {
    const certificates = await makeCertificates();
    const plain = await withTag();
    const encrypted = await registry({ tls: certificates });
    const proxy = started(await startTinyproxy());
    const through = { kind: 'given', url: proxy.url, username: '', password: async () => undefined } as const;
    expect(await tagsOf(client(plain.url, { proxy: through }))).toEqual(['1.0']);
    await client(encrypted.url, { proxy: through, ca: certificates.authorityPem }).ping();
    const before = await proxy.log();
    expect(before).toContain(`CONNECT ${encrypted.host}`);
    expect(before).toContain(`GET ${plain.url}/v2/team/api/tags/list`);
    await client(plain.url).ping();
    expect(await proxy.log()).toBe(before);
  });

  test('a certificate that is not trusted is seen, and can be pinned, through the proxy', async () => {
    const { url } = await registry({ tls: await makeCertificates() });
    const proxy = started(await startTinyproxy());
    const through = { kind: 'given', url: proxy.url, username: '', password: async () => undefined } as const;
    const failure = await failureOf(client(url, { proxy: through }).ping());
    expect(failure).toMatchObject({ code: 'TLS', data: { reason: 'unknown-authority', chain: [{ subject: 'registry.example.com' }] } });
    const [leaf] = failure.data['chain'] as { fingerprint: string }[];
    await client(url, { proxy: through, fingerprint: leaf?.fingerprint ?? '' }).ping();
  });

  test('a proxy with a sign-in gets it, says when it is missing, and the registry never sees it', async () => {
    const certificates = await makeCertificates();
    const plain = await registry();
    const encrypted = await registry({ tls: certificates });
    const proxy = started(await startTinyproxy({ username: 'worker', password: 'through-me' }));
    const given = (password: string | undefined) =>
      ({ kind: 'given', url: proxy.url, username: password ? 'worker' : '', password: async () => password }) as const;
    const ca = certificates.authorityPem;
    await client(plain.url, { proxy: given('through-me') }).ping();
    await client(encrypted.url, { proxy: given('through-me'), ca }).ping();
    // Over plain http tinyproxy answers a wrong password with 401, which is the registry's to say: only https tells the two apart.
    for (const [url, password] of [
      [plain.url, undefined],
      [encrypted.url, undefined],
      [encrypted.url, 'wrong'],
    ] as const)
      expect(await failureOf(client(url, { proxy: given(password), ca }).ping())).toMatchObject({
        code: 'NETWORK',
        data: password ? { detail: expect.stringMatching(/40[17]/) } : { reason: 'proxy-sign-in', detail: '407' },
      });
  });

  test('a proxy that is not there is named as the cause, not the registry', async () => {
    const { url } = await registry();
    const gone = { kind: 'given', url: 'http://127.0.0.1:9', username: '', password: async () => undefined } as const;
    expect(await failureOf(client(url, { proxy: gone }).ping())).toMatchObject({ code: 'NETWORK', data: { reason: 'proxy-unreachable' } });
    for (const unusable of ['not an address', 'socks5://127.0.0.1:1080', 'ftp://127.0.0.1'])
      expect(await failureOf(client(url, { proxy: { ...gone, url: unusable } }).ping())).toMatchObject({
        code: 'NETWORK',
        data: { reason: 'proxy-address' },
      });
  });

  test("the environment's proxy is used where the system's is asked for, and NO_PROXY is kept", async () => {
    const proxy = started(await startTinyproxy());
    const before = { ...process.env };
    process.env['HTTP_PROXY'] = proxy.url;
    process.env['NO_PROXY'] = 'direct.invalid';
    try {
      await failureOf(client('http://registry.invalid', { proxy: { kind: 'system' } }).ping());
      const direct = await failureOf(client('http://direct.invalid', { proxy: { kind: 'system' } }).ping());
      expect(direct).toMatchObject({ code: 'NETWORK', data: { reason: 'unknown-host' } });
      const log = await proxy.log();
      expect(log).toContain('GET http://registry.invalid/v2/');
      expect(log).not.toContain('direct.invalid');
    } finally {
      process.env = before;
    }
  });

  test("the system's proxy is asked for by address, and never for loopback", async () => {
    const proxy = started(await startTinyproxy());
    const asked: string[] = [];
    const systemProxy = async (url: string): Promise<string> => {
      asked.push(url);
      return `PROXY ${new URL(proxy.url).host}; DIRECT`;
    };
    const away = client('http://registry.invalid', { proxy: { kind: 'system' } }, { systemProxy });
    await failureOf(away.ping());
    expect(asked).toEqual(['http://registry.invalid']);
    expect(await proxy.log()).toContain('GET http://registry.invalid/v2/');
    const { url } = await registry();
    await client(url, { proxy: { kind: 'system' } }, { systemProxy }).ping();
    expect(asked).toHaveLength(1);
  });

  test.each([
    ['PROXY proxy.example.com:3128; DIRECT', { kind: 'proxy', uri: 'http://proxy.example.com:3128' }],
    ['HTTPS proxy.example.com:443', { kind: 'proxy', uri: 'https://proxy.example.com:443' }],
    ['SOCKS5 127.0.0.1:1080; PROXY proxy.example.com:3128', { kind: 'proxy', uri: 'http://proxy.example.com:3128' }],
    ['DIRECT', { kind: 'direct' }],
    ['', { kind: 'direct' }],
    ['QUIC somewhere; DIRECT', { kind: 'direct' }],
  ])('a proxy list "%s" is read', (list, expected) => {
    expect(readProxyList(list)).toMatchObject(expected);
  });
});
