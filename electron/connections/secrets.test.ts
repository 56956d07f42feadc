import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import keytar from 'keytar';
import { test as anyTest, describe, expect } from 'vitest';
import {
  again,
  app,
  authorizations,
  client,
  folder,
  formFor,
  PASSWORD,
  refusal,
  registry,
  reopen,
  restart,
  saveFirst,
  startThief,
} from '../../e2e/support/hosts/connected-app.ts';
import { testWith } from '../../e2e/support/needs.ts';
import { makeCertificates } from '../../e2e/support/servers/certificates.ts';
import type { Connection, ConnectionForm } from '../../shared/contract/connections.ts';
import { DOCUMENT_NAME } from '../storage/document.ts';

const test = testWith(anyTest, 'keychain');

const FINGERPRINT = Array.from({ length: 32 }, () => 'AB').join(':');
const otherWays: [string, () => Promise<Partial<ConnectionForm>>][] = [
  ['certificate authority', async () => ({ ca: (await makeCertificates()).authorityPem })],
  ['trusted certificate', async () => ({ fingerprint: FINGERPRINT })],
  ['proxy', async () => ({ proxyKind: 'given', proxyUrl: (await startThief()).url })],
  ['trusted token service', async () => ({ trustedRealms: ['evil.example.com'] })],
];

describe('a saved password', () => {
  test('is used again for a form that leads to the registry as it was saved', async () => {
    const saved = await saveFirst();
    expect(await client().connections.test(again(saved, { name: 'Other name', readOnly: true }))).toMatchObject({ signedIn: true });
    await client().connections.save(again(saved, { name: 'Other name' }));
    await client().connections.ping({ id: saved.id });
    expect(authorizations().length).toBeGreaterThan(0);
  });

  test.each(otherWays)('is asked for again by a form with another %s, and sent nowhere', async (_, make) => {
    const saved = await saveFirst();
    const change = await make();
    const failure = await refusal(client().connections.test(again(saved, change)));
    expect(failure).toMatchObject({ code: 'UNAUTHORIZED', data: { reason: 'destination-changed' } });
    const steps: unknown[] = [];
    for await (const event of await client().diagnosis.run({ ...again(saved, change), deletes: false })) steps.push(event);
    expect(JSON.stringify(steps)).toContain('destination-changed');
    expect(authorizations()).toEqual([]);
    const edited = await client().connections.save(again(saved, change));
    expect(edited.secret).toBe('none');
    expect(await app.services.secrets.get(saved.id, 'password', 'keychain')).toBeUndefined();
    await refusal(client().connections.ping({ id: saved.id }));
    expect(authorizations()).toEqual([]);
  });

  test('is not sent to a proxy of someone else that poses as the registry', async () => {
    const saved = await saveFirst();
    const thief = await startThief();
    await refusal(client().connections.test(again(saved, { proxyKind: 'given', proxyUrl: thief.url })));
    expect(thief.stolen.length).toBeGreaterThan(0);
    expect(thief.stolen.join('\n')).not.toContain('Basic');
  });

  test('is kept where the person agrees to a token service of the saved registry', async () => {
    const saved = await saveFirst();
    await client().connections.trustRealm({ id: saved.id, host: 'auth.example.com' });
    const edited = await client().connections.save(again(saved, { name: 'New name' }));
    expect(edited).toMatchObject({ secret: 'keychain', trustedRealms: ['auth.example.com'] });
  });
});

test('a saved client key is for its certificate and its way alone', async () => {
  const { client: pair } = await makeCertificates();
  const saved = await saveFirst({ clientCertificate: pair.certificatePem, clientKey: pair.keyPem });
  expect(saved.hasClientKey).toBe(true);
  const kept = await client().connections.save(again(saved, { clientCertificate: pair.certificatePem, name: 'n' }));
  expect(kept.hasClientKey).toBe(true);
  const other = (await makeCertificates()).client.certificatePem;
  expect((await client().connections.save(again(saved, { clientCertificate: other }))).hasClientKey).toBe(false);
  expect(await app.services.secrets.get(saved.id, 'client-key', 'keychain')).toBeUndefined();
});

describe('a name and a password in an address', () => {
  const proxyUrl = 'http://worker:through%2Fme@proxy.example.com:3128';
  const filed = (): Promise<string> => readFile(join(folder, `${DOCUMENT_NAME}.json`), 'utf8');

  test('of a proxy goes to the keychain, and neither to the file nor back to the page', async () => {
    const saved = await saveFirst({ proxyKind: 'given', proxyUrl });
    expect(saved.proxy).toEqual({ kind: 'given', url: 'http://proxy.example.com:3128', username: 'worker', hasPassword: true });
    expect(await app.services.secrets.get(saved.id, 'proxy-password', 'keychain')).toBe('through/me');
    expect(await filed()).not.toMatch(/through/);
  });

  test('of a registry becomes its sign-in', async () => {
    const address = registry.url.replace('http://', `http://sample:${PASSWORD}@`);
    const form = formFor({ address, signIn: 'none', username: '', password: '' });
    expect(await client().connections.test({ form })).toMatchObject({ signedIn: true });
    const saved = await client().connections.save({ form });
    expect(saved).toMatchObject({ url: registry.url, signIn: 'password', username: 'sample', secret: 'keychain' });
    await client().connections.ping({ id: saved.id });
    expect(await filed()).not.toMatch(/correct/);
  });

  test('in a file of an earlier version is taken out of it when it is loaded, and still used', async () => {
    const saved = await saveFirst();
    await app.close();
    const old = JSON.parse(await filed()) as { connections: Connection[] };
    const proxy = { kind: 'given', url: proxyUrl, username: '', hasPassword: false };
    old.connections = [
      { ...saved, id: 'old-proxy', proxy: { ...proxy, kind: 'given' } },
      {
        ...saved,
        id: 'old-address',
        signIn: 'none',
        username: '',
        secret: 'none',
        url: registry.url.replace('//', `//sample:${PASSWORD}@`),
      },
    ];
    await writeFile(join(folder, `${DOCUMENT_NAME}.json`), JSON.stringify(old));
    await reopen();
    expect(await filed()).not.toMatch(/through|correct/);
    const { connections } = await client().connections.list();
    expect(connections).toMatchObject([
      { proxy: { url: 'http://proxy.example.com:3128', username: 'worker', hasPassword: true } },
      { url: registry.url, signIn: 'password', username: 'sample', secret: 'keychain' },
    ]);
    expect(await app.services.secrets.get('old-proxy', 'proxy-password', 'keychain')).toBe('through/me');
    await client().connections.ping({ id: 'old-address' });
    expect(authorizations().length).toBeGreaterThan(0);
  });
});

describe('where a secret is kept', () => {
  const { password, keychain, session } = { password: 'password', keychain: 'keychain', session: 'session' } as const;

  test('a password leaves the keychain when "Remember" is unticked, is used until the end, and is asked for after it', async () => {
    const saved = await saveFirst();
    expect(await client().connections.test(again(saved, { remember: false }))).toMatchObject({ signedIn: true });
    expect((await client().connections.save(again(saved, { remember: false }))).secret).toBe('session');
    expect(await app.services.secrets.get(saved.id, password, keychain)).toBeUndefined();
    await client().connections.ping({ id: saved.id });
    await restart();
    expect(await refusal(client().connections.ping({ id: saved.id }))).toMatchObject({ data: { reason: 'no-credentials' } });
  });

  test('a password is saved in the keychain when "Remember" is ticked', async () => {
    const saved = await saveFirst({ remember: false });
    expect((await client().connections.save(again(saved))).secret).toBe('keychain');
    expect(await app.services.secrets.get(saved.id, password, session)).toBeUndefined();
    await restart();
    await client().connections.ping({ id: saved.id });
  });

  test('a client key for this session only leaves no older one behind that another start would pair with the new certificate', async () => {
    const [first, second] = [(await makeCertificates()).client, (await makeCertificates()).client];
    const saved = await saveFirst({ clientCertificate: first.certificatePem, clientKey: first.keyPem });
    const form = formFor({ clientCertificate: second.certificatePem, clientKey: second.keyPem, remember: false });
    const edited = await client().connections.save({ id: saved.id, form });
    const keyOf = (): Promise<string | undefined> => app.services.clients.parts(edited, {}).endpoint.clientKey();
    expect(await keyOf()).toBe(second.keyPem);
    expect(await app.services.secrets.get(saved.id, 'client-key', keychain)).toBeUndefined();
    // Where the keychain could not be reached at that moment, the older one is still not looked for.
    await app.services.secrets.set(saved.id, 'client-key', keychain, first.keyPem);
    await restart();
    expect(await keyOf()).toBeUndefined();
  });

  test('a password that is missing in the keychain is said to be missing: nobody is signed in as anybody else', async () => {
    registry.behaviour = { ...registry.behaviour, auth: 'bearer', anonymousTokens: true };
    const saved = await saveFirst();
    await keytar.deletePassword('Longshore', `${saved.id}/password`);
    await restart();
    const given = registry.auth.tokensGiven;
    expect(await refusal(client().connections.ping({ id: saved.id }))).toMatchObject({
      code: 'UNAUTHORIZED',
      data: { reason: 'no-credentials' },
    });
    expect(registry.auth.tokensGiven).toBe(given);
  });

  test("a proxy's password that is missing in the keychain is not sent as an empty one", async () => {
    const thief = await startThief();
    const saved = await saveFirst({ proxyKind: 'given', proxyUrl: thief.url, proxyUsername: 'worker', proxyPassword: 'through-me' });
    await keytar.deletePassword('Longshore', `${saved.id}/proxy-password`);
    await refusal(client().connections.ping({ id: saved.id }));
    expect(thief.asked.length).toBeGreaterThan(0);
    expect(thief.asked.filter((header) => header !== undefined)).toEqual([]);
  });
});
