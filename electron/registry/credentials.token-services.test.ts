import { describe, expect, test } from 'vitest';
import { failureOf } from '../../e2e/support/connect.ts';
import {
  client,
  expectNoSecret,
  identity,
  PUBLIC,
  password,
  recording,
  registry,
  resolver,
} from '../../e2e/support/registry/secret-sign-in.ts';
import { makeCertificates } from '../../e2e/support/servers/certificates.ts';

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
