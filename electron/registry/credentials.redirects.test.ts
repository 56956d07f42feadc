import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { LookupFunction, Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { failureOf } from '../../e2e/support/connect.ts';
import { until } from '../../e2e/support/process.ts';
import {
  client,
  expectNoSecret,
  PUBLIC,
  password,
  recording,
  registry,
  resolver,
  SECRET,
} from '../../e2e/support/registry/secret-sign-in.ts';
import { makeCertificates } from '../../e2e/support/servers/certificates.ts';
import type { RecordingServer } from '../../e2e/support/servers/recording-server.ts';
import { startTinyproxy } from '../../e2e/support/servers/tinyproxy.ts';
import { started } from '../../e2e/support/started.ts';

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
      started({ stop: async () => void unsubscribe('net.client.socket', listen) });
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
