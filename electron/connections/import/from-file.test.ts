import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type AppOver, startAppOver } from '../../../e2e/support/hosts/app-over.ts';
import { savedConnection } from '../../../e2e/support/hosts/saved-connections.ts';
import { RegistryDouble } from '../../../e2e/support/registry/double.ts';
import { connectionsFile, MOST_FILE_BYTES } from '../../../shared/connections-file.ts';
import { type Connection, connectionColours } from '../../../shared/contract/connections.ts';
import { readConnectionsFile } from './connections-file.ts';

const CERTIFICATE = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----';
const KEY = '-----BEGIN PRIVATE KEY-----\nk3y-0f-the-client\n-----END PRIVATE KEY-----';
const SECRET = 'pa55-0f-the-url';

let registry: RegistryDouble;
let over: AppOver;
beforeEach(async () => {
  registry = new RegistryDouble(undefined, { auth: 'basic', password: 'correct' });
  over = await startAppOver(await registry.start(), {}, { confirm: async () => true });
});
afterEach(async () => {
  await over.stop();
  await registry.stop();
});

const saved = () => over.app.services.document.connections;
function save(connections: Connection[]): void {
  over.app.services.document.connections = connections;
}
const find = (text: string) => over.client.import.readFile({ text });
const all = async (text: string) => {
  const rows = (await find(text)).registries.map((_, index) => index);
  return over.client.import.applyFile({ text, rows });
};

/** Registries as they may be saved, with secrets in every place where somebody may have put one. */
const anyConnection: fc.Arbitrary<Connection> = fc
  .record({
    id: fc.uuid(),
    name: fc.string({ minLength: 1, maxLength: 30, unit: 'grapheme' }),
    url: fc.constantFrom(
      'https://r.example.com',
      `https://ci:${SECRET}@r.example.com:5000`,
      'http://10.0.0.1:5000',
      'https://n.example.com/repo/x',
    ),
    signIn: fc.constantFrom('none', 'password', 'token', 'identity', 'helper' as const),
    username: fc.constantFrom('ci', 'zoë'),
    folder: fc.constantFrom('', 'Team', '__proto__'),
    colour: fc.constantFrom(...connectionColours),
    production: fc.boolean(),
    readOnly: fc.boolean(),
    protectedTags: fc.uniqueArray(fc.constantFrom('latest', 'v*', '1.*')),
    ca: fc.constantFrom('', CERTIFICATE, `${CERTIFICATE}\n${CERTIFICATE}`, `${KEY}\n${CERTIFICATE}\n`),
    clientCertificate: fc.constantFrom('', `${CERTIFICATE}\n${KEY}`),
    trustedRealms: fc.uniqueArray(fc.constantFrom('auth.example.com', 'a.example.com')),
    pinned: fc.uniqueArray(fc.constantFrom('team/api', 'team/web')),
    proxy: fc.constantFrom(
      { kind: 'system' as const, url: '', username: '', hasPassword: false },
      { kind: 'none' as const, url: '', username: '', hasPassword: false },
      { kind: 'given' as const, url: `http://me:${SECRET}@proxy.example.com:3128`, username: 'me', hasPassword: true },
    ),
  })
  .map((some) => ({
    ...savedConnection(some.id, some.url),
    ...some,
    username: some.signIn === 'password' || some.signIn === 'identity' ? some.username : '',
    helper: some.signIn === 'helper' ? 'pass' : '',
    secret: some.signIn === 'none' || some.signIn === 'helper' ? ('none' as const) : ('keychain' as const),
    recent: ['of/this-computer'],
  }));

test('what is exported and imported into an empty list is exported again as the same file, without any secret and without a request', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(anyConnection, { maxLength: 4, selector: ({ id }) => id }), async (connections) => {
      save(connections);
      const text = connectionsFile(saved());
      for (const secret of [SECRET, 'k3y-0f', 'PRIVATE', 'of/this-computer']) expect(text).not.toContain(secret);
      save([]);
      const { failed } = await all(text);
      expect(failed).toEqual([]);
      expect(connectionsFile(saved())).toBe(text);
      expect(connectionsFile(saved().toReversed())).toBe(text);
      // All of it is there already.
      expect((await find(text)).registries.every(({ state }) => state === 'same')).toBe(true);
    }),
    { numRuns: 20 },
  );
  expect(registry.requests).toEqual([]);
}, 60_000);

test('an imported registry needs its sign-in: nothing is sent to it before, and then it is read with what was typed', async () => {
  const mine: Connection = { ...savedConnection('Mine', registry.url), signIn: 'password', username: 'sample', secret: 'keychain' };
  save([]);
  const { connections } = await all(connectionsFile([mine]));
  const id = connections[0]?.id ?? '';
  await expect(over.client.connections.ping({ id })).rejects.toMatchObject({ code: 'UNAUTHORIZED', data: { reason: 'no-credentials' } });
  expect(registry.requests).toEqual([]);
});

test('names of a file read as what they are', async () => {
  const theirs = { ...savedConnection('c', 'http://10.0.0.1:5000'), name: 'gni\u202egats\u001b[2J', folder: 'Te\u2066am' };
  const text = connectionsFile([theirs]);
  expect((await find(text)).registries).toMatchObject([{ name: 'gnigats', folder: 'Team' }]);
  await all(text);
  expect(saved().find(({ url }) => url === 'http://10.0.0.1:5000')).toMatchObject({ name: 'gnigats', folder: 'Team' });
});

test('a registry that is saved otherwise keeps its id, and its password only for the destination that it was saved for', async () => {
  const mine: Connection = { ...savedConnection('Mine', 'https://r.example.com'), signIn: 'password', username: 'ci', secret: 'session' };
  save([mine]);
  await over.app.services.secrets.set(mine.id, 'password', 'session', 'typed-before');
  const password = () => over.app.services.secrets.get(mine.id, 'password', 'session');
  const named = connectionsFile([{ ...mine, name: 'Theirs', production: true }]);
  expect((await find(named)).registries).toMatchObject([{ state: 'differs', differs: ['name', 'production'], savedAs: 'Mine' }]);
  await all(named);
  expect(saved()).toMatchObject([{ id: mine.id, name: 'Theirs', production: true, secret: 'session' }]);
  expect(await password()).toBe('typed-before');
  await all(connectionsFile([{ ...mine, name: 'Theirs', production: true, ca: CERTIFICATE }]));
  expect(saved()).toMatchObject([{ id: mine.id, ca: CERTIFICATE, secret: 'session' }]);
  expect(await password()).toBeUndefined();
});

const entry = (more: object) =>
  JSON.stringify({
    format: 'longshore-registries',
    version: 1,
    registries: [{ name: 'a', url: 'https://r.example.com', signIn: 'none', username: '', readOnly: false, ...more }],
  });

describe('a file is refused as a whole, with the place of what is wrong in it', () => {
  test.each([
    ['no JSON', 'x', 'format', ''],
    ['another file', '{"connections":[]}', 'format', 'format'],
    ['a later version', '{"format":"longshore-registries","version":2,"registries":[]}', 'later-version', ''],
    ['too many', JSON.stringify({ format: 'longshore-registries', version: 1, registries: Array(1001).fill(0) }), 'too-many', ''],
    ['a wrong type', entry({ readOnly: 'no' }), 'format', 'registries.0.readOnly'],
    ['a password', entry({ password: 'x' }), 'format', 'registries.0'],
    ['a key of a prototype', entry({}).replace('"name"', '"__proto__":{"readOnly":false},"name"'), 'format', 'registries.0'],
    ['a name and a password in its address', entry({ url: 'https://ci:x@r.example.com' }), 'credentials', 'registries.0.url'],
    [
      'those of a proxy',
      entry({ proxy: { kind: 'given', url: 'http://me:x@p.example.com', username: '' } }),
      'credentials',
      'registries.0.proxy.url',
    ],
    ['a script', entry({ url: 'javascript:alert(1)' }), 'address', 'registries.0.url'],
    ['a file of this computer', entry({ url: 'file:///etc/passwd' }), 'address', 'registries.0.url'],
    ['an address without a scheme', entry({ url: 'r.example.com' }), 'address', 'registries.0.url'],
    ['a signed address', entry({ url: 'https://r.example.com?sig=x' }), 'address', 'registries.0.url'],
    [
      'a script for a proxy',
      entry({ proxy: { kind: 'given', url: 'javascript:alert(1)', username: '' } }),
      'address',
      'registries.0.proxy.url',
    ],
    ['a private key', entry({ clientCertificate: `${CERTIFICATE}\n${KEY}` }), 'secret', 'registries.0.clientCertificate'],
    ['a helper that is a path', entry({ signIn: 'helper', helper: '../../bin/sh' }), 'format', 'registries.0.helper'],
  ])('%s', (_, text, reason, at) => {
    expect(readConnectionsFile(text)).toEqual({ problem: { reason, at } });
  });

  test('one that is too large', () => {
    expect(readConnectionsFile(' '.repeat(MOST_FILE_BYTES + 1))).toEqual({ problem: { reason: 'too-large', at: '' } });
  });

  test('one that is nested deeper than it can be read, and any other text', () => {
    expect(readConnectionsFile(`${'['.repeat(1_000_000)}`)).toMatchObject({ problem: { reason: 'format' } });
    fc.assert(fc.property(fc.json(), (text) => 'problem' in readConnectionsFile(text)));
  });
});

test('a credential helper of a file is asked only where the person agrees outside the page', async () => {
  const other = await startAppOver(registry.url);
  const text = connectionsFile([{ ...savedConnection('Helped', 'https://r.example.com'), signIn: 'helper', helper: 'evil' }]);
  expect(await other.client.import.applyFile({ text, rows: [0] })).toEqual({ connections: [], failed: ['https://r.example.com'] });
  await other.stop();
});
