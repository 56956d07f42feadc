import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Conf from 'conf';
import keytar from 'keytar';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { testWith } from '../../e2e/support/needs.ts';
import type { Connection } from '../../shared/contract/connections.ts';
import { defaultSettings } from '../../shared/contract/settings.ts';
import { digestOf } from '../registry/digest.ts';
import { ContentCache } from './content-cache.ts';
import { AppDocument, DOCUMENT_NAME, setAsideDamaged } from './document.ts';
import { SecretStore } from './secrets.ts';
import { TrashStore } from './trash.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'longshore-storage-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const connection: Connection = {
  id: 'c1',
  name: 'Production 生产',
  url: 'https://registry.example.com:5000',
  signIn: 'password',
  username: 'ci',
  helper: '',
  secret: 'keychain',
  readOnly: true,
  protectedTags: [],
  folder: '',
  colour: 'none',
  production: false,
  ca: '',
  clientCertificate: '',
  hasClientKey: false,
  fingerprint: '',
  proxy: { kind: 'system', url: '', username: '', hasPassword: false },
  pinned: [],
  recent: [],
  trustedRealms: [],
  sample: false,
};

const openDocument = (): AppDocument =>
  new AppDocument(new Conf({ cwd: folder, configName: DOCUMENT_NAME, projectName: 'Longshore' }), join(folder, `${DOCUMENT_NAME}.json`));

test('the trash is pruned by age and by size, oldest first, and never of what is wanted', async () => {
  const trash = new TrashStore(folder);
  const digests: string[] = [];
  for (let i = 0; i < 4; i++) {
    const bytes = Buffer.from(`manifest ${i}`.padEnd(100, '.'));
    digests.push(digestOf(bytes));
    await trash.save({ digest: digests[i] ?? '', mediaType: 'application/json', bytes });
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  const there = async (): Promise<boolean[]> => Promise.all(digests.map(async (digest) => (await trash.load(digest)) !== undefined));
  await trash.prune(60_000, 1_000, new Set());
  expect(await there()).toEqual([true, true, true, true]);
  await trash.prune(60_000, 300, new Set([digests[0] ?? '']));
  expect(await there()).toEqual([true, false, true, true]);
  await trash.prune(0, 1_000_000, new Set());
  expect(await there()).toEqual([false, false, false, false]);
});

describe('the one file', () => {
  test('connections and settings are there after a restart', () => {
    const first = openDocument();
    first.connections = [connection];
    first.settings = { ...defaultSettings, theme: 'dark' };
    expect(setAsideDamaged(folder)).toBeUndefined();
    const second = openDocument();
    expect(second.connections).toEqual([connection]);
    expect(second.settings.theme).toBe('dark');
  });

  test.each([
    ['cut in the middle', '{"version":1,"connections":[{"id":"c1"'],
    ['of another shape', '{"version":1,"connections":"none"}'],
    ['of no version', '{"connections":[]}'],
    ['empty', ''],
  ])('a file that is %s is set aside under a name that is told, byte for byte', async (_, text) => {
    await writeFile(join(folder, 'longshore.json'), text);
    const aside = setAsideDamaged(folder);
    expect(aside).toMatch(/^longshore\.damaged-.*\.json$/);
    expect(await readFile(join(folder, aside ?? ''), 'utf8')).toBe(text);
    expect(openDocument().connections).toEqual([]);
  });

  test.each([
    ['cut', '{"version":1,"connections":[{"id'],
    ['of another shape', '{"version":1,"connections":"none"}'],
    ['a list', '[{"id":"c1"}]'],
  ])('a file that somebody else left %s meanwhile is not taken for empty and overwritten', async (_, theirs) => {
    const document = openDocument();
    document.connections = [connection];
    await writeFile(join(folder, 'longshore.json'), theirs);
    expect(() => {
      document.settings = { ...defaultSettings, theme: 'dark' };
    }).toThrow(/STORAGE/);
    expect(await readFile(join(folder, 'longshore.json'), 'utf8')).toBe(theirs);
  });

  describe('of a later version', () => {
    const other = { id: 'c2', kind: 'mirror', of: ['c1'], url: 7 };
    const theirs = {
      version: 3,
      connections: [{ ...connection, tint: 'red', proxy: { ...connection.proxy, bypass: ['a'] } }, other, { ...connection, id: 'c3' }],
      settings: { theme: 'sepia', language: 'zh-CN', density: 'compact', sort: { column: 'tag', descending: true, second: 'size' } },
      bookmarks: [{ ref: 'a/b' }],
    };
    const filed = async (): Promise<unknown> => JSON.parse(await readFile(join(folder, 'longshore.json'), 'utf8'));
    beforeEach(() => writeFile(join(folder, 'longshore.json'), JSON.stringify(theirs)));

    test('what is understood is used, and nothing is set aside', () => {
      expect(setAsideDamaged(folder)).toBeUndefined();
      const document = openDocument();
      expect(document.connections).toEqual([connection, { ...connection, id: 'c3' }]);
      expect(document.notUnderstood).toBe(1);
      expect(document.settings).toEqual({ ...defaultSettings, language: 'zh-CN', sort: { column: 'tag', descending: true } });
    });

    test('the rest is as it was after connections and settings were saved', async () => {
      const document = openDocument();
      const [first = connection, third = connection] = document.connections;
      const fourth = { ...connection, id: 'c4' };
      document.connections = [{ ...first, name: 'Renamed' }, third, fourth];
      document.settings = { ...document.settings, sidebarWidth: 300 };
      const [one, two, three] = theirs.connections;
      expect(await filed()).toMatchObject({
        version: 3,
        connections: [{ ...one, name: 'Renamed' }, two, three, fourth],
        settings: { ...theirs.settings, sidebarWidth: 300 },
        bookmarks: theirs.bookmarks,
      });
      document.connections = [fourth];
      expect(await filed()).toMatchObject({ connections: [fourth, other] });
      expect(openDocument().connections).toEqual([fourth]);
    });

    test('a setting that the person changes takes the place of one that is not understood', async () => {
      const document = openDocument();
      document.settings = { ...document.settings, theme: 'dark' };
      expect(await filed()).toMatchObject({ settings: { ...theirs.settings, theme: 'dark' } });
    });

    test('a place has nothing of the one before', async () => {
      const compareWith = { connectionId: 'c1', repository: 'team/web', reference: { tag: '1.1' } };
      const place = { connectionId: 'c1', repository: 'team/api', reference: { tag: '1.0' }, tab: 'files', compareWith };
      for (const before of [place, { ...place, zoom: 2 }]) {
        await writeFile(join(folder, 'longshore.json'), JSON.stringify({ ...theirs, settings: { place: before } }));
        const document = openDocument();
        document.settings = { ...document.settings, place: { connectionId: 'c1', repository: 'ops' } };
        expect(openDocument().settings.place).toEqual({ connectionId: 'c1', repository: 'ops' });
        document.settings = { ...document.settings, place: { connectionId: 'c2' } };
        expect(openDocument().settings.place).toEqual({ connectionId: 'c2' });
      }
    });

    test('connections that are kept in another way are neither used nor overwritten', async () => {
      await writeFile(join(folder, 'longshore.json'), JSON.stringify({ version: 3, connections: { c1: connection } }));
      expect(setAsideDamaged(folder)).toBeUndefined();
      const document = openDocument();
      expect(document.connections).toEqual([]);
      expect(() => {
        document.connections = [connection];
      }).toThrow(/STORAGE/);
      document.settings = { ...document.settings, theme: 'dark' };
      expect(await filed()).toMatchObject({ version: 3, connections: { c1: connection }, settings: { theme: 'dark' } });
    });
  });

  test('one connection of an unknown kind in a file of this version hides no other', async () => {
    const unknown = { ...connection, id: 'c9', signIn: 'passkey' };
    await writeFile(join(folder, 'longshore.json'), JSON.stringify({ version: 1, connections: [unknown, connection] }));
    expect(setAsideDamaged(folder)).toBeUndefined();
    const document = openDocument();
    expect(document.connections).toEqual([connection]);
    document.connections = [];
    expect(JSON.parse(await readFile(join(folder, 'longshore.json'), 'utf8'))).toMatchObject({ version: 1, connections: [unknown] });
  });

  test('a setting that cannot be read falls back alone', async () => {
    await writeFile(
      join(folder, 'longshore.json'),
      JSON.stringify({ version: 1, connections: [connection], settings: { theme: 'purple', language: 'zh-CN' } }),
    );
    expect(setAsideDamaged(folder)).toBeUndefined();
    expect(openDocument().settings).toEqual({ ...defaultSettings, language: 'zh-CN' });
  });

  test.each([
    [
      { connectionId: 'c1', repository: 'team/api' },
      { connectionId: 'c1', repository: 'team/api' },
    ],
    [{ connectionId: 'c1', repository: null }, { connectionId: 'c1' }],
    [{ connectionId: null, repository: null }, null],
  ])('the place that an earlier version left in the settings as %j is shown again', async (settings, place) => {
    await writeFile(join(folder, 'longshore.json'), JSON.stringify({ version: 1, connections: [connection], settings }));
    expect(openDocument().settings).toEqual({ ...defaultSettings, place });
  });
});

describe('the real keychain', () => {
  const keychainTest = testWith(test, 'keychain');
  keychainTest('keeps a password, replaces it, and forgets it', async () => {
    const secrets = new SecretStore();
    expect(await secrets.obstacle()).toBeUndefined();
    await secrets.set('k1', 'password', 'keychain', 'first: pässwörd');
    await secrets.set('k1', 'password', 'keychain', 'second');
    expect(await new SecretStore().get('k1', 'password', 'keychain')).toBe('second');
    await secrets.remove('k1', 'password', 'keychain');
    expect(await new SecretStore().get('k1', 'password', 'keychain')).toBeUndefined();
  });

  keychainTest('splits what a Windows entry could not hold, and leaves no part behind', async () => {
    const secrets = new SecretStore();
    const long = 'x'.repeat(4_321);
    await secrets.set('k2', 'client-key', 'keychain', long);
    expect(await secrets.get('k2', 'client-key', 'keychain')).toBe(long);
    await secrets.set('k2', 'client-key', 'keychain', 'short');
    expect(await secrets.get('k2', 'client-key', 'keychain')).toBe('short');
    await secrets.remove('k2', 'client-key', 'keychain');
    expect(await secrets.get('k2', 'client-key', 'keychain')).toBeUndefined();
  });

  keychainTest.each([
    ['a part', (parts: number) => `k5/password/${parts - 1}`],
    ['the beginning', () => 'k5/password'],
  ])('a secret of which %s is missing is none, and nothing of it is left once it is replaced', async (_, missing) => {
    const secrets = new SecretStore();
    await secrets.set('k5', 'password', 'keychain', 'y'.repeat(3_500));
    await keytar.deletePassword('Longshore', missing(4));
    expect(await secrets.get('k5', 'password', 'keychain')).toBeUndefined();
    await secrets.set('k5', 'password', 'keychain', 'short');
    await secrets.remove('k5', 'password', 'keychain');
    const left = (await keytar.findCredentials('Longshore')).filter(({ account }) => account.startsWith('k5/'));
    expect(left).toEqual([]);
  });

  keychainTest('an entry that is not ours to read is none', async () => {
    await keytar.setPassword('Longshore', 'k6/password', 'no count before it');
    expect(await new SecretStore().get('k6', 'password', 'keychain')).toBeUndefined();
  });

  keychainTest('moving a password from the keychain to this session keeps it, and only there', async () => {
    const secrets = new SecretStore();
    await secrets.set('k4', 'password', 'keychain', 'old');
    await secrets.set('k4', 'password', 'session', 'new');
    await secrets.remove('k4', 'password', 'keychain');
    expect(await secrets.get('k4', 'password', 'session')).toBe('new');
    expect(await secrets.get('k4', 'password', 'keychain')).toBeUndefined();
  });

  keychainTest('a secret for the session is not in the keychain and not in the next session', async () => {
    const secrets = new SecretStore();
    await secrets.set('k3', 'password', 'session', 'gone tomorrow');
    expect(await secrets.get('k3', 'password', 'session')).toBe('gone tomorrow');
    expect(await secrets.get('k3', 'password', 'keychain')).toBeUndefined();
    expect(await new SecretStore().get('k3', 'password', 'session')).toBeUndefined();
  });
});

describe('content by digest', () => {
  test('is loaded as the same bytes with its type; a damaged file is not', async () => {
    const store = new ContentCache(folder).of('c1');
    const bytes = Buffer.from('{"schemaVersion":2}');
    const digest = digestOf(bytes);
    await store.save({ digest, mediaType: 'application/json', bytes });
    expect(await store.load(digest)).toEqual({ digest, mediaType: 'application/json', bytes });
    const entries = await readdir(join(folder, 'cache', 'content-v2'), { recursive: true, withFileTypes: true });
    for (const entry of entries.filter((found) => found.isFile())) await writeFile(join(entry.parentPath, entry.name), 'something else');
    expect(await store.load(digest)).toBeUndefined();
  });

  test('a folder that cannot be written is a failure that names it', async () => {
    await writeFile(join(folder, 'kept'), 'a file where the folder should be');
    const bytes = Buffer.from('x');
    await expect(new TrashStore(folder).save({ digest: digestOf(bytes), mediaType: '', bytes })).rejects.toMatchObject({
      code: 'STORAGE',
      data: { path: join(folder, 'kept', 'manifests') },
    });
  });
});
