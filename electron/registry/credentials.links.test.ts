import { describe, expect, test } from 'vitest';
import { connectionTo, failureOf } from '../../e2e/support/connect.ts';
import { client, expectNoSecret, password, recording, registry, SECRET } from '../../e2e/support/registry/secret-sign-in.ts';
import { makeCertificates } from '../../e2e/support/servers/certificates.ts';
import { startTinyproxy } from '../../e2e/support/servers/tinyproxy.ts';
import { started } from '../../e2e/support/started.ts';
import { type ImageSummary, Summaries } from '../browse/image-summary.ts';
import { Transport } from './transport.ts';

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
